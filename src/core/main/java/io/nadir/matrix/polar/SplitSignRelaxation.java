package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.model.BlockPenalty;

/**
 * A sharper form of {@link SquareRelaxation} for v̂ with signs, of twice the order: v̂ = p − m with
 * p, m ≥ 0 and p_jm_j = 0, so that no product of elements of (p, m) is negative, n of them are 0,
 * and all of them together sum up to κ². Multipliers are P and Q, for pp' + mm' and pm' + mp': the
 * bound is λ_max + κ²·max(−P_ij, −Q_ij)₊ without the diagonal of Q, which is free.
 *
 * <p>In s = (p + m)/√2 and d = (p − m)/√2 the matrix has two blocks, P + Q and 2M + P − Q.
 */
final class SplitSignRelaxation implements RatioRelaxation {

    /** Directions with less than this share of their square in d are those of s. */
    private static final double IN_D = 0.5;

    private final GramMatrix gram;
    private final int n;
    private final double root;
    private final double[] objective;
    private final RatioBlock block;
    private final double[] diagonal;

    /** Takes what {@link SquareRelaxation} takes; the gauge has a 1-norm and no sign. */
    SplitSignRelaxation(GramMatrix gram, double euclidean, BlockPenalty gauge, double kappa) {
        this.gram = gram;
        this.n = gram.order();
        this.root = euclidean * (gauge.euclidean() + gauge.one() * kappa);
        this.block = new RatioBlock(0, 2 * n, n, n, kappa * kappa, true);
        this.diagonal = new double[n];
        this.objective = new double[Math.multiplyExact(2, n * n)];
        for (int at = 0; at < n * n; at++) {
            objective[n * n + at] = 2 * gram.matrix()[at];
        }
    }

    @Override
    public int order() {
        return 2 * n;
    }

    /** The blocks of s and of d. */
    @Override
    public int[] blocks() {
        return new int[] {n, n};
    }

    @Override
    public double[] objective() {
        return objective;
    }

    @Override
    public int multiplierLength() {
        return 2 * n * n;
    }

    @Override
    public void lift(double[] k, double[] y) {
        int square = n * n;
        for (int at = 0; at < square; at++) {
            y[at] = k[at] + k[square + at];
            y[square + at] = k[at] - k[square + at];
        }
    }

    @Override
    public void addAdjoint(double[] t, double[] h) {
        int square = n * n;
        for (int at = 0; at < square; at++) {
            double p = t[at];
            double q = t[square + at];
            h[at] += p + q;
            h[square + at] += p - q;
        }
    }

    @Override
    public double norm() {
        return Rounding.up(Math.sqrt(2));
    }

    @Override
    public void proximal(double[] t, double step) {
        setDiagonalAside(t);
        block.proximal(t, step);
        for (int j = 0; j < n; j++) {
            t[n * n + j * (n + 1)] = diagonal[j];
        }
    }

    @Override
    public double cost(double[] t) {
        return Rounding.up(block.radius() * size(t));
    }

    private double size(double[] t) {
        setDiagonalAside(t);
        double size = block.size(t);
        for (int j = 0; j < n; j++) {
            t[n * n + j * (n + 1)] = diagonal[j];
        }
        return size;
    }

    /** Sets the diagonal of Q to 0, which is never cut. */
    private void setDiagonalAside(double[] t) {
        for (int j = 0; j < n; j++) {
            int at = n * n + j * (n + 1);
            diagonal[j] = t[at];
            t[at] = 0;
        }
    }

    @Override
    public double operations() {
        return 20.0 * n * n;
    }

    @Override
    public double goal(double polar) {
        return polar * root * polar * root;
    }

    @Override
    public double polar(double value) {
        return Math.sqrt(Math.max(0, value)) / root;
    }

    /** The matrix K of vectors v̂ with weights, half for |v̂| and half for v̂. */
    static double[] primalOf(Panel directions, double[] weights) {
        int n = directions.rows();
        double[] k = new double[2 * n * n];
        for (int c = 0; c < directions.columns(); c++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double product =
                            0.5 * weights[c] * (directions.get(i, c) * directions.get(j, c));
                    k[i * n + j] += Math.abs(product);
                    k[n * n + i * n + j] += product;
                }
            }
        }
        return k;
    }

    /** Of the two blocks, by a factorization each. */
    @Override
    public RatioLine line(double[] t, double estimate, Scratch scratch, Runnable checkpoint) {
        int square = n * n;
        double[] s = new double[square];
        double[] d = new double[square];
        double sizes = 0;
        for (int at = 0; at < square; at++) {
            s[at] = t[at] + t[square + at];
            d[at] = 2 * gram.matrix()[at] + (t[at] - t[square + at]);
        }
        sizes += GramMatrix.norm(s) + GramMatrix.norm(d) + 2 * GramMatrix.norm(gram.matrix());
        double largest =
                Math.max(
                        RatioRelaxation.largest(s, n, estimate, scratch, checkpoint),
                        RatioRelaxation.largest(d, n, estimate, scratch, checkpoint));
        double error = Rounding.up(4 * Rounding.UNIT * sizes + 2 * gram.error());
        return RatioLine.ofSquare(Rounding.up(largest + error), size(t));
    }

    /** The d of the directions that have most of theirs there. */
    @Override
    public Panel starts(Panel directions, int most) {
        Panel starts = Panel.zeros(n, Math.min(most, directions.columns()));
        int count = 0;
        for (int c = 0; c < directions.columns() && count < starts.columns(); c++) {
            double square = 0;
            for (int i = 0; i < n; i++) {
                square += directions.get(n + i, c) * directions.get(n + i, c);
            }
            if (square < IN_D) {
                continue;
            }
            for (int i = 0; i < n; i++) {
                starts.set(i, count, directions.get(n + i, c));
            }
            count++;
        }
        return Panels.leadingColumns(starts, count);
    }
}
