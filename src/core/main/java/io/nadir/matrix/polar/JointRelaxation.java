package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.model.BlockPenalty;

import java.util.List;

/**
 * max ûᵀZv̂ over unit vectors with ‖û‖₁ = κ, ‖v̂‖₁ = μ, and signs, for gauges neither of whose
 * sides can be eliminated. With k = (û, v̂)/√2 it is kᵀCk, C = [0 Z; Zᵀ 0], and a multiplier T has
 * a part for each block of kkᵀ, whose magnitudes sum up to κ²/2, μ²/2 and κμ/2; a block of which no
 * element can be negative is bounded from one side only. A last multiplier τ stands for ‖û‖ = ‖v̂‖.
 *
 * <p>From C + T + τ·diag(I, −I) ≤ Λ, for vectors of any lengths, 2ûᵀZv̂ ≤ (Λ − τ + ν₁κ²)·p + (Λ + τ
 * + ν₂μ²)/p + 2ν₃κμ for every p &gt; 0; the best p gives the {@link RatioLine}.
 */
final class JointRelaxation implements RatioRelaxation {
    private static final DenseKernels KERNELS = Kernels.get();

    private final int m;
    private final int n;
    private final int side;
    private final double[] objective;
    private final double gauges;
    private final RatioBlock first;
    private final RatioBlock second;
    private final RatioBlock both;

    /** What the balance is multiplied by, so that it weighs as much as one of the blocks. */
    private final double unit;

    /**
     * Takes Z.
     *
     * @param z without padding
     * @param kappa ‖û‖₁, 1 if its gauge has no 1-norm
     * @param mu ‖v̂‖₁ likewise
     */
    JointRelaxation(Panel z, BlockPenalty left, BlockPenalty right, double kappa, double mu) {
        this.m = z.rows();
        this.n = z.columns();
        this.side = m + n;
        this.gauges =
                (left.euclidean() + left.one() * kappa) * (right.euclidean() + right.one() * mu);
        this.objective = joined(z);
        boolean signs = left.nonNegative() && right.nonNegative();
        double one = left.one() > 0 ? kappa : 0;
        double other = right.one() > 0 ? mu : 0;
        this.first = new RatioBlock(0, m, m, side, 0.5 * one * one, left.nonNegative());
        this.second =
                new RatioBlock(
                        m * (side + 1), n, n, side, 0.5 * other * other, right.nonNegative());
        this.both = new RatioBlock(m, m, n, side, 0.5 * one * other, signs);
        this.unit = 1 / Math.sqrt(side);
    }

    private double[] joined(Panel z) {
        double[] c = new double[Math.multiplyExact(side, side)];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                c[i * side + m + j] = z.get(i, j);
                c[(m + j) * side + i] = z.get(i, j);
            }
        }
        return c;
    }

    @Override
    public int order() {
        return side;
    }

    @Override
    public double[] objective() {
        return objective;
    }

    /** T, and τ in units of {@code unit}. */
    @Override
    public int multiplierLength() {
        return side * side + 1;
    }

    @Override
    public void lift(double[] k, double[] y) {
        System.arraycopy(k, 0, y, 0, k.length);
        double balance = 0;
        for (int i = 0; i < side; i++) {
            balance += i < m ? k[i * (side + 1)] : -k[i * (side + 1)];
        }
        y[k.length] = unit * balance;
    }

    @Override
    public void addAdjoint(double[] t, double[] h) {
        KERNELS.axpy(1, t, 0, h, 0, h.length);
        double balance = unit * t[h.length];
        for (int i = 0; i < side; i++) {
            h[i * (side + 1)] += i < m ? balance : -balance;
        }
    }

    @Override
    public double norm() {
        return Rounding.up(Math.sqrt(2));
    }

    @Override
    public void proximal(double[] t, double step) {
        for (RatioBlock block : List.of(first, second, both)) {
            block.proximal(t, step);
        }
        for (int i = 0; i < m; i++) {
            for (int j = m; j < side; j++) {
                t[j * side + i] = t[i * side + j];
            }
        }
    }

    @Override
    public double cost(double[] t) {
        double ratios = first.radius() * first.size(t) + second.radius() * second.size(t);
        return Rounding.up(ratios + 2 * both.radius() * both.size(t));
    }

    @Override
    public double goal(double polar) {
        return polar * gauges;
    }

    @Override
    public double polar(double value) {
        return Math.max(0, value) / gauges;
    }

    @Override
    public RatioLine line(double[] t, double estimate, Scratch scratch, Runnable checkpoint) {
        for (RatioBlock block : List.of(first, second, both)) {
            if (block.radius() == 0 && block.size(t) > 0) {
                return RatioLine.ofSquare(Double.POSITIVE_INFINITY, 0);
            }
        }
        double[] h = objective.clone();
        addAdjoint(t, h);
        double largest = RatioRelaxation.largest(h, side, estimate, scratch, checkpoint);
        double balance = unit * t[side * side];
        // Two additions for each element of the diagonal, one elsewhere.
        double sizes = GramMatrix.norm(h) + Math.abs(balance) * side;
        double top = Rounding.up(largest + 4 * Rounding.UNIT * sizes);
        return new RatioLine(
                Math.max(0, Rounding.plusUp(top, -balance)),
                first.size(t),
                Math.max(0, Rounding.plusUp(top, balance)),
                second.size(t),
                both.size(t));
    }

    /** The v of the directions. */
    @Override
    public Panel starts(Panel directions, int most) {
        int count = Math.min(most, directions.columns());
        Panel starts = Panel.zeros(n, count);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < count; j++) {
                starts.set(i, j, directions.get(m + i, j));
            }
        }
        return starts;
    }
}
