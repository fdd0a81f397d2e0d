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

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The map of a sparse matrix whose unlisted entries are zeros, under a loss with ℓ(0, x) = a + b·x
 * ({@link Loss#isLinearAtZero}). With X = UVᵀ and N listed entries, ℓ = (mn − N)a + b·(Σ_i
 * u_i)ᵀ(Σ_j v_j) + Σ over the listed entries of ℓ(y, x) − b·x, and G = b·11ᵀ + S with an entry of S
 * for each listed one. Neither X nor G is formed: a pass costs O(entries + (m + n)·r) for each
 * column that G is multiplied with.
 */
final class LinearZerosMap extends MatrixMap {
    private static final DenseKernels DENSE = Kernels.get();
    private static final SparseKernels KERNELS = Kernels.sparse();

    private final SparseEntries y;

    /** a and b. */
    private final double constant;

    private final double slope;
    private final Listed listed;
    private final double[] s;
    private final double[] sByColumn;
    private final SparseProducts rowProducts;
    private final SparseProducts columnProducts;
    private final CoordinateSweeps coordinates;

    LinearZerosMap(SparseMatrix data, Loss loss, int threads, @Nullable Executor executor) {
        super(data, data.rows(), data.columns(), loss, 1, threads, executor);
        this.y = data.entries();
        BoundLoss.of(loss, y.values(), y.count(), null, y::place);
        this.constant = loss.value(0, 0);
        this.slope = loss.derivative(0, 0);
        this.listed = new Listed(loss, slope);
        this.s = new double[y.count()];
        this.sByColumn = new double[y.count()];
        this.rowProducts = new SparseProducts(y.byRow(), workers());
        this.columnProducts = new SparseProducts(y.byColumn(), workers());
        this.coordinates = new CoordinateSweeps(loss, y, null, slope, workers());
    }

    @Override
    public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        double value = listedPass(listed, w, b, gb);
        for (int e = 0; e < sByColumn.length; e++) {
            sByColumn[e] = s[y.numbers()[e]];
        }
        columnProducts.multiply(sByColumn, c, gc);
        addSums(b, gb);
        addSums(c, gc);
        double unlisted = (double) rows() * columns() - y.count();
        return Math.max(0, value + unlisted * constant + slope * total(w));
    }

    /** Every row of the product gets b times the sums of the columns of the factor. */
    private void addSums(Panel factor, Panel product) {
        for (int j = 0; j < factor.columns(); j++) {
            double sum = slope * columnSum(factor, j);
            for (int i = 0; i < product.rows(); i++) {
                product.set(i, j, product.get(i, j) + sum);
            }
        }
    }

    private static double columnSum(Panel factor, int j) {
        double sum = 0;
        for (int i = 0; i < factor.rows(); i++) {
            sum += factor.get(i, j);
        }
        return sum;
    }

    /** The sum of the elements of X. */
    private static double total(Factors w) {
        double sum = 0;
        for (int j = 0; j < w.rank(); j++) {
            sum += columnSum(w.block(0), j) * columnSum(w.block(1), j);
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
        addSums(t, g);
        DENSE.scale(-1, g.data(), 0, g.data().length);
    }

    /** All m·n entries: zeros count. */
    @Override
    public void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor) {
        y.visitAll(w, transposed, this::checkCancelled, visitor);
    }

    /** Returns what is added for all entries, of which a part is subtracted for the listed ones. */
    @Override
    public double cancellation(Factors w) {
        double unlisted = (double) rows() * columns() - y.count();
        return 2 * (unlisted * constant + Math.abs(slope) * total(w));
    }

    /** {@inheritDoc} At an unlisted entry the gradient is b. */
    @Override
    public double dualValue(Factors w, double factor) {
        Panel noRight = Panel.zeros(columns(), 0);
        Panel noLeft = Panel.zeros(rows(), 0);
        ElementwiseLoss dual = new BoundLoss(loss(), null).dual(factor);
        double unlisted = (double) rows() * columns() - y.count();
        double zeros = unlisted == 0 ? 0 : unlisted * loss().dualValue(0, factor * slope);
        return listedPass(dual, w, noRight, noLeft) + zeros;
    }

    @Override
    public boolean hasCoordinateSweeps() {
        return loss().hasConcaveDerivative();
    }

    @Override
    public void sweepCoordinates(Factors w, int k, double[] square, double[] linear) {
        coordinates.sweep(w, k, square, linear);
    }

    /** ℓ(y, x) − b·x, whose derivatives are the entries of S. */
    private record Listed(Loss loss, double slope) implements ElementwiseLoss {
        @Override
        public double gradientInPlace(
                double[] data, int dataOffset, double[] x, int xOffset, int length) {
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
    }
}
