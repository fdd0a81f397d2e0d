package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.Rounding;
import io.nadir.model.BlockPenalty;

/**
 * max v̂ᵀMv̂ over unit vectors with ‖v̂‖₁ = κ, M = ZᵀZ: for every symmetric T it is at most λ_max(M
 * + T)₊ + κ²·max|T_ij|, and for v̂ ≥ 0 with max(−T_ij)₊ in its place (the relaxation of sparse
 * principal components by d'Aspremont, El Ghaoui, Jordan &amp; Lanckriet, 2007). Where the gauge
 * has no 1-norm, v̂ ≥ 0 and T ≥ 0.
 */
final class SquareRelaxation implements RatioRelaxation {
    private final GramMatrix gram;
    private final double root;
    private final RatioBlock block;

    /**
     * Takes M.
     *
     * @param euclidean weight of the norm of the vector that was eliminated
     * @param gauge of v
     * @param kappa the ratio to look at
     */
    SquareRelaxation(GramMatrix gram, double euclidean, BlockPenalty gauge, double kappa) {
        int n = gram.order();
        this.gram = gram;
        this.root = euclidean * (gauge.euclidean() + gauge.one() * kappa);
        double radius = gauge.one() > 0 ? kappa * kappa : 0;
        this.block = new RatioBlock(0, n, n, n, radius, gauge.nonNegative());
    }

    @Override
    public int order() {
        return gram.order();
    }

    @Override
    public double[] objective() {
        return gram.matrix();
    }

    @Override
    public void proximal(double[] t, double step) {
        block.proximal(t, step);
    }

    @Override
    public double cost(double[] t) {
        return Rounding.up(block.radius() * block.size(t));
    }

    @Override
    public double goal(double polar) {
        return polar * root * polar * root;
    }

    @Override
    public double polar(double value) {
        return Math.sqrt(Math.max(0, value)) / root;
    }

    @Override
    public RatioLine line(double[] t, double estimate, Scratch scratch, Runnable checkpoint) {
        double size = block.size(t);
        if (block.radius() == 0 && size > 0) {
            return RatioLine.ofSquare(Double.POSITIVE_INFINITY, 0);
        }
        double[] h = gram.matrix().clone();
        addAdjoint(t, h);
        double largest = RatioRelaxation.largest(h, gram.order(), estimate, scratch, checkpoint);
        double rounding = 2 * Rounding.UNIT * GramMatrix.norm(h);
        return RatioLine.ofSquare(Rounding.up(largest + gram.error() + rounding), size);
    }

    @Override
    public Panel starts(Panel directions, int most) {
        int count = Math.min(most, directions.columns());
        Panel starts = Panel.zeros(directions.rows(), count);
        for (int i = 0; i < starts.rows(); i++) {
            for (int j = 0; j < count; j++) {
                starts.set(i, j, directions.get(i, j));
            }
        }
        return starts;
    }
}
