package io.nadir.network.twolayer.polar;

import org.jspecify.annotations.Nullable;

/**
 * The rows of {@link CollinearRows} on one cone: those of constant sign summed up, the others, the
 * open ones, with their values t_ik = s_i·û_k at the vertices. Working memory for one cone at a
 * time.
 */
final class OpenRows {
    private final ReluFunction f;
    private final double[] linear;
    private final int r;
    private final int q;
    private final double[] s;
    private final double[] z;
    private final int[] rows;
    private final double[] t;
    private final double[] high;
    private final double[] low;
    private double[] decided = new double[0];
    private int count;

    OpenRows(CollinearRows merged) {
        this.f = merged.rows();
        this.linear = merged.linear();
        this.r = f.dimension();
        this.q = f.outputs();
        this.s = packed(f.inputs().data(), f.inputs().stride(), r);
        this.z = packed(f.dual().data(), f.dual().stride(), q);
        this.rows = new int[f.rows()];
        this.t = new double[f.rows() * r];
        this.high = new double[f.rows()];
        this.low = new double[f.rows()];
    }

    /**
     * Sorts the rows that are open in a larger cone.
     *
     * @param parent that cone, or null for all rows
     */
    void enter(ConeGeometry cone, @Nullable Cone parent) {
        decided = (parent == null ? linear : parent.decided()).clone();
        count = 0;
        int candidates = parent == null ? f.rows() : parent.open().length;
        for (int c = 0; c < candidates; c++) {
            int i = parent == null ? c : parent.open()[c];
            if (evaluate(i, cone.units())) {
                rows[count++] = i;
            } else {
                decide(i, high[count] > 0 ? 1 : f.slope());
            }
        }
    }

    /** Number of open rows. */
    int count() {
        return count;
    }

    /** The open rows, copied. */
    int[] rows() {
        int[] copy = new int[count];
        System.arraycopy(rows, 0, copy, 0, count);
        return copy;
    }

    /** M of the decided rows, and L, q×r; not to be changed. */
    double[] decided() {
        return decided;
    }

    /** Index of open row {@code c} in the function. */
    int row(int c) {
        return rows[c];
    }

    /** t of open row {@code c} at vertex k. */
    double at(int c, int k) {
        return t[c * r + k];
    }

    /** Largest t of open row {@code c}, positive. */
    double high(int c) {
        return high[c];
    }

    /** Largest −t of open row {@code c}, positive. */
    double low(int c) {
        return low[c];
    }

    /** The slope of the chord of σ from −low to high. */
    double chordSlope(int c) {
        return (high[c] + f.slope() * low[c]) / (high[c] + low[c]);
    }

    /** y(w) for a direction w of the cone. */
    double[] image(double[] w) {
        double[] y = linear(w);
        for (int c = 0; c < count; c++) {
            double inner = 0;
            for (int j = 0; j < r; j++) {
                inner += s[rows[c] * r + j] * w[j];
            }
            addDual(c, f.activation(inner), y, 0);
        }
        return y;
    }

    /** M·w of the decided rows. */
    double[] linear(double[] w) {
        double[] y = new double[q];
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < r; j++) {
                y[i] += decided[i * r + j] * w[j];
            }
        }
        return y;
    }

    /** z_i·y[at:at+q] for open row {@code c}. */
    double dualInner(int c, double[] y, int at) {
        double sum = 0;
        for (int j = 0; j < q; j++) {
            sum += z[rows[c] * q + j] * y[at + j];
        }
        return sum;
    }

    /** y[at:at+q] += factor·z_i for open row {@code c}. */
    void addDual(int c, double factor, double[] y, int at) {
        for (int j = 0; j < q; j++) {
            y[at + j] += factor * z[rows[c] * q + j];
        }
    }

    /** x += factor·s_i for open row {@code c}. */
    void addInput(int c, double factor, double[] x) {
        for (int j = 0; j < r; j++) {
            x[j] += factor * s[rows[c] * r + j];
        }
    }

    /** x·s_i for open row {@code c}. */
    double inputInner(int c, double[] x) {
        double sum = 0;
        for (int j = 0; j < r; j++) {
            sum += x[j] * s[rows[c] * r + j];
        }
        return sum;
    }

    /** s_i·s_i for open row {@code c}. */
    double inputSquare(int c) {
        double sum = 0;
        for (int j = 0; j < r; j++) {
            sum += s[rows[c] * r + j] * s[rows[c] * r + j];
        }
        return sum;
    }

    /** Writes row i to the place after the open ones; returns whether it has both signs. */
    private boolean evaluate(int i, double[] units) {
        double largest = 0;
        double smallest = 0;
        for (int k = 0; k < r; k++) {
            double sum = 0;
            for (int j = 0; j < r; j++) {
                sum += s[i * r + j] * units[k * r + j];
            }
            t[count * r + k] = sum;
            largest = Math.max(largest, sum);
            smallest = Math.min(smallest, sum);
        }
        high[count] = largest;
        low[count] = -smallest;
        return largest > 0 && smallest < 0;
    }

    private void decide(int i, double slope) {
        for (int j = 0; j < q; j++) {
            double factor = slope * z[i * q + j];
            for (int k = 0; k < r; k++) {
                decided[j * r + k] += factor * s[i * r + k];
            }
        }
    }

    private double[] packed(double[] data, int stride, int columns) {
        double[] out = new double[f.rows() * columns];
        for (int i = 0; i < f.rows(); i++) {
            System.arraycopy(data, i * stride, out, i * columns, columns);
        }
        return out;
    }
}
