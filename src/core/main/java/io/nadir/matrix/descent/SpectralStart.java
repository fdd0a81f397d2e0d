package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.certify.bound.BlockKrylov;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.SmallDense;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A point of a given rank from the leading singular triplets (σ, p, q) of −∇ℓ at X = 0, which is Y
 * for the squared loss.
 *
 * <p>There is one column for each, with the maximizers u of ⟨p, u⟩ and v of ⟨q, v⟩ over the gauges.
 * Of (p, q) and (−p, −q) the pair of larger value is taken. For Euclidean norms this is the
 * truncated singular value decomposition, and for nonnegative factors the start of Boutsidis and
 * Gallopoulos ("SVD based initialization", Pattern Recognition 41, 2008).
 *
 * <p>Where singular vectors are not the solution, and all entries have the squared loss, {@link
 * ColumnDescent} follows on the truncated decomposition of Y in place of Y, from these columns and
 * from random ones; the best result is taken. A step there costs a small part of one with Y.
 */
public final class SpectralStart {
    private static final int BLOCK = 8;

    /** Vectors of the Krylov space for each triplet that is wanted, and beyond that. */
    private static final int VECTORS_EACH = 2;

    private static final int MORE_VECTORS = 32;

    /** Random starts beside the spectral one. */
    private static final int RANDOM_STARTS = 3;

    /** Steps before the best start is chosen, and then. */
    private static final int FIRST_STEPS = 20;

    private static final int MOST_STEPS = 200;

    /** The relative decrease in a step at which descent ends. */
    private static final double SETTLED = 1e-6;

    private final Objective<MatrixMap> objective;
    private final MatrixMap map;
    private final RandomGenerator random;
    private final PanelProducts products = new PanelProducts();
    private final Factors none;

    private SpectralStart(Objective<MatrixMap> objective, long seed) {
        this.objective = objective;
        this.map = objective.map();
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.none = Factors.empty(map.dimensions());
    }

    /**
     * Returns a point with at most {@code rank} columns, fewer if others would be worth less than
     * their penalty.
     *
     * @param objective with a quadratic loss and with gauges
     */
    public static Factors of(Objective<MatrixMap> objective, int rank, long seed) {
        return new SpectralStart(objective, seed).find(rank);
    }

    private Factors find(int rank) {
        Panel empty = Panel.zeros(map.columns(), 0);
        BlockKrylov krylov =
                new BlockKrylov(this::applyGram, map.rows(), empty, BLOCK, random, products);
        double wanted = VECTORS_EACH * (double) rank + MORE_VECTORS;
        while (!krylov.ended() && krylov.dimension() < wanted) {
            krylov.step();
        }
        SmallDense.Eigen pairs = krylov.ritz();
        int known = krylov.dimension();
        Panel left = krylov.products(pairs, known);
        Panel right = krylov.vectors(pairs, known);
        Factors start = none.copy();
        for (int i = 0; i < Math.min(rank, known); i++) {
            append(left, right, i, start);
        }
        return map.hasFastGram() && !objective.regularizer().isNuclear()
                ? descend(start, rank, new LowRankProducts(left, right))
                : start;
    }

    private void applyGram(Panel q, Panel t, Panel s) {
        map.checkCancelled();
        if (map.hasFastGram()) {
            map.gram(none, q, t, s);
        } else {
            map.residualGram(none, q, t, s);
        }
    }

    /** Appends the better column for σp in {@code left} and q in {@code right}. */
    private void append(Panel left, Panel right, int i, Factors start) {
        Pair plus = pair(left, right, i, 1);
        Pair minus = pair(left, right, i, -1);
        Pair best = minus.value > plus.value ? minus : plus;
        double excess = best.value - objective.lambda();
        if (excess > 0) {
            double scale = Math.sqrt(excess / best.square());
            start.append(List.of(column(best.u), column(best.v)), 0, scale);
        }
    }

    private Pair pair(Panel left, Panel right, int i, double sign) {
        double[] u = column(left, i, sign);
        double[] v = column(right, i, sign);
        return new Pair(u, v, polarize(0, u) * polarize(1, v));
    }

    private double polarize(int k, double[] z) {
        Gauge gauge = objective.regularizer().gauge(k);
        return gauge.polarize(z, 0, 1, z.length);
    }

    /** The best point after some steps from several starts, and then more steps. */
    private Factors descend(Factors spectral, int rank, LowRankProducts data) {
        Run best = new Run(spectral, new ColumnDescent(objective, data));
        best.step(FIRST_STEPS);
        for (int i = 0; i < RANDOM_STARTS; i++) {
            Run other = new Run(randomColumns(rank), new ColumnDescent(objective, data));
            other.step(FIRST_STEPS);
            best = other.value < best.value ? other : best;
        }
        best.step(MOST_STEPS);
        return best.w;
    }

    /** V at random, as the gauge has it; a step begins with U. */
    private Factors randomColumns(int rank) {
        Factors w = none.copy();
        for (int i = 0; i < rank; i++) {
            double[] v = new double[map.columns()];
            for (int j = 0; j < v.length; j++) {
                v[j] = random.nextGaussian();
            }
            polarize(1, v);
            w.append(List.of(Panel.zeros(map.rows(), 1), column(v)), 0, 1);
        }
        return w;
    }

    private static double[] column(Panel panel, int i, double sign) {
        double[] column = new double[panel.rows()];
        for (int j = 0; j < column.length; j++) {
            column[j] = sign * panel.get(j, i);
        }
        return column;
    }

    private static Panel column(double[] values) {
        Panel column = Panel.zeros(values.length, 1);
        for (int j = 0; j < values.length; j++) {
            column.set(j, 0, values[j]);
        }
        return column;
    }

    /** A descent on the data of low rank. */
    private static final class Run {
        private final Factors w;
        private final ColumnDescent descent;
        private double value = Double.POSITIVE_INFINITY;

        Run(Factors w, ColumnDescent descent) {
            this.w = w;
            this.descent = descent;
        }

        void step(int most) {
            for (int i = 0; i < most; i++) {
                double before = value;
                value = descent.step(w);
                if (before - value <= SETTLED * value) {
                    return;
                }
            }
        }
    }

    /**
     * A column.
     *
     * @param value ⟨σpqᵀ, uvᵀ⟩
     */
    private record Pair(double[] u, double[] v, double value) {
        /** ‖uvᵀ‖². */
        double square() {
            return sumOfSquares(u) * sumOfSquares(v);
        }

        private static double sumOfSquares(double[] x) {
            double sum = 0;
            for (double element : x) {
                sum += element * element;
            }
            return sum;
        }
    }
}
