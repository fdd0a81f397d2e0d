package io.nadir.tensor;

import io.nadir.check.Checks;
import io.nadir.kernel.CompressedFibers;
import io.nadir.kernel.CompressedRows;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.tensor.map.TensorMap;
import io.nadir.tensor.map.TensorShape;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The known entries of a tensor of order K whose other entries are missing: they carry no loss.
 *
 * <p>Takes 12 bytes per entry, and 4·K bytes per nonempty fiber along the last mode. The whole
 * tensor must have fewer than 2³¹ elements. Immutable and thread-safe.
 */
public final class ObservedTensor implements TensorData {
    private final TensorShape shape;
    private final CompressedFibers fibers;
    private final int[] positions;
    private final double[] values;
    private final double maxAbs;
    private final double frobenius;

    private ObservedTensor(
            TensorShape shape, CompressedFibers fibers, int[] positions, double[] values) {
        this.shape = shape;
        this.fibers = fibers;
        this.positions = positions;
        this.values = values;
        double max = 0;
        double squares = 0;
        for (double value : values) {
            max = Math.max(max, Math.abs(value));
            squares += value * value;
        }
        this.maxAbs = max;
        this.frobenius = Math.sqrt(squares);
    }

    /**
     * Creates a tensor from copies of the elements that are not NaN.
     *
     * @param shape the dimensions d_1 … d_K, K from 2 to 30
     * @param values all elements, row-major; NaN for those that are missing
     * @throws IllegalArgumentException if there are not 2 to 30 dimensions, if one is less than 1,
     *     if their product is not the length of the array, or if an element is infinite
     */
    public static ObservedTensor copyOfNonNaN(int[] shape, double[] values) {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(values, "values");

        TensorShape checked = new TensorShape(shape);
        Checks.equal("values.length", values.length, "product of the shape", checked.size());
        int[] positions = new int[values.length];
        int count = 0;
        for (int at = 0; at < values.length; at++) {
            if (Double.isInfinite(values[at])) {
                throw new IllegalArgumentException(
                        String.format(
                                "element %s = %s, allowed are finite numbers, and NaN where one"
                                        + " is missing",
                                checked.position(at), values[at]));
            }
            if (!Double.isNaN(values[at])) {
                positions[count++] = at;
            }
        }
        int[] known = Arrays.copyOf(positions, count);
        double[] observed = new double[count];
        for (int e = 0; e < count; e++) {
            observed[e] = values[known[e]];
        }
        return new ObservedTensor(checked, compress(checked, known), known, observed);
    }

    /**
     * Creates a tensor from copies of its known entries, in any order.
     *
     * @param shape the dimensions d_1 … d_K, K from 2 to 30
     * @param indices for each mode k, the index i_k of each entry, counted from 0
     * @param values the entries
     * @throws IllegalArgumentException if there are not 2 to 30 dimensions, if one is less than 1,
     *     if the arrays do not fit each other, if an index is out of range, if two entries are at
     *     one position, or if a value is not finite
     */
    public static ObservedTensor copyOf(int[] shape, int[][] indices, double[] values) {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(indices, "indices");
        Objects.requireNonNull(values, "values");

        TensorShape checked = new TensorShape(shape);
        Checks.equal("indices.length", indices.length, "dimensions", checked.order());
        long[] order = new long[values.length];
        for (int e = 0; e < values.length; e++) {
            if (!Double.isFinite(values[e])) {
                throw new IllegalArgumentException(
                        String.format(
                                "entry %d = %s, allowed are finite numbers", e + 1, values[e]));
            }
            // Sorted by position, and then by number.
            order[e] = ((long) position(checked, indices, e, values.length) << Integer.SIZE) | e;
        }
        Arrays.sort(order);
        int[] positions = new int[order.length];
        double[] sorted = new double[order.length];
        for (int e = 0; e < order.length; e++) {
            positions[e] = (int) (order[e] >>> Integer.SIZE);
            sorted[e] = values[(int) order[e]];
            if (e > 0 && positions[e] == positions[e - 1]) {
                throw new IllegalArgumentException(
                        String.format(
                                "entries %d and %d are both at %s (counted from 0), allowed is one",
                                (int) order[e - 1] + 1,
                                (int) order[e] + 1,
                                checked.position(positions[e])));
            }
        }
        return new ObservedTensor(checked, compress(checked, positions), positions, sorted);
    }

