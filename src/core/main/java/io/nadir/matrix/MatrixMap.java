package io.nadir.matrix;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.Workers;
import io.nadir.loss.Loss;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * φ(u, v) = u·vᵀ with data Y (m×n) and a loss, X = U·Vᵀ, and G = ∇ℓ(Y, X) as an operator that need
 * not be formed.
 *
 * <p>Results have the same bits for every number of threads. Not thread-safe; the data may be
 * shared among instances.
 */
public abstract class MatrixMap implements FactorizationMap {
    /** Beyond this, squares of squares leave float64. */
    private static final int LARGEST_EXPONENT = 200;

    /** Columns of G that one pass of {@link #gradient} writes. */
    private static final int UNIT_VECTORS = 64;

    private final MatrixData data;
    private final Loss loss;
    private final Workers workers;
    private final PanelProducts products = new PanelProducts();
    private final double density;
    private double valueAtZero = Double.NaN;

    /** Binds data and loss to threads. */
    MatrixMap(MatrixData data, Loss loss, int threads, @Nullable Executor executor) {
        Checks.magnitude("data", data.maxAbs(), LARGEST_EXPONENT, ": use timesPowerOfTwo");
        this.data = data;
        this.density = (double) data.observed() / data.rows() / data.columns();
        this.loss = loss;
        this.workers = new Workers(threads, executor);
    }

    @Override
    public double density() {
        return density;
    }

