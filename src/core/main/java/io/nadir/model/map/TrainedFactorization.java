package io.nadir.model.map;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.Offsets;
import io.nadir.model.TrainedModel;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A factorization X = Σ_i w_i¹ ∘ … ∘ w_i^K of a tensor, or of a matrix (K = 2, X = U·Vᵀ), where ∘
 * is the outer product. A matrix may have offsets, which are added to U·Vᵀ.
 *
 * @param ofTensor true if the data were a tensor, false if they were a matrix
 * @param factors the blocks W¹ … W^K; not copied
 * @param offsets the offsets; null if there are none
 */
public record TrainedFactorization(boolean ofTensor, Factors factors, @Nullable Offsets offsets)
        implements TrainedModel {
    private static final List<String> PAIR = List.of("U", "V");

    /**
     * Creates a factorization without offsets.
     *
     * @throws IllegalArgumentException if there are fewer than two blocks, or more than two for a
     *     matrix
     */
    public TrainedFactorization(boolean ofTensor, Factors factors) {
        this(ofTensor, factors, null);
    }

    /**
     * Restores a factorization of a matrix from what was saved.
     *
     * @throws IllegalArgumentException if the parameters are not those of offsets that fit
     */
    public static TrainedFactorization ofMatrix(Parameters parameters, Factors factors) {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(factors, "factors");

        boolean plain = parameters.asMap().isEmpty();
        return new TrainedFactorization(
                false, factors, plain ? null : OffsetParameters.of(parameters));
    }

    /**
     * Checks the number of blocks.
     *
     * @throws IllegalArgumentException if there are fewer than two blocks, or more than two for a
     *     matrix; or if there are offsets of a tensor, or of other numbers of rows and columns
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
        if (offsets != null) {
            requireFit(offsets, ofTensor, factors);
        }
    }

    private static void requireFit(Offsets offsets, boolean ofTensor, Factors factors) {
        List<Integer> counts = List.of(offsets.rows().length, offsets.columns().length);
        if (ofTensor || !factors.dimensions().equals(counts)) {
            throw new IllegalArgumentException(
                    "offsets are of "
                            + counts
                            + " rows and columns, the factors have "
                            + factors.dimensions()
                            + (ofTensor ? " and are of a tensor" : ""));
        }
    }

    /** Returns the factors with the offsets as two more columns; the factors if there are none. */
    @Override
    public Factors outputFactors() {
        if (offsets == null) {
            return factors;
        }
        double[] rows = offsets.rows();
        for (int i = 0; i < rows.length; i++) {
            rows[i] += offsets.mean();
        }
        return OffsetColumns.append(factors, rows, offsets.columns());
    }

    @Override
    public Parameters parameters() {
        return offsets == null ? Parameters.NONE : OffsetParameters.parameters(offsets);
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
            if (offsets != null) {
                out[at] += offsets.at(indices[0][at], indices[1][at]);
            }
        }
        return out;
    }

    /** {@inheritDoc} Costs O(r) operations per entry. */
    @Override
    public void copyRow(int row, int from, int to, double[] target) {
        Objects.requireNonNull(target, "target");

        if (factors.order() != 2) {
            throw new UnsupportedOperationException("a tensor has no rows of entries");
        }
        double[] left = new double[factors.rank()];
        Arrays.fill(left, 1);
        multiply(left, 0, row);
        double[] products = new double[left.length];
        for (int j = from; j < to; j++) {
            System.arraycopy(left, 0, products, 0, left.length);
            multiply(products, 1, j);
            target[j - from] = Arrays.stream(products).sum();
            if (offsets != null) {
                target[j - from] += offsets.at(row, j);
            }
        }
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
        if (offsets != null) {
            int columns = factors.block(1).rows();
            for (int at = 0; at < length; at++) {
                out[at] += offsets.at(at / columns, at % columns);
            }
        }
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
