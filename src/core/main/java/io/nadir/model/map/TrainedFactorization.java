package io.nadir.model.map;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.TrainedModel;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A factorization X = Σ_i w_i¹ ∘ … ∘ w_i^K of a tensor, or of a matrix (K = 2, X = U·Vᵀ), where ∘
 * is the outer product.
 *
 * @param ofTensor true if the data were a tensor, false if they were a matrix
 * @param factors the blocks W¹ … W^K; not copied
 */
public record TrainedFactorization(boolean ofTensor, Factors factors) implements TrainedModel {
    private static final List<String> PAIR = List.of("U", "V");

    /**
     * Checks the number of blocks.
     *
     * @throws IllegalArgumentException if there are fewer than two blocks, or more than two for a
     *     matrix
     */
    public TrainedFactorization {
        Objects.requireNonNull(factors, "factors");

        int order = factors.order();
        if (order < 2 || (order > 2 && !ofTensor)) {
            throw new IllegalArgumentException(
                    "factors.order() = "
                            + order
                            + (ofTensor ? ", allowed are 2 and more" : ", allowed is 2"));
        }
    }

    @Override
    public String kind() {
        return ofTensor ? "tensor" : "matrix";
    }

    @Override
    public List<String> factorNames() {
        return ofTensor
                ? IntStream.range(0, factors.order()).mapToObj(FactorShape::numbered).toList()
                : PAIR;
    }

    /** {@inheritDoc} Costs O(K·r) operations per entry. */
    @Override
    public double[] entries(int[]... indices) {
        Objects.requireNonNull(indices, "indices");

        Checks.equal("indices.length", indices.length, "modes", factors.order());
        double[] out = new double[indices[0].length];
        for (int k = 1; k < indices.length; k++) {
            Checks.equal("indices[" + k + "].length", indices[k].length, "of mode 0", out.length);
        }
        double[] products = new double[factors.rank()];
        for (int at = 0; at < out.length; at++) {
            Arrays.fill(products, 1);
            for (int k = 0; k < indices.length; k++) {
                multiply(products, k, indices[k][at]);
            }
            out[at] = Arrays.stream(products).sum();
        }
        return out;
    }

    /**
     * Returns all entries of X in a new array, row-major: the last index runs fastest. Costs O(r)
     * operations per entry.
     *
     * @throws IllegalArgumentException if the entries exceed the largest Java array
     */
    @Override
    public double[] allEntries() {
        int length = 1;
        for (int rows : factors.dimensions()) {
            length = Checks.arrayLength("entries", length, rows);
        }
        double[] out = new double[length];
        double[] ones = new double[factors.rank()];
        Arrays.fill(ones, 1);
        fill(out, 0, length, ones, 0);
        return out;
    }

    /** Fills in the entries whose leading indices have the given products. */
    private void fill(double[] out, int from, int length, double[] products, int k) {
        if (k == factors.order()) {
            out[from] = Arrays.stream(products).sum();
            return;
        }
        int rows = factors.block(k).rows();
        int part = length / rows;
        for (int i = 0; i < rows; i++) {
            double[] longer = products.clone();
            multiply(longer, k, i);
            fill(out, from + i * part, part, longer, k + 1);
        }
    }

    /** products ← products ∘ row {@code row} of block k, element by element. */
    private void multiply(double[] products, int k, int row) {
        Panel block = factors.block(k);
        Checks.index("index in mode " + (k + 1), row, block.rows());
        for (int c = 0; c < products.length; c++) {
            products[c] *= block.get(row, c);
        }
    }
}
