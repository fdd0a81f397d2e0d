package io.nadir.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What the sparse products have to be, as plain loops. */
final class SparseReference {
    private static final double TOLERANCE = 1e-12;

    private final SparseOperations in;
    private final double[] samples;

    SparseReference(SparseOperations operations) {
        in = operations;
        samples = new double[in.s.entries()];
        for (int i = 0; i < in.s.rows(); i++) {
            for (int e = in.s.starts()[i]; e < in.s.starts()[i + 1]; e++) {
                for (int k = 0; k < in.u.columns(); k++) {
                    samples[e] += in.u.get(i, k) * in.v.get(in.s.indices()[e], k);
                }
            }
        }
    }

    /** The data. */
    double[] y() {
        return in.y;
    }

    /** u_i·v_j − y at each entry. */
    double[] residual() {
        double[] out = samples.clone();
        for (int e = 0; e < out.length; e++) {
            out[e] -= in.y[e];
        }
        return out;
    }

    /** Half the sum of its squares. */
    double value() {
        double sum = 0;
        for (double d : residual()) {
            sum += 0.5 * d * d;
        }
        return sum;
    }

    /** Demands u_i·v_j − factor·y of x. */
    void assertSamples(double factor) {
        for (int e = 0; e < samples.length; e++) {
            double expected = samples[e] - factor * in.y[e];
            assertThat(in.x[e]).isCloseTo(expected, within(TOLERANCE));
        }
    }

    /** Demands the product of a sparse matrix of these values with V of t. */
    void assertProduct(double[] values) {
        for (int i = 0; i < in.s.rows(); i++) {
            for (int k = 0; k < in.v.columns(); k++) {
                double expected = 0;
                for (int e = in.s.starts()[i]; e < in.s.starts()[i + 1]; e++) {
                    expected += values[e] * in.v.get(in.s.indices()[e], k);
                }
                assertThat(in.t.get(i, k)).isCloseTo(expected, within(TOLERANCE));
            }
        }
    }
}
