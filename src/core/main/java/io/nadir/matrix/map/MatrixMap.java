package io.nadir.matrix.map;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Workers;
import io.nadir.loss.Loss;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Offsets;
import io.nadir.model.map.BlockMinimizer;
import io.nadir.model.map.ThreadedMap;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The map φ(u, v) = u·vᵀ with data Y (m×n) and a loss: X = U·Vᵀ, and the gradient G = ∇ℓ(Y, X) as
 * an operator that need not be stored.
 *
 * <p>Results have the same bits for every number of threads. Not thread-safe; several maps may
 * share the same data.
 */
public abstract class MatrixMap extends ThreadedMap<ModelData, Loss> {
    /** Fourth powers of numbers with larger exponents exceed float64. */
    private static final int LARGEST_EXPONENT = 200;

    /** The number of columns of G that one pass of {@link #gradient} writes. */
    private static final int UNIT_VECTORS = 64;

    private final int rows;
    private final int columns;
    private final double density;

    /**
     * Binds data and loss to threads.
     *
     * @param rows the number of rows m of the data
     * @param columns the number of columns n of the data
     */
    protected MatrixMap(
            ModelData data,
            int rows,
            int columns,
            Loss loss,
            double largestWeight,
            int threads,
            @Nullable Executor executor) {
        Checks.magnitude("data", data.maxAbs(), LARGEST_EXPONENT, ": use timesPowerOfTwo");
        super(data, loss, largestWeight, threads, executor);
        this.rows = rows;
        this.columns = columns;
        this.density = (double) data.observed() / rows / columns;
    }

    /** Makes a map of other data with the loss and the threads of a map, which it closes. */
    protected MatrixMap(ModelData data, MatrixMap map) {
        super(data, map);
        this.rows = map.rows;
        this.columns = map.columns;
        this.density = map.density;
    }

    @Override
    public double density() {
        return density;
    }

    @Override
    public boolean preservesSigns() {
        return offsetPenalty() == null;
    }

    /** {@inheritDoc} Where it varies a lot, as that of counts, step lengths are sought. */
    @Override
    public boolean hasLipschitz() {
        return !loss().requiresNonNegativeOutputs();
    }

    /**
     * {@inheritDoc} A loss of outputs that are not negative may be smaller at 0 than its terms are:
     * L·‖Y‖ would be too much for them, ‖Y‖ times the root of the number of entries is enough.
     */
    @Override
    public double scaleOfRounding() {
        if (!loss().requiresNonNegativeOutputs()) {
            return valueAtZero();
        }
        double terms = data().frobenius() * Math.sqrt((double) data().observed());
        return valueAtZero() + data().largestWeight() * terms;
    }

    /** Returns which offsets are free, and their penalty; by default there are none: null. */
    public @Nullable OffsetPenalty offsetPenalty() {
        return null;
    }

    /** Returns the offsets that belong to factors; null if there are none. */
    public @Nullable Offsets offsets(Factors w) {
        return null;
    }

    /**
     * Returns the factors whose product is what the loss sees: U and V, with more columns if there
     * are offsets. Not to be modified, and valid until the next call.
     */
    public Factors outputs(Factors w) {
        return w;
    }

    /**
     * Returns how far offsets may be from those at a point for lower bounds to include them; 0 if
     * there are none.
     */
    public double reach() {
        return 0;
    }

    /** Returns a copy of p, where p_i + q_j are the offsets that belong to factors. */
    public double[] rowOffsets(Factors w) {
        return new double[rows()];
    }

    /** Returns a copy of q, where p_i + q_j are the offsets that belong to factors. */
    public double[] columnOffsets(Factors w) {
        return new double[columns()];
    }

    /**
     * Returns how much a dual value at s·G may be too large, divided by s, because the offsets are
     * the best ones up to rounding only: {@link #reach} times the sum of the magnitudes of the sums
     * of G that should be 0, with a bound of their rounding errors; under a penalty κ, the part of
     * it that other offsets might save.
     *
     * @param value ℓ at the point
     */
    public double imbalance(Factors w, double value) {
        return 0;
    }

