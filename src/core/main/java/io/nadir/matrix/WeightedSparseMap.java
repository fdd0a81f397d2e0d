package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.ImplicitSums;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.ShiftedDual;
import io.nadir.model.Factors;
import io.nadir.model.map.BlockMinimizer;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The map of a sparse matrix with weights, under the squared loss. Let A and B be the diagonal
 * matrices of the weights of rows and columns, and w the weights of the listed entries. With X =
 * UVᵀ neither X nor G is formed:
 *
 * <p>ℓ = ½⟨UᵀAU, VᵀBV⟩ + ½ Σ (w·(y − x)² − ab·x²), where the sum goes over the listed entries, and
 * G is a {@link WeightedGradient}.
 *
 * <p>Each pass costs O(entries + (m + n)·r) for each column.
 */
final class WeightedSparseMap extends MatrixMap {
    private static final DenseKernels DENSE = Kernels.get();

    private final WeightedSparseMatrix data;
    private final SparseEntries y;
    private final double density;
    private final WeightedGradient gradient;
    private final ShiftedRegressions regressions;
    private final Panel noLeft;
    private final Panel noRight;

    WeightedSparseMap(
            WeightedSparseMatrix data, Loss loss, int threads, @Nullable Executor executor) {
        super(data, data.rows(), data.columns(), loss, data.largestWeight(), threads, executor);
        this.data = data;
        this.y = data.entries();
        this.gradient = new WeightedGradient(data, workers(), products());
        this.regressions = new ShiftedRegressions(data, gradient.base(), workers());
        this.density = meanWeight() / Math.max(data.largestWeight(), Double.MIN_NORMAL);
        this.noLeft = Panel.zeros(y.rows(), 0);
        this.noRight = Panel.zeros(y.columns(), 0);
    }

    private double meanWeight() {
        double rowMean = Arrays.stream(data.rowWeights()).sum() / rows();
        double columnMean = Arrays.stream(data.columnWeights()).sum() / columns();
        double more = Arrays.stream(gradient.shifts()).sum();
        return Math.max(0, rowMean * columnMean + more / rows() / columns());
    }

    /** The mean weight over the largest, by which curvature is multiplied on average. */
    @Override
    public double density() {
        return density;
    }

    /** ½ Σ w·y². */
    @Override
    protected double computeValueAtZero() {
        double sum = 0;
        double[] weights = data.weights();
        for (int e = 0; e < weights.length; e++) {
            sum += weights[e] * y.values()[e] * y.values()[e];
        }
        return 0.5 * sum;
    }

