package embedder;

import io.nadir.model.Gauge;

import java.util.List;
import java.util.stream.IntStream;

/** A gauge of the application's own: Σ ‖x_g‖₂ over groups g of {@code size} neighbours each. */
// @start region="gauge"
record GroupLasso(int size) implements Gauge {
    @Override
    public String name() {
        return "groups:" + size;
    }

    @Override
    public double value(double[] x, int offset, int stride, int length) {
        double sum = 0;
        for (int from = 0; from < length; from += size) {
            sum += norm(x, offset, stride, from, length);
        }
        return sum;
    }

    /** Shortens each group by the weight; a group shorter than that becomes 0. */
    @Override
    public void prox(double weight, double[] x, int offset, int stride, int length) {
        for (int from = 0; from < length; from += size) {
            double norm = norm(x, offset, stride, from, length);
            scale(norm > weight ? 1 - weight / norm : 0, x, offset, stride, from, length);
        }
    }

    /** The longest group, as a unit vector, and 0 elsewhere; returns its length. */
    @Override
    public double polarize(double[] z, int offset, int stride, int length) {
        double longest = 0;
        int best = 0;
        for (int from = 0; from < length; from += size) {
            double norm = norm(z, offset, stride, from, length);
            if (norm > longest) {
                longest = norm;
                best = from;
            }
        }
        for (int from = 0; from < length; from += size) {
            boolean chosen = from == best && longest > 0;
            scale(chosen ? 1 / longest : 0, z, offset, stride, from, length);
        }
        return longest;
    }

    /** Optional: tells that this is a norm of groups, for which the polar is exact. */
    @Override
    public List<int[]> groups(int length) {
        return IntStream.iterate(0, from -> from < length, from -> from + size)
                .mapToObj(from -> IntStream.range(from, Math.min(from + size, length)).toArray())
                .toList();
    }

    /** Σ ‖x_g‖₂ ≥ ‖x‖₂. */
    @Override
    public double lowerConstant() {
        return 1;
    }

    private double norm(double[] x, int offset, int stride, int from, int length) {
        double sum = 0;
        for (int i = from; i < Math.min(from + size, length); i++) {
            double element = x[offset + i * stride];
            sum += element * element;
        }
        return Math.sqrt(sum);
    }

    private void scale(double factor, double[] x, int offset, int stride, int from, int length) {
        for (int i = from; i < Math.min(from + size, length); i++) {
            x[offset + i * stride] *= factor;
        }
    }
}
// @end
