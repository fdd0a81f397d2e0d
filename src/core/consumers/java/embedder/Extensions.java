package embedder;

import embedder.symmetric.SymmetricMatrix;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.certify.relaxation.RelaxationSearch;
import io.nadir.io.ModelDirectory;
import io.nadir.loss.LossContract;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.GaugeContract;
import io.nadir.model.Regularizer;
import io.nadir.model.RegularizerContract;
import io.nadir.model.TrainedModel;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A loss, a gauge, a regularizer and a family of models of the application's own, against closed
 * forms. The blocks of Java in {@code native-notes/extending.md} are parts of this class and of
 * those that it uses, word for word: a test of the library compares them.
 */
final class Extensions {
    private static final int ROWS = 12;
    private static final int COLUMNS = 9;

    private final double[] values = Data.lowRank(ROWS, COLUMNS, 2, 0.1, 5);
    private final DenseMatrix y = DenseMatrix.copyOf(ROWS, COLUMNS, values);
    private final SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-8);

    void useAll(Path directory) throws IOException {
        useOwnLoss();
        useOwnGauge();
        useOwnRegularizer();
        useOwnFamily();
        saveOwnFamily(directory);
        boundOwnPolar();
        refuseWhatDoesNotFit();
    }

    /** Off the diagonal Z is negative, so the best w is the unit vector of the 3. */
    private void boundOwnPolar() {
        double[] z = {1, -1, -1, -1, 2, -1, -1, -1, 3};
        NonNegativeForm polar = new NonNegativeForm(3, z);
        RelaxationSearch search = new RelaxationSearch(polar, () -> {});
        RelaxationSearch.Outcome outcome = search.run(3 + 1e-6, 1000);
        double upper = search.proved();
        double lower = polar.attained(search);
        Check.that(outcome == RelaxationSearch.Outcome.REACHED, "REACHED", outcome);
        Check.that(upper >= 3 && upper <= 3 + 1e-6, "a proved bound of 3", upper);
        Check.near(lower, 3, 1e-3, "value attained");
    }

    /** At the minimum of log cosh(x − 3) + |x|/2 the derivative, tanh(x − 3), is −1/2. */
    private void useOwnLoss() {
        double[] y = {-2, 0, 0.5, 3};
        LossContract.require(new LogCosh(), y, y.length);

        DenseMatrix three = DenseMatrix.copyOf(1, 1, new double[] {3});
        Problem problem = Problem.lowRank(three, 0.5).withLoss(new LogCosh());
        Solution solution = Nadir.solve(problem);
        double x = solution.predict(new int[] {0}, new int[] {0})[0];
        Check.near(x, 3 - 0.5 * Math.log(3), 1e-3, "3 - artanh(1/2)");
        requireCertified(solution);
    }

    /**
     * Extreme points of the gauge's ball are unit vectors within one group, so that Θ is the sum of
     * the nuclear norms of the groups' columns: as many problems of their own.
     */
    private void useOwnGauge() {
        GaugeContract.require(new GroupLasso(3), 10);

        double lambda = 1.5;
        Regularizer theta = new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, new GroupLasso(3));
        Problem problem = new Problem(y, new SquaredLoss(), theta, lambda);
        Solution solution = Nadir.solve(problem, options);
        double expected = 0;
        for (int group = 0; group < 3; group++) {
            double[] part = new double[ROWS * 3];
            for (int i = 0; i < ROWS; i++) {
                System.arraycopy(values, i * COLUMNS + 3 * group, part, 3 * i, 3);
            }
            DenseMatrix columns = DenseMatrix.copyOf(ROWS, 3, part);
            expected += Nadir.solve(Problem.lowRank(columns, lambda), options).objective();
        }
        Check.near(solution.objective(), expected, 1e-6 * expected, "the sum over the groups");
        requireCertified(solution);
        double bound = solution.certificate().lowerBound();
        Check.that(bound <= expected * (1 + 1e-8), "at most " + expected, bound);
    }

    /** Θ is the nuclear norm, whatever c is. */
    private void useOwnRegularizer() {
        RegularizerContract.require(new UnevenRidge(4), List.of(ROWS, COLUMNS));

        double expected = Nadir.solve(Problem.lowRank(y, 2), options).objective();
        Problem problem = Problem.lowRank(y, 2).withRegularizer(new UnevenRidge(4));
        for (Descent descent :
                List.of(Descent.AUTO, Descent.QUASI_NEWTON, Descent.PROXIMAL_GRADIENT)) {
            Solution solution = Nadir.solve(problem, options.withDescent(descent));
            requireCertified(solution);
            Check.near(
                    solution.objective(), expected, 2e-8 * expected, "the nuclear norm's minimum");
            double ratio = norm(solution.v()) / norm(solution.u());
            Check.near(ratio, 4, 1e-2, "the size of V over that of U");
        }
        SolverOptions proof = options.withEvidence(Evidence.PROVED);
        requireCertified(Nadir.solve(problem, proof));
    }

    /** Eigenvalues σ become (σ − λ/2)₊. */
    private void useOwnFamily() {
        double[] spectrum = {5, 3, 1.2, 0.9, 0.1, -0.5, -2};
        SymmetricMatrix data = withEigenvalues(spectrum);
        double lambda = 2;
        Problem problem = new Problem(data, new SquaredLoss(), new SquaredNorms(), lambda);
        double expected = 0;
        for (double sigma : spectrum) {
            double shrunk = Math.max(0, sigma - lambda / 2);
            expected += 0.5 * (sigma - shrunk) * (sigma - shrunk) + lambda / 2 * shrunk;
        }
        for (Descent descent :
                List.of(
                        Descent.AUTO,
                        new Descent("eigenspace"),
                        Descent.QUASI_NEWTON,
                        Descent.PROXIMAL_GRADIENT)) {
            Solution solution = Nadir.solve(problem, options.withDescent(descent));
            requireCertified(solution);
            Check.that(solution.certificate().isGlobal(), "GLOBAL", solution.certificate());
            Check.near(solution.objective(), expected, 2e-8 * expected, "the closed form");
            Check.that(solution.rank() == 3, "rank 3", solution.rank());
        }
        Check.near(Nadir.lambdaMax(problem, options), 2 * spectrum[0], 1e-7, "largest lambda");
        Certificate zero = Nadir.certify(problem, Factors.empty(spectrum.length), options);
        Check.that(zero.verdict() == Verdict.NOT_GLOBAL, "NOT_GLOBAL", zero);
        Solution robust = Nadir.solve(problem.withLoss(new LogCosh()), options);
        requireCertified(robust);
    }

    private void saveOwnFamily(Path directory) throws IOException {
        SymmetricMatrix data = withEigenvalues(4, 2, 1);
        Problem problem = new Problem(data, new SquaredLoss(), data.defaultRegularizer(), 1);
        Solution solution = Nadir.solve(problem, options);
        ModelDirectory.save(directory, solution.model());
        TrainedModel loaded = ModelDirectory.load(directory);
        Check.that(loaded.kind().equals("symmetric"), "symmetric", loaded.kind());
        Check.that(
                Arrays.equals(loaded.factor("W"), solution.factor("W")),
                "the bits of W",
                loaded.factors());
        double[] entries = loaded.entries(new int[] {0, 2}, new int[] {1, 2});
        double[] predicted = solution.predict(new int[] {0, 2}, new int[] {1, 2});
        Check.that(Arrays.equals(entries, predicted), "X", Arrays.toString(entries));
    }

    private void refuseWhatDoesNotFit() {
        Problem problem =
                new Problem(withEigenvalues(4, 2, 1), new SquaredLoss(), new UnevenRidge(2), 1);
        try {
            throw new IllegalStateException("expected none, found " + Nadir.solve(problem));
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            Check.that(message.startsWith("regularizer = uneven-ridge:2.0"), "a name", message);
        }
    }

    private static void requireCertified(Solution solution) {
        Check.that(
                solution.stopReason() == StopReason.CERTIFIED,
                "a certified solution",
                solution.stopReason() + " " + solution.certificate());
    }

    /** H·diag·H with a reflection H = I − 2hhᵀ. */
    private static SymmetricMatrix withEigenvalues(double... spectrum) {
        int n = spectrum.length;
        double[] h = Data.gaussian(n, new Random(6));
        double norm = norm(h);
        double[] values = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                for (int k = 0; k < n; k++) {
                    double left = (i == k ? 1 : 0) - 2 * h[i] * h[k] / (norm * norm);
                    double right = (j == k ? 1 : 0) - 2 * h[j] * h[k] / (norm * norm);
                    values[i * n + j] += left * spectrum[k] * right;
                }
                values[j * n + i] = values[i * n + j];
            }
        }
        return new SymmetricMatrix(n, values);
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(element -> element * element).sum());
    }
}
