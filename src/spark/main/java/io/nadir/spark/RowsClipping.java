package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.matrix.map.ShiftedDual;
import io.nadir.matrix.polar.ClippedDualBound;
import io.nadir.matrix.polar.ProvedGap;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.PolarOracle.Witnesses;

import java.util.Arrays;
import java.util.List;

/**
 * The core's {@link ClippedDualBound} of distributed rows under weighted squares whose zeros count.
 * With the right singular vectors Q of G above λ, A = G·(I + Q·diag(λ/σ − 1)·Qᵀ): a partition forms
 * the rows of A that belong to its own rows of G, and the driver adds up their parts of −⟨A, Y⟩, Σ
 * a²/w and AᵀA in the order of the partitions. Two passes, one for GᵀG and one for A; both return
 * n²/2 numbers from each partition.
 *
 * <p>Rounding: the sums of a partition are those of the core with their bounds. A term of AᵀA goes
 * through as many more roundings as there are partitions, which {@link ShiftedDual#gramErrorUp}
 * counts in each of them; the other sums have terms of one sign, or of known size.
 */
final class RowsClipping implements ClippedDualBound.Gradient {
    /** Passes over the data that the bound takes. */
    static final int PASSES = 2;

    /** The most right singular vectors that are appended at once. */
    private static final int MOST_WITNESSES = 512;

    /** The share of the heap that the matrices of the partitions may take on the driver. */
    private static final double SHARE_OF_HEAP = 0.25;

    private final RowsPoint point;
    private final RowsMap map;
    private final int n;
    private final int partitions;
    private final ClippedDualBound bound;

    RowsClipping(RowsPoint point) {
        this.point = point;
        this.map = point.objective().map();
        this.n = map.passes().rows().columns();
        this.partitions = map.passes().rows().partitions();
        this.bound = new ClippedDualBound(this, point.value());
    }

    /** Whether there is such a bound, and its cost is bearable. */
    static boolean applies(RowsMap map) {
        SparkProblem problem = map.passes().problem();
        DistributedRows rows = problem.rows();
        return problem.loss().isQuadratic()
                && problem.offsetTerms() == null
                && !problem.nonNegative()
                && rows.isClippable()
                && rows.columns() <= ClippedDualBound.LARGEST
                && returned(rows) <= SHARE_OF_HEAP * Runtime.getRuntime().maxMemory()
                && DriverMemory.isReturnable(rows, returned(rows));
    }

    /** The bytes that reach the driver in a pass. */
    private static long returned(DistributedRows rows) {
        int count = rows.partitions();
        int parts = count <= OrderedSums.DIRECT ? count : OrderedSums.groups(count);
        return 8L * parts * ClippedBlock.length(rows.columns());
    }

    /** {@link ClippedDualBound#bound}. */
    Proof bound(double target) {
        return bound.bound(target);
    }

    @Override
    public Panel gram() {
        map.checkCancelled();
        map.passes().names().describe("Gram matrix of the gradient");
        Partial sum = map.passes().compute(point.v(), Partial.none(0, 0, 0), 0, ClippedBlock::gram);
        return ClippedBlock.unpacked(sum.small(), n);
    }

    @Override
    public ClippedDualBound.Clipped clip(Panel units, double[] shares, Panel gram) {
        map.checkCancelled();
        map.passes().names().describe("dual point, " + shares.length + " values clipped");
        Partial sum = map.passes().clipped(point.v(), Partial.unpadded(units), shares);
        double[] sums = sum.sums();
        double up = 1 + 2 * Rounding.gamma(partitions + 2.0);
        double pairing =
                Rounding.down(
                        sums[ClippedBlock.PAIRING]
                                - Rounding.up((up - 1) * sums[ClippedBlock.PAIRING_SIZE]));
        ShiftedDual dual =
                new ShiftedDual(
                        pairing,
                        Rounding.up(sums[ClippedBlock.SQUARES] * up),
                        Rounding.up(sums[ClippedBlock.DISTANCE] * up),
                        0,
                        0);
        double moved =
                Rounding.up(
                        Math.sqrt(Rounding.up(sums[ClippedBlock.MOVED] * up))
                                * SpectralNorm.frobenius(units));
        double value = Math.max(sums[ClippedBlock.VALUE] * up, point.value().value());
        double theta = point.value().lambda() * point.value().theta();
        ProvedGap gap =
                ProvedGap.ofWeightedSquares(
                        map.data(),
                        point.value().lambda(),
                        Rounding.up(value),
                        Math.max(new RowsProof(point).penaltyUp(), theta),
                        Rounding.up(sums[ClippedBlock.GRADIENT_ERROR] * up + moved),
                        dual);
        return new ClippedDualBound.Clipped(
                gap,
                ClippedBlock.unpacked(sum.small(), n),
                Rounding.up(sums[ClippedBlock.GRAM_ERROR] * up));
    }

    @Override
    public PanelProducts products() {
        return point.products();
    }

    @Override
    public void checkCancelled() {
        map.checkCancelled();
    }

    /** The right singular vectors above λ outside the directions of X, from {@link #bound}. */
    Witnesses witnesses() {
        PanelProducts products = point.products();
        Panel span = bound.clippedUnits(MOST_WITNESSES);
        products.removeComponents(point.settled().directions(), span);
        Panel basis = products.orthonormalBasis(span);
        SmallDense.Eigen eigen =
                SmallDense.symmetricEigen(products.transposeMultiply(basis, point.gram(basis)));
        double[] polar = eigen.values().clone();
        int count = 0;
        while (count < polar.length && polar[count] > 1) {
            polar[count] = Math.sqrt(polar[count]);
            count++;
        }
        Panel vectors = products.multiply(basis, Panels.leadingColumns(eigen.vectors(), count));
        return new Witnesses(List.of(vectors), Arrays.copyOf(polar, count), 1);
    }
}
