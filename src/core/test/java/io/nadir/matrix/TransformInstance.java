package io.nadir.matrix;

import io.nadir.Problem;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.linsol.svd.SolvePseudoInverseSvd_DDRM;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A small seeded problem with a fixed V, made to be hard: columns of V of unlike scale, repeated or
 * nearly so, weights to 1e6, λ down to 1e-5 of the data's scale; with bounds of its minimum that
 * share no code with the solver.
 *
 * @param y row-major m×n
 * @param weights of the entries; 0 where none is observed
 * @param v row-major n×rank
 * @param penalty of a column of U
 */
record TransformInstance(
        int m,
        int n,
        int rank,
        double[] y,
        double[] weights,
        double[] v,
        Loss loss,
        Penalty penalty,
        double lambda,
        boolean missing) {
    /** θ of a column (u, v): square·½(‖u‖² + ‖v‖²), or norm(u)·partner(v), u ≥ 0 if signed. */
    record Penalty(
            Regularizer theta,
            EuclideanPlusL1 norm,
            EuclideanPlusL1 partner,
            boolean square,
            boolean signed) {}

    private static final int SEARCHES = 20_000;
    private static final int CORRECTIONS = 2;

    /** Shares of the largest singular value below which columns of V count as dependent. */
    private static final double[] THRESHOLDS = {1e-3, 1e-5, 1e-7, 1e-9, 1e-11, 1e-13};

    private static final EuclideanPlusL1 L2 = EuclideanPlusL1.EUCLIDEAN;
    private static final EuclideanPlusL1 L1 = EuclideanPlusL1.ONE;

    private static final List<Penalty> PENALTIES =
            List.of(
                    squares(false, false),
                    squares(true, true),
                    squares(true, false),
                    norms(L2, L2, false, false),
                    norms(L1, L1, false, false),
                    norms(L1, L2, false, false),
                    norms(L2, EuclideanPlusL1.sparse(0.5), false, false),
                    norms(EuclideanPlusL1.sparse(0.3), L2, false, false),
                    norms(L2, L2, true, true),
                    norms(L1, L2, true, true),
                    norms(new EuclideanPlusL1(2, 0.3), L1, true, false));

    private static Penalty squares(boolean signed, boolean partnerSigned) {
        return new Penalty(new SquaredNorms(signed, partnerSigned), L2, L2, true, signed);
    }

    private static Penalty norms(
            EuclideanPlusL1 norm, EuclideanPlusL1 partner, boolean signed, boolean partnerSigned) {
        Gauge left = signed ? new NonNegative(norm) : norm;
        Gauge right = partnerSigned ? new NonNegative(partner) : partner;
        return new Penalty(new GaugeProduct(left, right), norm, partner, false, signed);
    }

    /** The instance number {@code index}. */
    static TransformInstance generate(int index) {
        Random random = new Random(index);
        int m = 1 + random.nextInt(6);
        int n = 1 + random.nextInt(8);
        int rank = 1 + random.nextInt(5);
        Penalty penalty = PENALTIES.get(index % PENALTIES.size());
        Loss loss =
                List.of(
                                new SquaredLoss(),
                                new HuberLoss(0.1 + random.nextDouble()),
                                new LogisticLoss(),
                                new SquaredHingeLoss())
                        .get(random.nextInt(4));
        boolean labels = loss instanceof LogisticLoss || loss instanceof SquaredHingeLoss;
        double[] y = random.doubles((long) m * n).map(x -> 4 * x - 2).toArray();
        if (labels) {
            Arrays.setAll(y, at -> Math.signum(y[at]));
        }
        double[] v = factor(n, rank, random);
        if (penalty.theta().name().endsWith(",nonnegative")
                || penalty.theta().name().contains(",nonnegative-")) {
            Arrays.setAll(v, at -> Math.abs(v[at]));
        }
        boolean missing = random.nextInt(3) == 0;
        double[] weights = weights(m * n, missing, random);
        double scale = Arrays.stream(y).map(Math::abs).max().orElse(1);
        double lambda = scale * Math.pow(10, -5 * random.nextDouble());
        return new TransformInstance(m, n, rank, y, weights, v, loss, penalty, lambda, missing);
    }

    private static double[] factor(int n, int rank, Random random) {
        double[] v = new double[n * rank];
        for (int c = 0; c < rank; c++) {
            double scale = new double[] {1, 1e-3, 1e-6}[random.nextInt(3)];
            int like = c > 0 && random.nextInt(3) == 0 ? random.nextInt(c) : -1;
            double noise = new double[] {0, 1e-12, 1e-8, 1e-4}[random.nextInt(4)];
            for (int j = 0; j < n; j++) {
                double fresh = 2 * random.nextDouble() - 1;
                v[j * rank + c] =
                        like < 0 ? scale * fresh : v[j * rank + like] * (1 + noise * fresh);
            }
        }
        return v;
    }

    private static double[] weights(int length, boolean missing, Random random) {
        double[] weights = new double[length];
        int most = random.nextInt(7);
        Arrays.setAll(
                weights,
                at -> {
                    boolean seen = !missing || random.nextInt(3) > 0;
                    return seen ? Math.pow(10, most * random.nextDouble()) : 0;
                });
        if (most == 0) {
            Arrays.setAll(weights, at -> weights[at] > 0 ? 1 : 0);
        }
        return weights;
    }

    Problem problem() {
        return new Problem(data(), loss, penalty.theta(), lambda);
    }

    private MatrixData data() {
        DenseMatrix dense = DenseMatrix.wrap(m, n, y.clone());
        if (!missing && Arrays.stream(weights).allMatch(weight -> weight == 1)) {
            return dense;
        }
        DenseMatrix all = DenseMatrix.wrap(m, n, weights.clone());
        if (!missing) {
            return dense.withWeights(all);
        }
        double[] known = y.clone();
        for (int at = 0; at < known.length; at++) {
            known[at] = weights[at] > 0 ? known[at] : Double.NaN;
        }
        return ObservedEntries.copyOfNonNaN(m, n, known).withWeights(all);
    }

    /** The part of f that does not depend on U. */
    double constant() {
        double sum = 0;
        for (int c = 0; penalty.square() && c < rank; c++) {
            for (double x : column(v, n, c)) {
                sum += 0.5 * lambda * x * x;
            }
        }
        return sum;
    }

    /** f(U) less the constant, infinite where U violates a constraint. */
    double objective(double[] u) {
        double sum = 0;
        for (int at = 0; at < y.length; at++) {
            sum += weights[at] == 0 ? 0 : weights[at] * loss.value(y[at], output(u, at));
        }
        for (int c = 0; c < rank; c++) {
            double[] column = column(u, m, c);
            for (double x : column) {
                if (penalty.signed() && x < 0) {
                    return Double.POSITIVE_INFINITY;
                }
            }
            double size = gauge(penalty.norm(), column);
            sum += penalty.square() ? 0.5 * lambda * size * size : price(c) * size;
        }
        return sum;
    }

    /**
     * A lower bound of f less the constant: the largest dual value at the gradient near U, made
     * feasible by scaling. In between the gradient is moved by the least change, in the metric of ℓ
     * there, that makes it minus a subgradient of the penalty, since a U that is rounded has a
     * gradient that is off by its weights times the rounding.
     */
    double dualValue(double[] u) {
        double[] g = new double[y.length];
        double[] bends = new double[y.length];
        for (int at = 0; at < g.length; at++) {
            double x = output(u, at);
            g[at] = loss.derivative(y[at], x);
            bends[at] = loss.secondDerivative(y[at], x);
        }
        double best = scaledDualValue(g);
        for (double threshold : THRESHOLDS) {
            double[] moved = g.clone();
            for (int round = 0; round < CORRECTIONS; round++) {
                correct(u, moved, bends, threshold);
                best = Math.max(best, scaledDualValue(moved));
            }
        }
        return best;
    }

    /** The dual value at g, for each unit of weight, scaled to be feasible. */
    private double scaledDualValue(double[] g) {
        double[] scales = new double[m];
        Arrays.fill(scales, 1);
        double conjugate = 0;
        for (int c = 0; c < rank; c++) {
            double[] z = pairing(g, c);
            if (penalty.signed()) {
                Arrays.setAll(z, i -> Math.max(0, z[i]));
            }
            if (penalty.square()) {
                double size = gauge(EuclideanPlusL1.EUCLIDEAN, z);
                conjugate += size * size / (2 * lambda);
            } else if (price(c) > 0) {
                shrink(scales, price(c), z);
            }
        }
        double sum = -conjugate;
        for (int at = 0; at < g.length; at++) {
            if (weights[at] > 0) {
                sum += weights[at] * loss.dualValue(y[at], scales[at / n] * g[at]);
            }
        }
        return sum;
    }

    /** −Gᵀ-products of column c of V. */
    private double[] pairing(double[] g, int c) {
        double[] weighted = new double[g.length];
        Arrays.setAll(weighted, at -> weights[at] * g[at]);
        double[] z = new double[m];
        Arrays.setAll(z, i -> -dot(weighted, i * n, 1, v, c, rank, n));
        return z;
    }

    private void correct(double[] u, double[] g, double[] bends, double threshold) {
        double[][] change = new double[m][rank];
        for (int c = 0; c < rank; c++) {
            double[] z = pairing(g, c);
            double[] wanted = subgradient(column(u, m, c), z, c);
            for (int i = 0; i < m; i++) {
                change[i][c] = z[i] - wanted[i];
            }
        }
        for (int i = 0; i < m; i++) {
            correctRow(i, change[i], g, bends, threshold);
        }
    }

    /** The subgradient of the penalty at a column of U that is about the nearest to z. */
    private double[] subgradient(double[] column, double[] z, int c) {
        double[] near = z.clone();
        double size = gauge(EuclideanPlusL1.EUCLIDEAN, column);
        double one = price(c) * penalty.norm().one();
        for (int i = 0; i < m; i++) {
            if (column[i] != 0) {
                double slope = penalty.norm().euclidean() * (column[i] / size);
                near[i] = price(c) * slope + one * Math.signum(column[i]);
            } else if (size > 0 || penalty.norm().euclidean() == 0) {
                near[i] = Math.min(one, penalty.signed() ? z[i] : Math.max(-one, z[i]));
            }
            if (penalty.square()) {
                near[i] = column[i] != 0 || !penalty.signed() ? lambda * column[i] : z[i];
            }
        }
        return near;
    }

    /** g += B·V·δ with VᵀWBVδ = change, B the second derivatives: least squares. */
    private void correctRow(int i, double[] change, double[] g, double[] bends, double threshold) {
        DMatrixRMaj a = new DMatrixRMaj(rank, n);
        double[] norms = new double[rank];
        for (int c = 0; c < rank; c++) {
            norms[c] = gauge(EuclideanPlusL1.EUCLIDEAN, column(v, n, c));
            for (int j = 0; norms[c] > 0 && j < n; j++) {
                double root = Math.sqrt(weights[i * n + j] * bends[i * n + j]);
                a.set(c, j, root * (v[j * rank + c] / norms[c]));
            }
        }
        DMatrixRMaj right = new DMatrixRMaj(rank, 1);
        for (int c = 0; c < rank; c++) {
            right.set(c, 0, norms[c] > 0 ? change[c] / norms[c] : 0);
        }
        var solver = new SolvePseudoInverseSvd_DDRM();
        solver.setThreshold(threshold);
        DMatrixRMaj moved = new DMatrixRMaj(n, 1);
        if (!solver.setA(a)) {
            return;
        }
        solver.solve(right, moved);
        for (int j = 0; j < n; j++) {
            int at = i * n + j;
            if (weights[at] > 0) {
                double bent = g[at] + Math.sqrt(bends[at] / weights[at]) * moved.get(j, 0);
                g[at] = loss.dualValue(y[at], bent) > Double.NEGATIVE_INFINITY ? bent : g[at];
            }
        }
    }

    /** What rows are not coupled by has a scale for each of them. */
    private void shrink(double[] scales, double price, double[] z) {
        double all = dual(penalty.norm(), z);
        for (int i = 0; i < m; i++) {
            double size =
                    penalty.norm().euclidean() == 0 ? Math.abs(z[i]) / penalty.norm().one() : all;
            scales[i] = Math.min(scales[i], price / size);
        }
    }

    /** The lowest f less the constant that a search in random directions from U finds. */
    double searched(double[] u, Random random) {
        double[] best = u.clone();
        double value = objective(best);
        double step = 1e-2;
        for (int trial = 0; trial < SEARCHES; trial++) {
            double[] moved = best.clone();
            int only = random.nextInt(2 * u.length);
            for (int at = 0; at < moved.length; at++) {
                if (only >= u.length || only == at) {
                    double size =
                            Math.abs(moved[at]) + Math.max(1e-3, gauge(EuclideanPlusL1.ONE, u));
                    moved[at] += step * size * random.nextGaussian();
                    moved[at] = penalty.signed() ? Math.max(0, moved[at]) : moved[at];
                }
            }
            double found = objective(moved);
            step = found < value ? 2 * step : Math.max(1e-14, 0.9 * step);
            step = trial % 100 == 99 ? Math.pow(10, -12 * random.nextDouble()) : step;
            if (found < value) {
                value = found;
                best = moved;
            }
        }
        return value;
    }

    /** λ times the partner's norm of column c of V. */
    private double price(int c) {
        return lambda * gauge(penalty.partner(), column(v, n, c));
    }

    private double output(double[] u, int at) {
        return dot(u, at / n * rank, 1, v, at % n * rank, 1, rank);
    }

    private static double[] column(double[] matrix, int rows, int c) {
        double[] column = new double[rows];
        Arrays.setAll(column, i -> matrix[i * (matrix.length / rows) + c]);
        return column;
    }

    private static double gauge(EuclideanPlusL1 norm, double[] x) {
        double squares = 0;
        double magnitudes = 0;
        for (double element : x) {
            squares += element * element;
            magnitudes += Math.abs(element);
        }
        return norm.euclidean() * Math.sqrt(squares) + norm.one() * magnitudes;
    }

    /** min { t : ‖(|z| − bt)₊‖₂ ≤ at } by bisection, from above. */
    private static double dual(EuclideanPlusL1 norm, double[] z) {
        double low = 0;
        double high = gauge(EuclideanPlusL1.ONE, z) / Math.max(norm.euclidean(), norm.one());
        for (int step = 0; step < 200; step++) {
            double t = 0.5 * (low + high);
            double squares = 0;
            for (double element : z) {
                double excess = Math.max(0, Math.abs(element) - norm.one() * t);
                squares += excess * excess;
            }
            if (Math.sqrt(squares) <= norm.euclidean() * t) {
                high = t;
            } else {
                low = t;
            }
        }
        return high;
    }

    /** In twice the working precision: products that cancel leave nothing behind that counts. */
    private static double dot(
            double[] a, int first, int step, double[] b, int from, int stride, int length) {
        double high = 0;
        double low = 0;
        for (int k = 0; k < length; k++) {
            double x = a[first + k * step];
            double z = b[from + k * stride];
            double product = x * z;
            double sum = high + product;
            double share = sum - high;
            low += Math.fma(x, z, -product) + ((high - (sum - share)) + (product - share));
            high = sum;
        }
        return high + low;
    }
}
