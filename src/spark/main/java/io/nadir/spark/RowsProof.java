package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.CholeskyBound;
import io.nadir.certify.bound.ProofMemory;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.Rounding;
import io.nadir.loss.Loss;
import io.nadir.matrix.polar.ClippedDualBound;
import io.nadir.matrix.polar.EntrySums;
import io.nadir.matrix.polar.EntryTotals;
import io.nadir.matrix.polar.ProvedBound;
import io.nadir.matrix.polar.ProvedGap;
import io.nadir.model.PointValue;
import io.nadir.model.PolarOracle.Proof;

import org.jspecify.annotations.Nullable;

/**
 * A bound of the gap of distributed rows that includes every rounding error, by the core's {@link
 * CholeskyBound} of GᵀG.
 *
 * <p>The columns of GᵀG come from passes with unit vectors e_j, 64 at a time: G·e_j is a column of
 * G, to which nothing is added but zeros, and Gᵀ·(G·e_j) is a sum of m products, added up in any
 * order over the rows of a partition and then over the P partitions. So |fl(GᵀG) − GᵀG| ≤ γ_(m +
 * P)·|G|ᵀ|G|, as for a Gram matrix in one heap.
 *
 * <p>ℓ, ‖G‖ and ⟨G, Y⟩ are sums of the core's {@link EntrySums} over the rows of each partition. G
 * may have other bits there than in the products: both are within the same distance of ∇ℓ(Y, U·Vᵀ).
 */
final class RowsProof {
    /** The largest number of columns of a matrix that fits into one array. */
    static final int LARGEST_SIDE = 46_000;

    /** Columns of the Gram matrix that one pass finds. */
    private static final int UNIT_VECTORS = 64;

    private final RowsPoint point;
    private final RowsMap map;
    private final int n;

    RowsProof(RowsPoint point) {
        this.point = point;
        this.map = point.objective().map();
        this.n = map.passes().rows().columns();
    }

    /** Why there is no proof, as the end of a message; null if there is one. */
    static @Nullable String obstacle(RowsMap map) {
        DistributedRows rows = map.passes().rows();
        Loss loss = Loss.ofEntries(map.loss());
        if (rows.columns() > LARGEST_SIDE) {
            return "a proof takes a matrix of %,d x %,d, allowed are %,d columns at most"
                    .formatted(rows.columns(), rows.columns(), LARGEST_SIDE);
        }
        if (rows.rows() + rows.columns() > Integer.MAX_VALUE / 2) {
            return "there are %,d rows, allowed for a proof are %,d at most"
                    .formatted(rows.rows(), Integer.MAX_VALUE / 2);
        }
        if (map.passes().problem().offsetTerms() != null) {
            return "there are offsets";
        }
        if (rows.kernels().size() > 1) {
            return "executors have different kernels: " + String.join("; ", rows.kernels());
        }
        if (!rows.hasEntries()) {
            return RowsClipping.applies(map)
                    ? null
                    : "zeros that are not listed count, allowed for a proof are %,d columns then"
                                    .formatted(ClippedDualBound.LARGEST)
                            + " at most, weights from 2^-200, and matrices of the partitions that"
                            + " fit into the driver";
        }
        if (!(loss.quadraticDualScale() >= 1)) {
            return "the dual of the loss " + loss.name() + " is not quadratic";
        }
        return ProvedGap.obstacle(loss);
    }

    /** GᵀG and the matrix that is factored. */
    static ProofMemory memory(RowsMap map) {
        double side = map.passes().rows().columns();
        return new ProofMemory(2, side * side);
    }

    /**
     * Tries to prove a gap of at most {@code target}: n/64 passes, and n³/3 flops on the driver.
     */
    Proof prove(double target) {
        PointValue value = point.value();
        int partitions = map.passes().rows().blocks().getNumPartitions();
        double chain = (double) map.rows() + n + partitions;
        EntrySums sums = EntrySums.of(map, chain, totals());
        double forming = Rounding.up(Rounding.gamma(point.rank()) * norms(chain));
        // From A to the gradient, and from there to the matrix of the products.
        double distance =
                Rounding.up(2 * sums.gradientErrorUp(Rounding.up(map.curvature() * forming)));
        ProvedGap gap = ProvedGap.of(sums, value, forming, penaltyUp(chain), distance, 1);
        Panel gram = gram();
        double trace = 0;
        for (int j = 0; j < n; j++) {
            trace += gram.get(j, j);
        }
        int longSide = Math.toIntExact(map.rows() + partitions);
        double square = Rounding.up(trace * (1 + 2 * Rounding.gamma((double) n + longSide)));
        CholeskyBound cholesky =
                new CholeskyBound(gram, longSide, square, new Scratch(), map::checkCancelled);
        double frobenius = Rounding.up(Math.sqrt(square));
        return ProvedBound.prove(gap, value.lambda(), frobenius, cholesky, target);
    }

    /** ‖U‖_F·‖V‖_F from above. */
    private double norms(double chain) {
        double square = point.squareOfU() * (1 + 2 * Rounding.gamma(chain)) + tiny();
        return Rounding.up(Rounding.up(Math.sqrt(square)) * SpectralNorm.frobenius(point.v()));
    }

    /** λΘ from above. */
    double penaltyUp() {
        return penaltyUp((double) map.rows() + n + map.passes().rows().partitions());
    }

    private double penaltyUp(double chain) {
        if (point.rank() == 0) {
            return 0;
        }
        double norm = SpectralNorm.frobenius(point.v());
        double total =
                Rounding.up(point.squareOfU() * (1 + 2 * Rounding.gamma(chain)) + tiny())
                        + Rounding.up(norm * norm);
        return Rounding.up(0.5 * point.objective().lambda() * Rounding.up(total));
    }

    /** What squares below the smallest number may add up to. */
    private double tiny() {
        return (double) map.rows() * point.rank() * Double.MIN_NORMAL;
    }

    private EntryTotals totals() {
        return EntryTotals.of(map.passes().totals(point.v()));
    }

    /** GᵀG, from passes with unit vectors; each with as many, so that G has the same bits. */
    Panel gram() {
        Panel gram = Panel.zeros(n, n);
        int width = Math.min(UNIT_VECTORS, n);
        for (int first = 0; first < n; first += width) {
            Panel units = Panel.zeros(n, width);
            int count = Math.min(width, n - first);
            for (int j = 0; j < count; j++) {
                units.set(first + j, j, 1);
            }
            Panel columns = point.unscaledGram(units);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < count; j++) {
                    gram.set(i, first + j, columns.get(i, j));
                }
            }
        }
        return gram;
    }
}
