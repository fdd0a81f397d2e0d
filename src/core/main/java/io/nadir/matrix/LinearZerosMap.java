package io.nadir.matrix;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryPlan;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SparseKernels;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BoundLoss;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The map of a sparse matrix whose unlisted entries are zeros, under a loss with ℓ(0, x) = α + β·x
 * ({@link Loss#isLinearAtZero}). Let a_i·b_j be the weight of an entry that is not listed, w those
 * of the listed ones, and N the sum of a_i·b_j over the entries that are not listed. With X = UVᵀ,
 * ℓ = αN + β·(Σ a_i·u_i)ᵀ(Σ b_j·v_j) + Σ over the listed entries of w·ℓ(y, x) − ab·β·x, and G =
 * β·abᵀ + S with an entry of S for each listed one. Neither X nor G is formed: a pass costs
 * O(entries + (m + n)·r) for each column that G is multiplied with.
 */
final class LinearZerosMap extends MatrixMap {
    private static final DenseKernels DENSE = Kernels.get();
    private static final SparseKernels KERNELS = Kernels.sparse();

    private final SparseEntries y;

    /** The data with weights; null if all of them are 1. */
    private final @Nullable WeightedSparseMatrix weighted;

    /** The weights a and b of the rows and columns. */
    private final double[] rowWeights;

    private final double[] columnWeights;

    /** α and β. */
    private final double constant;

    private final double slope;

    /** The sum of the weights of the entries that are not listed. */
    private final double unlisted;

    private final Listed listed;
    private final double[] s;
    private final double[] sByColumn;
    private final SparseProducts rowProducts;
    private final SparseProducts columnProducts;
    private final CoordinateSweeps coordinates;

    LinearZerosMap(SparseMatrix data, Loss loss, int threads, @Nullable Executor executor) {
        this(data, data.entries(), null, loss, threads, executor);
    }

    LinearZerosMap(WeightedSparseMatrix data, Loss loss, int threads, @Nullable Executor executor) {
        this(data, data.entries(), data, loss, threads, executor);
    }

    private LinearZerosMap(
            MatrixData data,
            SparseEntries entries,
            @Nullable WeightedSparseMatrix weighted,
            Loss loss,
            int threads,
            @Nullable Executor executor) {
        super(data, data.rows(), data.columns(), loss, data.largestWeight(), threads, executor);
        this.y = entries;
        this.weighted = weighted;
        this.rowWeights = weighted == null ? ones(rows()) : weighted.rowWeights();
        this.columnWeights = weighted == null ? ones(columns()) : weighted.columnWeights();
        BoundLoss.of(loss, y.values(), y.count(), null, y::place);
        this.constant = loss.value(0, 0);
        this.slope = loss.derivative(0, 0);
        double[] listedWeights = weighted == null ? null : weighted.weights();
        double[] base = weighted == null ? null : weighted.weightsIfUnlisted();
        this.listed = new Listed(loss, slope, listedWeights, base);
        this.unlisted = unlisted();
        this.s = new double[y.count()];
        this.sByColumn = new double[y.count()];
        this.rowProducts = new SparseProducts(y.byRow(), workers());
        this.columnProducts = new SparseProducts(y.byColumn(), workers());
        this.coordinates =
                new CoordinateSweeps(
                        loss,
                        y,
                        listedWeights,
                        weighted == null
                                ? CoordinateSweeps.Zeros.ofWeightOne(slope)
                                : new CoordinateSweeps.Zeros(slope, rowWeights, columnWeights),
                        workers());
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        double value = listedPass(listed, w, b, gb);
        for (int e = 0; e < sByColumn.length; e++) {
            sByColumn[e] = s[y.numbers()[e]];
        }
        columnProducts.multiply(sByColumn, c, gc);
        addSums(b, columnWeights, gb, rowWeights);
        addSums(c, rowWeights, gc, columnWeights);
        return Math.max(0, value + unlisted * constant + slope * total(w));
    }

    /** Adds β·(ab)ᵀ times a factor: each row gets its weight times the weighted sums of columns. */
    private void addSums(Panel factor, double[] weights, Panel product, double[] productWeights) {
        for (int j = 0; j < factor.columns(); j++) {
            double sum = slope * columnSum(factor, weights, j);
            for (int i = 0; i < product.rows(); i++) {
                product.set(i, j, product.get(i, j) + productWeights[i] * sum);
            }
        }
    }

    private static double columnSum(Panel factor, double[] weights, int j) {
        double sum = 0;
        for (int i = 0; i < factor.rows(); i++) {
            sum += weights[i] * factor.get(i, j);
        }
        return sum;
    }

    /** The sum of the weights that all entries would have if none were listed. */
    private double all() {
        return Arrays.stream(rowWeights).sum() * Arrays.stream(columnWeights).sum();
    }

    /** The sum of the elements of X under these weights. */
    private double total(Factors w) {
        double sum = 0;
        for (int j = 0; j < w.rank(); j++) {
            sum += columnSum(w.block(0), rowWeights, j) * columnSum(w.block(1), columnWeights, j);
        }
        return sum;
    }

    /** S by rows, and S·B; returns the sum of the function over the listed entries. */
    private double listedPass(ElementwiseLoss function, Factors w, Panel b, Panel sb) {
        EntryPlan plan = rowProducts.plan();
        double[] values = new double[plan.size()];
        workers()
                .run(
                        plan.size(),
                        (chunk, context) ->
                                values[chunk] =
                                        KERNELS.residualGradient(
                                                function,
                                                y.byRow(),
                                                y.values(),
                                                plan.from(chunk),
                                                plan.to(chunk),
                                                w.block(0),
                                                w.block(1),
                                                b,
                                                s,
                                                sb));
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    @Override
    public void residualGram(Factors w, Panel b, Panel t, Panel g) {
        Panel none = Panel.zeros(rows(), 0);
        residual(w, b, none, t, Panel.zeros(columns(), 0));
        DENSE.scale(-1, t.data(), 0, t.data().length);
        columnProducts.multiply(sByColumn, t, g);
        addSums(t, rowWeights, g, columnWeights);
        DENSE.scale(-1, g.data(), 0, g.data().length);
    }

    /** All m·n entries: zeros count. */
    @Override
    public void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor) {
        if (weighted == null) {
            y.visitAll(w, transposed, this::checkCancelled, visitor);
        } else {
            weighted.visitAll(w, transposed, this::checkCancelled, visitor);
        }
    }

    /** Returns what is added for all entries, of which a part is subtracted for the listed ones. */
    @Override
    public double cancellation(Factors w) {
        double added = listed.base == null ? unlisted : all();
        return 2 * (added * constant + Math.abs(slope) * total(w));
    }

    /** {@inheritDoc} At an unlisted entry the gradient is β, but for its weight. */
    @Override
    public double dualValue(Factors w, double factor) {
        Panel noRight = Panel.zeros(columns(), 0);
        Panel noLeft = Panel.zeros(rows(), 0);
        ElementwiseLoss dual = new BoundLoss(loss(), listed.weights).dual(factor);
        double zeros = unlisted == 0 ? 0 : unlisted * loss().dualValue(0, factor * slope);
        return listedPass(dual, w, noRight, noLeft) + zeros;
    }

    private double unlisted() {
        if (listed.base == null) {
            return (double) rows() * columns() - y.count();
        }
        boolean isFull = y.count() == (long) rows() * columns();
        return isFull ? 0 : Math.max(0, all() - Arrays.stream(listed.base).sum());
    }

    @Override
    public boolean hasCoordinateSweeps() {
        return loss().hasConcaveDerivative();
    }

    @Override
    public void sweepCoordinates(Factors w, int k, double[] square, double[] linear) {
        coordinates.sweep(w, k, square, linear);
    }

    /**
     * w·ℓ(y, x) − ab·β·x, whose derivatives are the entries of S.
     *
     * @param weights w, and {@code base} ab; both null if all are 1
     */
    private record Listed(
            Loss loss, double slope, double @Nullable [] weights, double @Nullable [] base)
            implements ElementwiseLoss {
        @Override
        public double gradientInPlace(
                double[] data, int dataOffset, double[] x, int xOffset, int length) {
            if (weights != null && base != null) {
                return weighted(weights, base, data, dataOffset, x, xOffset, length);
            }
            double zeros = 0;
            for (int i = xOffset; i < xOffset + length; i++) {
                zeros += slope * x[i];
            }
            double value = loss.gradientInPlace(data, dataOffset, x, xOffset, length);
            for (int i = xOffset; i < xOffset + length; i++) {
                x[i] -= slope;
            }
            return value - zeros;
        }

        private double weighted(
                double[] own,
                double[] zero,
                double[] data,
                int dataOffset,
                double[] x,
                int xOffset,
                int length) {
            double zeros = 0;
            for (int i = 0; i < length; i++) {
                zeros += zero[dataOffset + i] * (slope * x[xOffset + i]);
            }
            double value = loss.weightedGradientInPlace(data, dataOffset, own, x, xOffset, length);
            for (int i = 0; i < length; i++) {
                x[xOffset + i] -= slope * zero[dataOffset + i];
            }
            return value - zeros;
        }
    }
}
