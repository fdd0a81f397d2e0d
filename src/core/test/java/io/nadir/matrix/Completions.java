package io.nadir.matrix;

import io.nadir.Problem;
import io.nadir.model.Factors;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Seeded completion problems made to fool a solver, and their optimum from accelerated proximal
 * gradient steps on the whole matrix X, with the singular value decomposition of another library.
 */
final class Completions {
    private static final int MOST_STEPS = 30_000;

    private Completions() {}

    /**
     * A problem: weighted squares over the entries whose weight is not 0.
     *
     * @param name what it tries
     * @param y row-major m×n
     * @param weight the same
     * @param lambda λ
     * @param exponent data and λ are to be solved 2^exponent times as large
     */
    record Instance(
            String name, int m, int n, double[] y, double[] weight, double lambda, int exponent) {
        /** The data in their final scale; with weights only where there are any. */
        ObservedEntries data() {
            List<Integer> at = new ArrayList<>();
            for (int k = 0; k < y.length; k++) {
                if (weight[k] > 0) {
                    at.add(k);
                }
            }
            int[] i = at.stream().mapToInt(k -> k / n).toArray();
            int[] j = at.stream().mapToInt(k -> k % n).toArray();
            double[] values = at.stream().mapToDouble(k -> Math.scalb(y[k], exponent)).toArray();
            double[] weights = at.stream().mapToDouble(k -> weight[k]).toArray();
            return largestWeight() == 1
                    ? ObservedEntries.copyOf(m, n, i, j, values)
                    : ObservedEntries.copyOf(m, n, i, j, values, weights);
        }

        Problem problem() {
            return Problem.lowRank(data(), Math.scalb(lambda, exponent));
        }

        /** The objective of factors of the final scale, in units of these data. */
        double objective(Factors w) {
            double[] u = w.toArray(0);
            double[] v = w.toArray(1);
            double norms = 0;
            double[] x = new double[m * n];
            double unit = Math.scalb(1.0, -exponent / 2);
            for (int k = 0; k < w.rank(); k++) {
                for (int i = 0; i < m; i++) {
                    double left = unit * u[i * w.rank() + k];
                    norms += 0.5 * left * left;
                    for (int j = 0; j < n; j++) {
                        x[i * n + j] += left * unit * v[j * w.rank() + k];
                    }
                }
                for (int j = 0; j < n; j++) {
                    double right = unit * v[j * w.rank() + k];
                    norms += 0.5 * right * right;
                }
            }
            return loss(x) + lambda * norms;
        }

        /** Bounds of the optimum in units of these data: lower, then upper. */
        double[] optimum() {
            double step = 1 / Math.max(largestWeight(), 1e-300);
            double[] x = new double[m * n];
            double[] ahead = x.clone();
            double momentum = 1;
            double upper = loss(x);
            double lower = 0;
            for (int k = 0; k < MOST_STEPS && upper - lower > 1e-8 * upper; k++) {
                double[] target = ahead.clone();
                for (int e = 0; e < target.length; e++) {
                    target[e] += step * weight[e] * (y[e] - ahead[e]);
                }
                double nuclear = threshold(target, step * lambda);
                double value = loss(target) + lambda * nuclear;
                double next = 0.5 * (1 + Math.sqrt(1 + 4 * momentum * momentum));
                // A step that raised f starts the acceleration again.
                double push = value > upper ? 0 : (momentum - 1) / next;
                momentum = value > upper ? 1 : next;
                for (int e = 0; e < target.length; e++) {
                    ahead[e] = target[e] + push * (target[e] - x[e]);
                }
                x = target;
                upper = Math.min(upper, value);
                if (k % 10 == 0) {
                    lower = Math.max(lower, dual(x));
                }
            }
            return new double[] {lower, upper};
        }

        private double largestWeight() {
            double largest = 0;
            for (double w : weight) {
                largest = Math.max(largest, w);
            }
            return largest;
        }

        private double loss(double[] x) {
            double sum = 0;
            for (int e = 0; e < x.length; e++) {
                sum += 0.5 * weight[e] * (y[e] - x[e]) * (y[e] - x[e]);
            }
            return sum;
        }

        /** The dual value of the residual, scaled to be feasible. */
        private double dual(double[] x) {
            double[] residual = new double[x.length];
            double inner = 0;
            double square = 0;
            for (int e = 0; e < x.length; e++) {
                residual[e] = weight[e] * (y[e] - x[e]);
                inner += residual[e] * y[e];
                square += weight[e] > 0 ? residual[e] * residual[e] / weight[e] : 0;
            }
            double sigma = svd(residual, false).getSingularValues()[0];
            double s = Math.min(sigma > lambda ? lambda / sigma : 1, inner / square);
            return square > 0 ? s * inner - 0.5 * s * s * square : 0;
        }

        /** Thresholds the singular values in place; returns the sum of what is left of them. */
        private double threshold(double[] x, double by) {
            SingularValueDecomposition_F64<DMatrixRMaj> svd = svd(x, true);
            double[] sigma = svd.getSingularValues();
            DMatrixRMaj u = svd.getU(null, false);
            DMatrixRMaj vt = svd.getV(null, true);
            Arrays.fill(x, 0);
            double sum = 0;
            for (int k = 0; k < Math.min(m, n); k++) {
                double left = Math.max(0, sigma[k] - by);
                sum += left;
                for (int e = 0; left > 0 && e < x.length; e++) {
                    x[e] += left * u.get(e / n, k) * vt.get(k, e % n);
                }
            }
            return sum;
        }

        private SingularValueDecomposition_F64<DMatrixRMaj> svd(double[] x, boolean vectors) {
            SingularValueDecomposition_F64<DMatrixRMaj> svd =
                    DecompositionFactory_DDRM.svd(m, n, vectors, vectors, true);
            if (!svd.decompose(DMatrixRMaj.wrap(m, n, x.clone()))) {
                throw new IllegalStateException("reference decomposition failed");
            }
            double[] sigma = svd.getSingularValues();
            if (!vectors) {
                Arrays.sort(sigma, 0, Math.min(m, n));
                double largest = sigma[Math.min(m, n) - 1];
                sigma[Math.min(m, n) - 1] = sigma[0];
                sigma[0] = largest;
            }
            return svd;
        }
    }

