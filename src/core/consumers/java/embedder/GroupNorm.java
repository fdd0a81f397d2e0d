package embedder;

import io.nadir.model.Gauge;

/** The norm of the group lasso: Σ_j ‖x_j‖₂ over groups of consecutive elements. */
// @start region="gauge"
record GroupNorm(int size) implements Gauge {
    @Override
    public String name() {
        return "group-norm:" + size;
    }

    @Override
    public double value(double[] x, int offset, int stride, int length) {
        double sum = 0;
        for (int first = 0; first < length; first += size) {
            sum += norm(x, offset + first * stride, stride, Math.min(size, length - first));
        }
        return sum;
    }

    /** Shrinks the norm of each group by the weight. */
    @Override
    public void prox(double weight, double[] x, int offset, int stride, int length) {
        for (int first = 0; first < length; first += size) {
            int count = Math.min(size, length - first);
            double norm = norm(x, offset + first * stride, stride, count);
            double factor = norm > weight ? 1 - weight / norm : 0;
            scale(factor, x, offset + first * stride, stride, count);
        }
    }

    /** The dual gauge is the largest norm of a group; that group alone, normalized, attains it. */
    @Override
    public double polarize(double[] z, int offset, int stride, int length) {
        double largest = 0;
        int best = 0;
        for (int first = 0; first < length; first += size) {
            double norm = norm(z, offset + first * stride, stride, Math.min(size, length - first));
            if (norm > largest) {
                largest = norm;
                best = first;
            }
        }
        for (int first = 0; first < length; first += size) {
            double factor = first == best && largest > 0 ? 1 / largest : 0;
            scale(factor, z, offset + first * stride, stride, Math.min(size, length - first));
        }
        return largest;
    }

    /** Σ_j ‖x_j‖₂ ≥ ‖x‖₂. */
    @Override
    public double lowerConstant() {
        return 1;
    }

    private static double norm(double[] x, int offset, int stride, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double element = x[offset + i * stride];
            sum += element * element;
        }
        return Math.sqrt(sum);
    }

    private static void scale(double factor, double[] x, int offset, int stride, int count) {
        for (int i = 0; i < count; i++) {
            x[offset + i * stride] *= factor;
        }
    }
}
// @end
