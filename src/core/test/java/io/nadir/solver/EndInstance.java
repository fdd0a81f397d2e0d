package io.nadir.solver;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.kernel.Panels;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;

import java.util.List;
import java.util.Random;

/**
 * A small seeded problem under gauges, of 2 to 12 rows and columns, with λ from 0.02 to 0.9 of
 * λ_max: to see why its solve ends.
 *
 * @param share λ/λ_max
 */
record EndInstance(int index, Problem problem, Descent descent, double share) {
    private static final Gauge L1 = EuclideanPlusL1.ONE;
    private static final Gauge L2 = EuclideanPlusL1.EUCLIDEAN;
    private static final Gauge SIGNED = new NonNegative(L2);
    private static final Gauge SIGNED_ONE = new NonNegative(L1);

    /** Factors nonnegative on both sides and on one, dictionaries, 1-norms. */
    private static final List<Regularizer> REGULARIZERS =
            List.of(
                    SquaredNorms.nonNegative(),
                    new SquaredNorms(true, false),
                    new GaugeProduct(L2, EuclideanPlusL1.sparse(0.3)),
                    new GaugeProduct(L1, L2),
                    new GaugeProduct(SIGNED, SIGNED),
                    new SquaredNorms(false, true),
                    new GaugeProduct(SIGNED, new NonNegative(EuclideanPlusL1.sparse(0.1))),
                    new GaugeProduct(L2, L1),
                    new GaugeProduct(EuclideanPlusL1.sparse(0.1), EuclideanPlusL1.sparse(0.5)),
                    new GaugeProduct(L1, L1),
                    new GaugeProduct(L1, SIGNED),
                    new GaugeProduct(L2, SIGNED_ONE));

    /** The instance number {@code index}; regularizers and losses take turns. */
    static EndInstance generate(int index) {
        Random random = new Random(index);
        Regularizer theta = REGULARIZERS.get(index % REGULARIZERS.size());
        int turn = index / REGULARIZERS.size();
        int m = 2 + random.nextInt(11);
        int n = 2 + random.nextInt(11);
        Loss loss = loss(turn % 6, random);
        boolean labels = loss instanceof LogisticLoss || loss instanceof SquaredHingeLoss;
        double[] y = values(m, n, random);
        double missing = random.nextInt(4) == 0 ? 0.3 : 0;
        for (int i = 0; i < y.length; i++) {
            y[i] = labels ? Math.copySign(1, y[i]) : y[i];
            y[i] = i > 0 && random.nextDouble() < missing ? Double.NaN : y[i];
        }
        MatrixData data =
                missing > 0 ? ObservedEntries.copyOfNonNaN(m, n, y) : DenseMatrix.wrap(m, n, y);
        Problem unit = new Problem(data, loss, theta, 1);
        double share = 0.02 * Math.pow(45, random.nextDouble());
        double largest = Nadir.lambdaMax(unit, SolverOptions.defaults());
        Problem problem = unit.withLambda(largest > 0 ? share * largest : 1);
        Descent descent = turn % 4 == 3 ? Descent.PROXIMAL_GRADIENT : Descent.AUTO;
        return new EndInstance(index, problem, descent, share);
    }

    private static Loss loss(int kind, Random random) {
        return switch (kind) {
            case 0, 1, 2 -> new SquaredLoss();
            case 3 -> new HuberLoss(0.05 + random.nextDouble());
            case 4 -> new LogisticLoss();
            default -> new SquaredHingeLoss();
        };
    }

    /** Gaussian, nonnegative, a few planted nonnegative columns with noise, or sparse. */
    private static double[] values(int m, int n, Random random) {
        int kind = random.nextInt(4);
        double[] y = new double[m * n];
        for (int i = 0; i < y.length; i++) {
            double x = random.nextGaussian();
            y[i] =
                    switch (kind) {
                        case 0 -> x;
                        case 1 -> Math.abs(x);
                        case 2 -> 0.1 * x;
                        default -> random.nextInt(3) == 0 ? x : 0;
                    };
        }
        for (int column = 0; kind == 2 && column < 3; column++) {
            double[] u = random.doubles(m).toArray();
            double[] v = random.doubles(n).toArray();
            for (int i = 0; i < y.length; i++) {
                y[i] += u[i / n] * v[i % n];
            }
        }
        return y;
    }

    Solution solve() {
        return Nadir.solve(problem, SolverOptions.defaults().withDescent(descent));
    }

    /**
     * The relative gap that would be left if the upper bound of the polar met the lower one: what
     * descent and appended columns have missed. With ρ for both, s ≤ 1/ρ and G = ∇ℓ(Y, X), the
     * better of λΘ + ⟨G, X⟩ + (ρ − 1)₊·f and f + ℓ*(sG).
     */
    static double missed(Problem problem, Solution solution) {
        Factors w = solution.factors();
        double polar = Math.max(1, solution.certificate().polar().lower());
        try (FactorizationMap map = problem.y().bind(problem.loss(), 1, null)) {
            Factors gradient = w.copy();
            double loss = map.evaluate(w, gradient);
            double theta = problem.lambda() * problem.regularizer().value(w);
            double pairing = -Panels.inner(w.block(0), gradient.block(0));
            double f = loss + theta;
            double byConvexity = theta - pairing + (polar - 1) * f;
            double s = Math.min(1 / polar, problem.loss().largestDualScale(loss, pairing));
            double dual =
                    Math.max(
                            problem.loss().dualBound(s, loss, pairing),
                            map.dualValue(w, 1 / polar));
            return Math.min(byConvexity, f - dual) / f;
        }
    }

    private String shape() {
        MatrixData y = (MatrixData) problem.y();
        return y.rows() + " x " + y.columns() + ", " + y.observed() + " entries";
    }

    String what() {
        return "instance %d, %s, %s, %s, %.3f lambda_max, %s"
                .formatted(
                        index,
                        shape(),
                        problem.loss().name(),
                        problem.regularizer().name(),
                        share,
                        descent);
    }
}