    private static int position(TensorShape shape, int[][] indices, int e, int entries) {
        int position = 0;
        for (int k = 0; k < indices.length; k++) {
            Checks.equal("indices[" + k + "].length", indices[k].length, "entries", entries);
            int index = indices[k][e];
            if (index < 0 || index >= shape.dimension(k)) {
                throw new IllegalArgumentException(
                        String.format(
                                "entry %d has the index %d in mode %d, allowed are 0 to %d",
                                e + 1, index, k + 1, shape.dimension(k) - 1));
            }
            position = position * shape.dimension(k) + index;
        }
        return position;
    }

    /** Returns the tensor that has these entries, and 0 everywhere else. */
    public DenseTensor withZeros() {
        double[] all = new double[shape.size()];
        for (int e = 0; e < positions.length; e++) {
            all[positions[e]] = values[e];
        }
        return DenseTensor.wrap(shape().stream().mapToInt(Integer::intValue).toArray(), all);
    }

    @Override
    public List<Integer> shape() {
        return shape.dimensions();
    }

    @Override
    public double maxAbs() {
        return maxAbs;
    }

    @Override
    public double frobenius() {
        return frobenius;
    }

    @Override
    public long observed() {
        return values.length;
    }

    @Override
    public String toString() {
        return "ObservedTensor " + shape + ", " + values.length + " known";
    }

    @Override
    public long fingerprint() {
        return shape.fingerprint().add(positions).add(values, values.length).value();
    }

    @Override
    public ObservedTensor timesPowerOfTwo(int exponent) {
        double[] scaled = values.clone();
        for (int e = 0; e < scaled.length; e++) {
            scaled[e] = Math.scalb(scaled[e], exponent);
        }
        return new ObservedTensor(shape, fibers, positions, scaled);
    }

    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public TensorMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        return new ObservedTensorMap(this, Loss.ofEntries(loss), threads, executor);
    }

    TensorShape layout() {
        return shape;
    }

    CompressedFibers fibers() {
        return fibers;
    }

    /** Returns the row-major positions of the entries in ascending order. */
    int[] positions() {
        return positions;
    }

    double[] values() {
        return values;
    }

    private static CompressedFibers compress(TensorShape shape, int[] positions) {
        int last = shape.dimension(shape.order() - 1);
        int[] columns = new int[positions.length];
        int[] starts = new int[positions.length + 1];
        int[] leads = new int[positions.length];
        int count = 0;
        for (int e = 0; e < positions.length; e++) {
            int lead = positions[e] / last;
            columns[e] = positions[e] % last;
            if (count == 0 || leads[count - 1] != lead) {
                leads[count] = lead;
                starts[count++] = e;
            }
        }
        starts[count] = positions.length;
        CompressedRows rows =
                new CompressedRows(count, last, Arrays.copyOf(starts, count + 1), columns);
        return new CompressedFibers(shape.order(), rows, indices(shape, leads, count));
    }

    /**
     * Returns, for each row-major position within the leading modes, its indices in these modes.
     */
    private static int[] indices(TensorShape shape, int[] leads, int count) {
        int modes = shape.order() - 1;
        int[] indices = new int[Math.multiplyExact(count, modes)];
        for (int fiber = 0; fiber < count; fiber++) {
            int rest = leads[fiber];
            for (int k = modes - 1; k >= 0; k--) {
                indices[fiber * modes + k] = rest % shape.dimension(k);
                rest /= shape.dimension(k);
            }
        }
        return indices;
    }
}
