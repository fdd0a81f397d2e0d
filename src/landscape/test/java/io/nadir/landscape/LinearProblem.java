package io.nadir.landscape;

import io.nadir.matrix.DenseMatrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Samples for linear networks, with the risk and its derivatives by plain loops and differences.
 *
 * @param m samples
 * @param x m × n₀
 * @param y m × n₂
 */
record LinearProblem(int m, int inputs, int outputs, double[] x, double[] y) {
    /** What is special about random samples. */
    enum Kind {
        /** Theorem 1.2 holds. */
        REGULAR,
        /** Σ has less than full rank: few targets are independent, and exact. */
        DEFICIENT_SIGMA,
        /** Σ_xx is singular: inputs in a subspace. */
        SINGULAR_INPUTS,
        /** Fewer samples than inputs: Σ_xx is singular and the fit exact. */
        FEW_SAMPLES,
        /** All eigenvalues of Σ are equal. */
        EQUAL_EIGENVALUES,
        /** Eigenvalues of Σ over 12 orders of magnitude. */
        STEEP
    }

    static LinearProblem random(Kind kind, int inputs, int outputs, Random random) {
        int m = kind == Kind.FEW_SAMPLES ? Math.max(1, inputs - 1) : 3 * (inputs + outputs);
        double[] x = gaussian(m * inputs, random);
        if (kind == Kind.SINGULAR_INPUTS) {
            int rank = Math.max(1, inputs - 1);
            x =
                    product(
                            m,
                            rank,
                            inputs,
                            gaussian(m * rank, random),
                            gaussian(rank * inputs, random));
        }
        return switch (kind) {
            case DEFICIENT_SIGMA -> {
                int rank = Math.max(1, Math.min(inputs, outputs) - 2);
                double[] b = gaussian(inputs * rank, random);
                double[] c = gaussian(rank * outputs, random);
                double[] t = product(m, inputs, rank, x, b);
                yield new LinearProblem(m, inputs, outputs, x, product(m, rank, outputs, t, c));
            }
            case EQUAL_EIGENVALUES -> equal(inputs, outputs);
            case STEEP -> {
                double[] b = gaussian(inputs * outputs, random);
                for (int at = 0; at < b.length; at++) {
                    b[at] *= Math.pow(10, -2.0 * (at % outputs));
                }
                yield new LinearProblem(m, inputs, outputs, x, product(m, inputs, outputs, x, b));
            }
            default -> {
                double[] b = gaussian(inputs * outputs, random);
                double[] y = product(m, inputs, outputs, x, b);
                for (int at = 0; at < y.length; at++) {
                    y[at] += random.nextGaussian();
                }
                yield new LinearProblem(m, inputs, outputs, x, y);
            }
        };
    }

    /** X = I, and Y its first columns: Σ is the identity, as far as there are inputs. */
    private static LinearProblem equal(int inputs, int outputs) {
        double[] x = new double[inputs * inputs];
        double[] y = new double[inputs * outputs];
        for (int i = 0; i < inputs; i++) {
            x[i * inputs + i] = 1;
            if (i < outputs) {
                y[i * outputs + i] = 1;
            }
        }
        return new LinearProblem(inputs, inputs, outputs, x, y);
    }

    static double[] gaussian(int count, Random random) {
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = random.nextGaussian();
        }
        return out;
    }

    /** A·B for A p×q and B q×r, row-major. */
    static double[] product(int p, int q, int r, double[] a, double[] b) {
        double[] out = new double[p * r];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < r; j++) {
                double sum = 0;
                for (int k = 0; k < q; k++) {
                    sum += a[i * q + k] * b[k * r + j];
                }
                out[i * r + j] = sum;
            }
        }
        return out;
    }

    static LinearNetwork randomNetwork(int[] widths, Random random) {
        List<double[]> weights = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            weights.add(gaussian(widths[l] * widths[l - 1], random));
        }
        return LinearNetwork.copyOf(widths, weights);
    }

    /** With the same samples in other units. */
    LinearProblem scaled(double xScale, double yScale) {
        double[] newX = x.clone();
        double[] newY = y.clone();
        for (int at = 0; at < newX.length; at++) {
            newX[at] *= xScale;
        }
        for (int at = 0; at < newY.length; at++) {
            newY[at] *= yScale;
        }
        return new LinearProblem(m, inputs, outputs, newX, newY);
    }

    DenseMatrix inputMatrix() {
        return DenseMatrix.wrap(m, inputs, x);
    }

    DenseMatrix targetMatrix() {
        return DenseMatrix.wrap(m, outputs, y);
    }

    LinearLandscape landscape() {
        return LinearLandscape.of(inputMatrix(), targetMatrix());
    }

    int[] widths(int... hidden) {
        int[] widths = new int[hidden.length + 2];
        widths[0] = inputs;
        System.arraycopy(hidden, 0, widths, 1, hidden.length);
        widths[hidden.length + 1] = outputs;
        return widths;
    }

    /** (1/m)·Σ ‖y − W_L·…·W_1·x‖². */
    double risk(LinearNetwork network) {
        int[] widths = network.widths();
        double[] z = network.layer(1);
        for (int l = 2; l < widths.length; l++) {
            z = product(widths[l], widths[l - 1], inputs, network.layer(l), z);
        }
        double sum = 0;
        for (int i = 0; i < m; i++) {
            for (int k = 0; k < outputs; k++) {
                double error = y[i * outputs + k];
                for (int j = 0; j < inputs; j++) {
                    error -= z[k * inputs + j] * x[i * inputs + j];
                }
                sum += error * error;
            }
        }
        return sum / m;
    }

    double variance() {
        double sum = 0;
        for (double value : y) {
            sum += value * value;
        }
        return sum / m;
    }

    /** The second derivative along a direction by central differences. */
    double curvature(LinearNetwork at, LinearNetwork direction, double h) {
        return (risk(at.plus(h, direction)) - 2 * risk(at) + risk(at.plus(-h, direction)))
                / (h * h);
    }

    /** The derivative along a direction by central differences. */
    double slope(LinearNetwork at, LinearNetwork direction, double h) {
        return (risk(at.plus(h, direction)) - risk(at.plus(-h, direction))) / (2 * h);
    }

    static double inner(LinearNetwork a, LinearNetwork b) {
        double sum = 0;
        for (int l = 1; l <= a.depth(); l++) {
            double[] left = a.layer(l);
            double[] right = b.layer(l);
            for (int at = 0; at < left.length; at++) {
                sum += left[at] * right[at];
            }
        }
        return sum;
    }

    static double norm(LinearNetwork a) {
        return Math.sqrt(inner(a, a));
    }
}