    @Override
    public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        gradient.moveTo(w, b, gb);
        gradient.addLowRank(b, gb);
        if (c.columns() > 0) {
            gradient.multiplyTransposed(c, gc);
        }
        return gradient.value();
    }

    @Override
    public void residualGram(Factors w, Panel b, Panel t, Panel s) {
        gradient.moveTo(w);
        gradient.multiply(b, t);
        gradient.multiplyTransposed(t, s);
        DENSE.scale(-1, t.data(), 0, t.data().length);
    }

    /** Twice ‖U‖·‖V‖: the low-rank and the sparse part of G may cancel. */
    @Override
    public double sizeOfTerms(Factors w) {
        return 2 * super.sizeOfTerms(w);
    }

    /** tr(UᵀAU)·tr(VᵀBV): what ⟨UᵀAU, VᵀBV⟩ is at most, whose part at the listed entries goes. */
    @Override
    public double cancellation(Factors w) {
        return leftTrace(w) * rightTrace(w);
    }

    private double leftTrace(Factors w) {
        return weightedSquare(w.block(0), data.rowWeights());
    }

    private double rightTrace(Factors w) {
        return weightedSquare(w.block(1), data.columnWeights());
    }

    private static double weightedSquare(Panel f, double[] weights) {
        double sum = 0;
        for (int i = 0; i < f.rows(); i++) {
            int at = i * f.stride();
            sum += weights[i] * DENSE.dot(f.data(), at, f.data(), at, f.columns());
        }
        return sum;
    }

    /** s·Σ w·(y − x)·y − s²·ℓ. */
    @Override
    public double dualValue(Factors w, double s) {
        gradient.moveTo(w);
        double[] x = gradient.outputs();
        double sum = 0;
        for (int e = 0; e < x.length; e++) {
            sum += data.weights()[e] * (y.values()[e] - x[e]) * y.values()[e];
        }
        return s * sum - s * s * gradient.value();
    }

    /** All m·n entries: zeros count. */
    @Override
    public void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor) {
        data.visitAll(w, transposed, this::checkCancelled, visitor);
    }

    @Override
    public boolean hasImplicitSums() {
        return true;
    }

    /** {@inheritDoc} About 4r·k² flops, and one for each pair of entries in a row or column. */
    @Override
    public ImplicitSums implicitSums(Factors w, @Nullable Panel gram) {
        gradient.moveTo(w);
        if (gram != null) {
            gradient.gram(gram);
        }
        WeightedSparseProof proof =
                new WeightedSparseProof(
                        data, gradient.base(), w, gradient.outputs(), gradient.sparse());
        return proof.sums(
                gradient.squares(), leftTrace(w), rightTrace(w), gradient.left(), gradient.right());
    }

    @Override
    public boolean hasShiftedDual() {
        return WeightedDual.applies(data);
    }

    @Override
    public ShiftedDual shiftedDual(Factors w, Panel c, Panel q, Panel gram) {
        gradient.moveTo(w);
        return gradient.dual(c, q, gram);
    }

    /**
     * {@inheritDoc} Few entries may have nearly all of the weight: the largest ‖a_i·VᵀBV + Σ (w −
     * ab)₊·vvᵀ‖ of a row, the sum bounded by its trace, is mostly far less than that.
     */
    @Override
    public double lipschitz(Factors w, int k) {
        double general = super.lipschitz(w, k);
        Panel other = w.block(1 - k);
        double[] of = k == 0 ? data.rowWeights() : data.columnWeights();
        double[] and = k == 0 ? data.columnWeights() : data.rowWeights();
        Panel weighted = WeightedGradient.weighted(other, and, noLeft);
        Panel gram = products().transposeMultiply(weighted, other);
        double base = gram.rows() == 0 ? 0 : largestEigenvalue(gram);
        CompressedRows rows = k == 0 ? y.byRow() : y.byColumn();
        double largest = 0;
        for (int i = 0; i < rows.rows(); i++) {
            double sum = of[i] * base;
            for (int e = rows.starts()[i]; e < rows.starts()[i + 1]; e++) {
                int at = rows.indices()[e] * other.stride();
                double square = DENSE.dot(other.data(), at, other.data(), at, other.columns());
                sum += Math.max(0, gradient.shifts()[k == 0 ? e : y.numbers()[e]]) * square;
            }
            largest = Math.max(largest, sum);
        }
        return Math.min(general, largest);
    }

    @Override
    public boolean hasBlockMinimizer() {
        return true;
    }

    @Override
    public boolean hasNormalMatrices() {
        return true;
    }

    @Override
    public void normalMatrices(Panel u, double[] matrices) {
        NormalMatrices.addProducts(data.rowWeights(), data.columnWeights(), u, matrices);
        NormalMatrices.add(y.byRow(), gradient.shifts(), u, matrices);
    }

    @Override
    public double minimizeBlock(Factors w, int k, double lambda) {
        return regressions.minimize(w, k, lambda);
    }

    @Override
    public BlockMinimizer minimizerBeside(Factors fixed) {
        return regressions.beside(fixed, residual(fixed, noRight, noLeft, noLeft, noRight));
    }

    /** Returns the outputs in coordinates of orthonormal bases: no entry costs memory. */
    @Override
    public Panel units(Factors w) {
        return unitsInBases(w);
    }

    /** {@inheritDoc} From their inner products, which sums over the listed entries give. */
    @Override
    public Panel bentUnits(Factors w, double floor) {
        gradient.moveTo(w);
        return gradient.outputGram().root();
    }

    /** Returns what finds the offsets beside factors. */
    OffsetFit offsets(OffsetModel model) {
        return new WeightedOffsets(this, data, model);
    }
}
