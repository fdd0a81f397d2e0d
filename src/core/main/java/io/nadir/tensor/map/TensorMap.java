package io.nadir.tensor.map;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.loss.Loss;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.map.ThreadedMap;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The map φ(w¹, …, w^K) = w¹ ∘ … ∘ w^K with data Y (d_1×…×d_K) and a loss: X = Σ_i w_i¹ ∘ … ∘
 * w_i^K, where ∘ is the outer product (Haeffele &amp; Vidal 2017, section 4).
 *
 * <p>Results have the same bits for every number of threads. Not thread-safe; several maps may
 * share the same data.
 */
public abstract class TensorMap extends ThreadedMap<ModelData, Loss> {
    /** Fourth powers of numbers with larger exponents exceed float64. */
    private static final int LARGEST_EXPONENT = 200;

    private final TensorShape shape;

    /** Binds data and loss to threads. */
    protected TensorMap(
            ModelData data,
            TensorShape shape,
            Loss loss,
            int threads,
            @Nullable Executor executor) {
        Checks.magnitude("data", data.maxAbs(), LARGEST_EXPONENT, ": use timesPowerOfTwo");
        super(data, loss, 1, threads, executor);
        this.shape = shape;
    }

    /**
     * Returns all entries of G = ∇ℓ(Y, X), row-major, with 0 where Y is missing. Takes 8·d_1⋯d_K
     * bytes.
     *
     * @return a new array
     */
    public abstract double[] gradientEntries(Factors w);

    /**
     * Returns all entries of Y, row-major, with 0 where Y is missing; not to be changed. Takes
     * 8·d_1⋯d_K bytes if entries are missing.
     */
    public abstract double[] dataEntries();

    /**
     * Returns the number of leading modes that form the rows when the tensor is treated as a
     * matrix.
     */
    public final int split() {
        return shape.split();
    }

    @Override
    public final List<Integer> dimensions() {
        return shape.dimensions();
    }

    @Override
    public final int degree() {
        return shape.order();
    }

    /** Returns curvature · λ_max of the elementwise product of the other blocks' Gram matrices. */
    @Override
    public final double lipschitz(Factors w, int k) {
        Objects.requireNonNull(w, "w");

        return curvatureTimes(blockGram(w, k));
    }

    /** Returns the elementwise product of the other blocks' Gram matrices. */
    @Override
    public final Panel blockGram(Factors w, int k) {
        Objects.requireNonNull(w, "w");

        Checks.index("k", k, shape.order());
        int r = w.rank();
        Panel product = Panel.zeros(r, r);
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) {
                product.set(i, j, 1);
            }
        }
        for (int l = 0; l < w.order(); l++) {
            if (l != k) {
                multiply(product, products().transposeMultiply(w.block(l), w.block(l)));
            }
        }
        return product;
    }

    /**
     * Returns a panel whose row i has the entries of w_i¹ ∘ … ∘ w_i^K at row-major positions, for
     * blocks of any dimensions.
     */
    protected static Panel outerProducts(List<Panel> blocks, int[] positions) {
        int r = blocks.getFirst().columns();
        int length = positions.length;
        double[] data = new double[Checks.arrayLength("rank * length", r, length)];
        for (int e = 0; e < length; e++) {
            for (int i = 0; i < r; i++) {
                double product = 1;
                int rest = positions[e];
                for (int k = blocks.size() - 1; k >= 0; k--) {
                    Panel block = blocks.get(k);
                    product *= block.get(rest % block.rows(), i);
                    rest /= block.rows();
                }
                data[i * length + e] = product;
            }
        }
        return Panel.wrap(data, r, length, 0);
    }

    /** Returns the dimensions, and how they are split into rows and columns. */
    public final TensorShape shape() {
        return shape;
    }

    private static void multiply(Panel product, Panel factor) {
        for (int i = 0; i < product.rows(); i++) {
            for (int j = 0; j < product.columns(); j++) {
                product.set(i, j, product.get(i, j) * factor.get(i, j));
            }
        }
    }
}