    /**
     * GB = G·B and GC = Gᵀ·C in one pass, both overwritten. B n×q, C m×s, GB m×q, GC n×s, none of
     * them the same as another output.
     *
     * @return ℓ(Y, X)
     */
    public abstract double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc);

    /** T = −G·B and S = −Gᵀ·T; rounding errors are those of forming G, not magnified. */
    public abstract void residualGram(Factors w, Panel b, Panel t, Panel s);

    /** Whether {@link #gram} applies: the loss is ½‖Y − X‖² over all entries. */
    public boolean hasFastGram() {
        return false;
    }

    /**
     * T = −G·B and S = −Gᵀ·T in one pass for ½‖Y − X‖², from Y and the factors without forming
     * entries of G. Rounding errors in S are about u·‖Y‖₂².
     *
     * @throws UnsupportedOperationException unless {@link #hasFastGram}
     */
    public void gram(Factors w, Panel b, Panel t, Panel s) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(t, "t");
        Objects.requireNonNull(s, "s");

        throw new UnsupportedOperationException("the loss is " + loss.name());
    }

    /** Whether {@link #minimizeBlock} applies: the loss is a weighted sum of squares. */
    public boolean hasBlockMinimizer() {
        return false;
    }

    /**
     * Replaces block k of {@code w} by the exact minimizer of ℓ(Y, U·Vᵀ) + (λ/2)‖block k‖² over it,
     * row by row.
     *
     * @return the minimum
     * @throws UnsupportedOperationException unless {@link #hasBlockMinimizer}
     */
    public double minimizeBlock(Factors w, int k, double lambda) {
        Objects.requireNonNull(w, "w");

        throw new UnsupportedOperationException("the loss is " + loss.name());
    }

    /**
     * {@link #minimizeBlock} with Y − U·Vᵀ, the product of {@code fixed}, in place of Y: over some
     * columns of a point while the others stay. Not thread-safe, as this map is not.
     *
     * @throws UnsupportedOperationException unless {@link #hasBlockMinimizer}
     */
    public BlockMinimizer minimizerBeside(Factors fixed) {
        Objects.requireNonNull(fixed, "fixed");

        throw new UnsupportedOperationException("the loss is " + loss.name());
    }

    /**
     * Size of the terms that cancel in ℓ where it is not summed from entries of the residual, which
     * its rounding errors are relative to; 0 where it is.
     */
    public double cancellation(Factors w) {
        Objects.requireNonNull(w, "w");

        return 0;
    }

    /**
     * YB = Y·B and YC = Yᵀ·C in one pass, both overwritten; shapes as in {@link #residual}.
     *
     * @throws UnsupportedOperationException unless {@link #hasFastGram}
     */
    public void multiplyData(Panel b, Panel c, Panel yb, Panel yc) {
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(yb, "yb");
        Objects.requireNonNull(yc, "yc");

        if (!hasFastGram()) {
            throw new UnsupportedOperationException("the loss is " + loss.name());
        }
        // At X = 0 the gradient is −Y.
        residual(Factors.empty(rows(), columns()), b, c, yb, yc);
        Kernels.get().scale(-1, yb.data(), 0, yb.data().length);
        Kernels.get().scale(-1, yc.data(), 0, yc.data().length);
    }

    /**
     * All entries of G, m×n without padding, by passes with blocks of unit vectors.
     *
     * @throws IllegalArgumentException if they exceed the largest array
     */
    public Panel gradient(Factors w) {
        Objects.requireNonNull(w, "w");

        int n = columns();
        double[] entries = new double[Checks.arrayLength("rows * columns", rows(), n)];
        Panel none = Panel.zeros(rows(), 0);
        for (int first = 0; first < n; first += UNIT_VECTORS) {
            int count = Math.min(UNIT_VECTORS, n - first);
            Panel units = Panel.zeros(n, count);
            for (int j = 0; j < count; j++) {
                units.set(first + j, j, 1);
            }
            Panel image = Panel.zeros(rows(), count);
            residual(w, units, none, image, Panel.zeros(n, 0));
            for (int i = 0; i < rows(); i++) {
                System.arraycopy(image.data(), i * image.stride(), entries, i * n + first, count);
            }
        }
        return Panel.wrap(entries, rows(), n, 0);
    }

    /**
     * Hands over the entries that the loss sees, row after row, with X as computed there: an
     * element is a sum of r products in any order. 2·r flops for each entry, on the calling thread.
     *
     * @param transposed whether to go through the columns instead, as rows of the transpose
     */
    public abstract void visitEntries(Factors w, boolean transposed, EntryVisitor visitor);

    /** How many entries {@link #visitEntries} hands over: m·n, or those that are listed. */
    public long entries() {
        return (long) rows() * columns();
    }

    /** Whether {@link #gradientGram} applies: G is sparse, so that its products cost little. */
    public boolean hasGradientGram() {
        return false;
    }

    /**
     * The lower triangle of GᵀG, or of GGᵀ where m &lt; n, from the entries of G as {@link
     * #residualGram} has them; k×k with k = min(m, n), overwritten. An element is a sum of at most
     * max(m, n) products, in any order.
     *
     * @throws UnsupportedOperationException unless {@link #hasGradientGram}
     */
    public void gradientGram(Factors w, Panel gram) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gram, "gram");

        throw new UnsupportedOperationException("the entries of the gradient are not kept");
    }

    /**
     * The same of a matrix of other values at the places of the entries.
     *
     * @param values in the order of {@link #visitEntries}
     * @throws UnsupportedOperationException unless {@link #hasGradientGram}
     */
    public void gramOfEntries(double[] values, Panel gram) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(gram, "gram");

        throw new UnsupportedOperationException("the gradient is not sparse");
    }

    @Override
    public MatrixData data() {
        return data;
    }

    /** Number of rows m. */
    public final int rows() {
        return data.rows();
    }

    /** Number of columns n. */
    public final int columns() {
        return data.columns();
    }

    @Override
    public final List<Integer> dimensions() {
        return List.of(rows(), columns());
    }

    @Override
    public final int degree() {
        return 2;
    }

    @Override
    public final Loss loss() {
        return loss;
    }

    @Override
    public double curvature() {
        return loss.curvature();
    }

    @Override
    public final double valueAtZero() {
        if (Double.isNaN(valueAtZero)) {
            valueAtZero = computeValueAtZero();
        }
        return valueAtZero;
    }

    /** ℓ(Y, 0), once. */
    double computeValueAtZero() {
        Factors zero = Factors.empty(rows(), columns());
        return evaluate(zero, zero.copy());
    }

    @Override
    public final double evaluate(Factors w, Factors gradient) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");

        gradient.setRank(w.rank());
        return residual(w, w.block(1), w.block(0), gradient.block(0), gradient.block(1));
    }

    /** curvature · ‖F‖₂² with F the other factor; allocates what an eigenvalue of FᵀF takes. */
    @Override
    public final double lipschitz(Factors w, int k) {
        Objects.requireNonNull(w, "w");

        if (w.rank() == 0) {
            return 0;
        }
        return curvature() * SmallDense.symmetricEigen(blockGram(w, k)).values()[0];
    }

    /** FᵀF with F the other factor. */
    @Override
    public final Panel blockGram(Factors w, int k) {
        Objects.requireNonNull(w, "w");

        Panel other = w.block(1 - Checks.index("k", k, 2));
        return products.transposeMultiply(other, other);
    }

    /**
     * In coordinates of orthonormal bases of both factors' columns, at most r² elements a row;
     * where the loss does not see all entries, in those that it sees: one element for each of them
     * that has a weight above 0.
     */
    @Override
    public Panel units(Factors w) {
        Objects.requireNonNull(w, "w");

        if (data.observed() < (long) rows() * columns()) {
            return seenEntries(w);
        }
        Panel left = coordinates(w.block(0));
        Panel right = coordinates(w.block(1));
        int length = Checks.arrayLength("rank * rank", left.rows(), right.rows());
        double[] data = new double[Checks.arrayLength("rank * length", w.rank(), length)];
        for (int c = 0, at = 0; c < w.rank(); c++) {
            for (int i = 0; i < left.rows(); i++) {
                for (int j = 0; j < right.rows(); j++) {
                    data[at++] = left.get(i, c) * right.get(j, c);
                }
            }
        }
        return Panel.wrap(data, w.rank(), length, 0);
    }

    /** The entries of u_i·v_iᵀ that have a weight above 0, in the order of the rows. */
    private Panel seenEntries(Factors w) {
        int count = Math.toIntExact(data.observed());
        double[] elements = new double[Checks.arrayLength("rank * entries", w.rank(), count)];
        Panel units = Panel.wrap(elements, w.rank(), count, 0);
        int[] at = new int[1];
        visitEntries(
                Factors.empty(rows(), columns()),
                false,
                row -> {
                    for (int k = 0; k < row.count(); k++) {
                        if (row.weight(k) > 0) {
                            multiply(w, row.index(), row.column(k), units, at[0]++);
                        }
                    }
                });
        return units;
    }

    private static void multiply(Factors w, int i, int j, Panel units, int at) {
        for (int c = 0; c < w.rank(); c++) {
            units.set(c, at, w.block(0).get(i, c) * w.block(1).get(j, c));
        }
    }

    /** In coordinates of the entries that the loss sees. */
    @Override
    public @Nullable Panel bentUnits(Factors w, double floor) {
        Objects.requireNonNull(w, "w");

        if (hasFastGram()) {
            return null;
        }
        double least = floor * curvature();
        int count = Math.toIntExact(entries());
        double[] elements = new double[Checks.arrayLength("rank * entries", w.rank(), count)];
        Panel units = Panel.wrap(elements, w.rank(), count, 0);
        int[] at = new int[1];
        visitEntries(
                w,
                false,
                row -> {
                    for (int k = 0; k < row.count(); k++) {
                        double weight = row.weight(k);
                        double bend = loss.secondDerivative(row.datum(k), row.output(k));
                        double root = weight > 0 ? Math.sqrt(Math.max(least, weight * bend)) : 0;
                        multiply(w, row.index(), row.column(k), units, at[0]);
                        for (int c = 0; c < w.rank(); c++) {
                            units.set(c, at[0], root * units.get(c, at[0]));
                        }
                        at[0]++;
                    }
                });
        return units;
    }

    private Panel coordinates(Panel factor) {
        return products.transposeMultiply(products.orthonormalBasis(factor), factor);
    }

    @Override
    public final void cancelAfter(long nanos) {
        workers.cancelAfter(nanos);
    }

    @Override
    public final void checkCancelled() {
        workers.checkCancelled();
    }

    @Override
    public final void close() {
        workers.close();
    }

    final Workers workers() {
        return workers;
    }

    final PanelProducts products() {
        return products;
    }
}