    /**
     * Returns a map of Y − p·1ᵀ − 1·qᵀ with the threads of this one, which has to stay open; null,
     * the default, if such data would take more memory than Y.
     */
    public @Nullable MatrixMap less(double[] p, double[] q) {
        return null;
    }

    /**
     * Returns a map of other data with the same minimizers under the nuclear norm, for methods of
     * descent that need ½‖Y − X‖²; this map, which is the default, if there is none.
     */
    public MatrixMap forDescent() {
        return this;
    }

    /**
     * Computes GB = G·B and GC = Gᵀ·C in one pass.
     *
     * @param w the point
     * @param b B, n×q
     * @param c C, m×s
     * @param gb receives G·B, m×q; another panel than {@code gc}
     * @param gc receives Gᵀ·C, n×s
     * @return ℓ(Y, X)
     */
    public abstract double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc);

    /**
     * Returns the largest number of additions that a term of a sum over the rows, an element of
     * Gᵀ·C, goes through. By default it is m, which is so in any order.
     */
    public double rowSumDepth() {
        return rows();
    }

    /**
     * Computes T = −G·B and S = −Gᵀ·T. The rounding errors are those of forming the entries of G.
     *
     * @param w the point
     * @param b B, n×q
     * @param t receives T, m×q
     * @param s receives S, n×q
     */
    public abstract void residualGram(Factors w, Panel b, Panel t, Panel s);

    /**
     * Returns whether {@link #residual} and {@link #residualGram} form entries of G and multiply
     * these. Then what products round is relative to G, besides the errors of its entries.
     */
    public boolean formsEntries() {
        return false;
    }

    /**
     * Returns about how many floating-point operations {@link #multiplyData} takes for a column.
     */
    public double productOperations() {
        return 2.0 * rows() * columns();
    }

    /** Returns whether {@link #gram} applies: the loss must be ½‖Y − X‖² over all entries. */
    public boolean hasFastGram() {
        return false;
    }

    /**
     * Computes T = −G·B and S = −Gᵀ·T in one pass for the loss ½‖Y − X‖², from Y and the factors,
     * without forming entries of G. Products with G and Gᵀ have rounding errors of the order of
     * u·(‖Y‖_F + ‖U‖_F‖V‖_F) times what is multiplied, with u = 2^−53; S is formed from the T
     * computed.
     *
     * @throws UnsupportedOperationException unless {@link #hasFastGram}
     */
    public void gram(Factors w, Panel b, Panel t, Panel s) {
        throw new UnsupportedOperationException("the loss is " + loss().name());
    }

    /**
     * Returns whether {@link #minimizeBlock} applies: the loss must be a weighted sum of squares.
     */
    public boolean hasBlockMinimizer() {
        return false;
    }

    /**
     * Replaces block k of {@code w} by the exact minimizer of ℓ(Y, U·Vᵀ) + (λ/2)·‖block k‖_F² over
     * that block, row by row; if there are offsets, of ℓ at those that belong to the {@code w}
     * given, or together with them where they have a closed form.
     *
     * @return the minimum
     * @throws UnsupportedOperationException unless {@link #hasBlockMinimizer}
     */
    public double minimizeBlock(Factors w, int k, double lambda) {
        throw new UnsupportedOperationException("the loss is " + loss().name());
    }

    /**
     * Returns {@link #minimizeBlock} for Y − U·Vᵀ in place of Y, where U·Vᵀ is the product of
     * {@code fixed}. It minimizes over some columns of a point while the others stay fixed. Not
     * thread-safe.
     *
     * @throws UnsupportedOperationException unless {@link #hasBlockMinimizer}
     */
    public BlockMinimizer minimizerBeside(Factors fixed) {
        throw new UnsupportedOperationException("the loss is " + loss().name());
    }

    /**
     * Returns whether {@link #sweepCoordinates} applies: the derivative of the loss must be
     * concave, and the entries must be few enough to be copied.
     */
    public boolean hasCoordinateSweeps() {
        return false;
    }

    /**
     * Lowers ℓ(Y, U·Vᵀ) + Σ_c (½·square_c·‖x_c‖² + linear_c·Σx_c) over block k with columns x_c ≥
     * 0, row by row, each by Newton's method along one coordinate after another. No step raises it.
     *
     * @param w the point, not negative; block k is replaced
     * @param square for each column, positive
     * @param linear for each column, at least 0
     * @throws UnsupportedOperationException unless {@link #hasCoordinateSweeps}
     */
    public void sweepCoordinates(Factors w, int k, double[] square, double[] linear) {
        throw new UnsupportedOperationException("the loss is " + loss().name());
    }

    /**
     * Returns the size of the terms that cancel in ℓ, relative to which its rounding errors are
     * measured, if ℓ is not summed from the entries of the residual; 0 if it is.
     */
    public double cancellation(Factors w) {
        return 0;
    }

    /**
     * Returns a bound of the norm of the terms that add up to X in the gradient, relative to which
     * its rounding errors are measured: the product of the norms of the factors, if entries of X
     * are formed.
     */
    public double sizeOfTerms(Factors w) {
        Factors all = outputs(w);
        return Panels.frobenius(all.block(0)) * Panels.frobenius(all.block(1));
    }

    /**
     * Computes YB = Y·B and YC = Yᵀ·C in one pass; shapes as in {@link #residual}.
     *
     * @throws UnsupportedOperationException unless {@link #hasFastGram}
     */
    public void multiplyData(Panel b, Panel c, Panel yb, Panel yc) {
        if (!hasFastGram()) {
            throw new UnsupportedOperationException("the loss is " + loss().name());
        }
        // At X = 0 the gradient is −Y.
        residual(Factors.empty(rows(), columns()), b, c, yb, yc);
        Kernels.get().scale(-1, yb.data(), 0, yb.data().length);
        Kernels.get().scale(-1, yc.data(), 0, yc.data().length);
    }

    /**
     * Returns all entries of G, m×n without padding, in a new panel. Takes passes with blocks of
     * unit vectors.
     *
     * @throws IllegalArgumentException if the entries exceed the largest Java array
     */
    public Panel gradient(Factors w) {
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
     * Passes the entries that carry a loss to a visitor, row after row, together with X at these
     * positions. An entry of X is a sum of r products in any order. Costs 2·r flops per entry, on
     * the calling thread.
     *
     * @param w the point
     * @param transposed whether to go through the columns instead, as rows of the transpose
     * @param visitor receives the rows
     */
    public abstract void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor);

    /**
     * Returns whether {@link #visitRows} applies. By default it does not.
     *
     * @param transposed whether columns are visited
     */
    public boolean hasRows(boolean transposed) {
        return false;
    }

    /**
     * Passes some rows on as {@link #visitEntries} does. May be called on several threads at the
     * same time.
     *
     * @param from the first row, or column
     * @param to the row after the last one
     * @param scratch working memory of the thread
     * @throws UnsupportedOperationException unless {@link #hasRows}
     */
    public void visitRows(
            Factors w,
            boolean transposed,
            int from,
            int to,
            Scratch scratch,
            Consumer<EntryRow> visitor) {
        throw new UnsupportedOperationException("rows of these data are not visited alone");
    }

    /** Runs tasks on the threads of this map, see {@link Workers#run}. */
    public final void runTasks(int count, Workers.Task task) {
        workers().run(count, task);
    }

    /**
     * Returns the number of entries that {@link #visitEntries} passes on: m·n, or the number of
     * listed entries.
     */
    public long entries() {
        return (long) rows() * columns();
    }

    /**
     * Returns whether {@link #gradientGram} applies: G must be sparse, so that its products are
     * cheap.
     */
    public boolean hasGradientGram() {
        return false;
    }

    /**
     * Computes the lower triangle of GᵀG, or of GGᵀ if m &lt; n, from the entries of G as in {@link
     * #residualGram}. An element is a sum of at most max(m, n) products, in any order.
     *
     * @param w the point
     * @param gram receives the result, k×k with k = min(m, n)
     * @throws UnsupportedOperationException unless {@link #hasGradientGram}
     */
    public void gradientGram(Factors w, Panel gram) {
        throw new UnsupportedOperationException("the entries of the gradient are not kept");
    }

    /**
     * Computes the same as {@link #gradientGram} for a matrix with other values at the same
     * positions.
     *
     * @param values the values in the order of {@link #visitEntries}
     * @param gram receives the result, k×k with k = min(m, n)
     * @throws UnsupportedOperationException unless {@link #hasGradientGram}
     */
    public void gramOfEntries(double[] values, Panel gram) {
        throw new UnsupportedOperationException("the gradient is not sparse");
    }

    /** Returns whether {@link #implicitSums} applies; by default it does not. */
    public boolean hasImplicitSums() {
        return false;
    }

    /**
     * Returns sums over all entries that are proved without forming them, and computes the lower
     * triangle of GᵀG, or of GGᵀ if m &lt; n, as {@link ImplicitSums} describes.
     *
     * @param w the point
     * @param gram receives the Gram matrix, k×k with k = min(m, n), and anything above the
     *     diagonal; null if it is not needed
     * @throws UnsupportedOperationException unless {@link #hasImplicitSums}
     */
    public ImplicitSums implicitSums(Factors w, @Nullable Panel gram) {
        throw new UnsupportedOperationException("entries of the gradient have to be formed");
    }

    /** Returns whether {@link #shiftedDual} applies; by default it does not. */
    public boolean hasShiftedDual() {
        return false;
    }

    /**
     * Returns sums over the dual point G + C·Qᵀ that are proved without forming its entries, and
     * computes the lower triangle of a Gram matrix of it, as {@link ShiftedDual} describes.
     *
     * @param w the point
     * @param c C, m×k; k may be 0
     * @param q Q, n×k
     * @param gram receives the Gram matrix, that of the columns if it is n×n and that of the rows
     *     if it is m×m, and anything above the diagonal
     * @throws UnsupportedOperationException unless {@link #hasShiftedDual}
     */
    public ShiftedDual shiftedDual(Factors w, Panel c, Panel q, Panel gram) {
        throw new UnsupportedOperationException("entries of the gradient have to be formed");
    }

    /** Returns whether {@link #normalMatrices} applies; by default it does not. */
    public boolean hasNormalMatrices() {
        return false;
    }

    /**
     * Adds for each column j the matrix Σ_i w_ij·u_iu_iᵀ of the regression of its row of V under
     * weighted squares.
     *
     * @param u U, m×r
     * @param matrices where to add: n lower triangles of r×r one after the other, row after row
     * @throws UnsupportedOperationException unless {@link #hasNormalMatrices}
     */
    public void normalMatrices(Panel u, double[] matrices) {
        throw new UnsupportedOperationException("entries have no weights that are fixed");
    }

    /** Returns the number of rows m. */
    public final int rows() {
        return rows;
    }

    /** Returns the number of columns n. */
    public final int columns() {
        return columns;
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
    public final double evaluate(Factors w, Factors gradient) {
        gradient.setRank(w.rank());
        return residual(w, w.block(1), w.block(0), gradient.block(0), gradient.block(1));
    }

    /** Returns curvature · ‖F‖₂², where F is the other factor. Allocates r×r matrices. */
    @Override
    public double lipschitz(Factors w, int k) {
        return curvatureTimes(blockGram(w, k));
    }

    /** Returns FᵀF, where F is the other factor. */
    @Override
    public final Panel blockGram(Factors w, int k) {
        Panel other = w.block(1 - Checks.index("k", k, 2));
        return products().transposeMultiply(other, other);
    }

    /**
     * Returns the outputs in coordinates of orthonormal bases of the two column spaces, at most r²
     * elements per row. If only some entries carry a loss, returns these entries instead: one
     * element for each entry of positive weight.
     */
    @Override
    public Panel units(Factors w) {
        return data().observed() < (long) rows() * columns()
                ? MatrixUnits.ofSeenEntries(this, w)
                : unitsInBases(w);
    }

    /**
     * Returns new products of panels on the threads of the passes, not to be used by their tasks:
     * the same bits as on one thread.
     */
    public final PanelProducts threadedProducts() {
        return new PanelProducts(workers());
    }

    /** Returns {@link #units} in coordinates of the bases, whichever entries carry a loss. */
    protected final Panel unitsInBases(Factors w) {
        return MatrixUnits.inBases(products(), w);
    }

    /** Returns the outputs in coordinates of the entries that carry a loss. */
    @Override
    public @Nullable Panel bentUnits(Factors w, double floor) {
        return hasFastGram() ? null : MatrixUnits.bent(this, w, floor);
    }
}