    /** The instance number {@code index}: kinds take turns, shapes and numbers are random. */
    static Instance generate(int index) {
        Random random = new Random(index);
        int bound = index % 50 == 0 ? 20 : 8;
        int m = 1 + random.nextInt(bound);
        int n = 1 + random.nextInt(bound);
        double lambda = Math.pow(10, -0.5 + random.nextDouble());
        return switch (index % 14) {
            case 0 -> gaussian("gaussian", m, n, 0.6, lambda, 0, random);
            case 1 -> gaussian("sparse", m, n, 0.2, lambda, 0, random);
            case 2 -> gaussian("one row", 1, n, 0.5, lambda, 0, random);
            case 3 -> gaussian("one column", m, 1, 0.5, lambda, 0, random);
            case 4 -> gaussian("all observed", m, n, 1, lambda, 0, random);
            case 5 -> single(m, n, lambda, random);
            case 6 -> withoutRow(m + 1, n, lambda, random);
            case 7 -> withoutColumn(m, n + 1, lambda, random);
            case 8 -> gaussian("scale 1e-150", m, n, 0.5, lambda, -498, random);
            case 9 -> gaussian("scale 1e150", m, n, 0.5, lambda, 498, random);
            case 10 -> planted(m, n, 0.3 * lambda, random);
            case 11 -> weighted(m, n, lambda, random);
            case 12 -> gaussian("lambda beyond all", m, n, 0.5, 1000, 0, random);
            default -> constant(m, n, lambda, random);
        };
    }

    private static Instance gaussian(
            String name, int m, int n, double density, double lambda, int exponent, Random random) {
        double[] y = new double[m * n];
        double[] weight = new double[m * n];
        for (int e = 0; e < y.length; e++) {
            y[e] = random.nextGaussian() + 0.5;
            weight[e] = random.nextDouble() < density ? 1 : 0;
        }
        weight[random.nextInt(y.length)] = 1;
        return new Instance(name, m, n, y, weight, lambda, exponent);
    }

    private static Instance single(int m, int n, double lambda, Random random) {
        return gaussian("single entry", m, n, 0, lambda, 0, random);
    }

    private static Instance withoutRow(int m, int n, double lambda, Random random) {
        Instance base = gaussian("row without entries", m, n, 0.7, lambda, 0, random);
        int row = random.nextInt(m);
        for (int j = 0; j < n; j++) {
            base.weight()[row * n + j] = 0;
        }
        base.weight()[(row + 1) % m * n] = 1;
        return base;
    }

    private static Instance withoutColumn(int m, int n, double lambda, Random random) {
        Instance base = gaussian("column without entries", m, n, 0.7, lambda, 0, random);
        int column = random.nextInt(n);
        for (int i = 0; i < m; i++) {
            base.weight()[i * n + column] = 0;
        }
        base.weight()[(column + 1) % n] = 1;
        return base;
    }

    private static Instance planted(int m, int n, double lambda, Random random) {
        Instance base = gaussian("low rank", m, n, 0.7, lambda, 0, random);
        double[] u = random.doubles(m, -1, 1).toArray();
        double[] v = random.doubles(n, -1, 1).toArray();
        for (int e = 0; e < base.y().length; e++) {
            base.y()[e] = 3 * u[e / n] * v[e % n];
        }
        return base;
    }

    private static Instance weighted(int m, int n, double lambda, Random random) {
        Instance base = gaussian("weighted", m, n, 0.6, lambda, 0, random);
        for (int e = 0; e < base.weight().length; e++) {
            base.weight()[e] *= 0.2 + 2 * random.nextDouble();
        }
        return base;
    }

    private static Instance constant(int m, int n, double lambda, Random random) {
        Instance base = gaussian("constant", m, n, 0.5, lambda, 0, random);
        Arrays.fill(base.y(), 2);
        return base;
    }
}
