package io.nadir.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.array.Panel;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.MatrixData;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.reference.BlockProblems;
import io.nadir.reference.ExactProblem;
import io.nadir.reference.ExactProblems;
import io.nadir.reference.LossProblems;
import io.nadir.reference.NormSumProblems;
import io.nadir.reference.OrthogonalNetworks;
import io.nadir.reference.OrthogonalProblems;
import io.nadir.reference.TensorProblems;
import io.nadir.solver.EventLimit;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Certificates beside the truth in 60 digits, for solutions and for points from elsewhere: none is
 * GLOBAL that is not, no gap is below the true one, no lower bound above the optimum, no bound of
 * the polar on the wrong side of it, and no number is infinite or not a number. There is no
 * tolerance but what the truth itself rounds.
 */
class AdversaryTest {
    private static final double USUAL_GAP = 1e-6;
    private static final int MOST_EVENTS = 150;
    private static final BigDecimal ROUNDING = new BigDecimal("1e-50");

    /**
     * Of an objective under PROVED, relative to it: 3e-14 but where next to nothing is left of the
     * loss, as its terms then are hardly more than what rounding does to X.
     */
    private static final BigDecimal PROVED_ERROR = new BigDecimal("1e-9");

    private final List<String> violations = new ArrayList<>();
    private int certificates;
    private int global;
    private int refused;

    /** Relative gap asked for. */
    private double gap = USUAL_GAP;

    @Test
    @Execution(CONCURRENT)
    void someInstancesWithstand() {
        run(0, 72);
        assertThat(global).isGreaterThan(200);
    }

    @Test
    @Tag("long")
    @Execution(CONCURRENT)
    void manyInstancesWithstand() {
        run(72, 6_000);
        assertThat(global).isGreaterThan(15_000);
    }

    /**
     * Solves ended where rounding errors leave an objective below 0, or a loss of 0, with λ next to
     * nothing beside the data.
     */
    @ParameterizedTest
    @ValueSource(ints = {279, 362, 940, 1425, 2466, 3285, 5196, 5909})
    void fitsThatLeaveRoundingErrorsWithstand(int index) {
        run(index, index + 1);
        assertThat(certificates).isGreaterThanOrEqualTo(8);
    }

    @Test
    @Execution(CONCURRENT)
    void someDenseMatricesWithstand() {
        run(0, 32, OrthogonalProblems::generate);
        assertThat(global).isGreaterThan(100);
    }

    @Test
    @Tag("long")
    @Execution(CONCURRENT)
    void manyDenseMatricesWithstand() {
        run(32, 2_000, OrthogonalProblems::generate);
        assertThat(global).isGreaterThan(6_000);
    }

    @Test
    @Execution(CONCURRENT)
    void someLossesWithstand() {
        run(0, 52, LossProblems::generate);
        assertThat(global).isGreaterThan(150);
    }

    @Test
    @Tag("long")
    @Execution(CONCURRENT)
    void manyLossesWithstand() {
        run(52, 6_000, LossProblems::generate);
        assertThat(global).isGreaterThan(20_000);
    }

    @Test
    void someNormSumsWithstand() {
        run(0, 40, NormSumProblems::generate);
        assertThat(global).isGreaterThan(60);
    }

    @Test
    @Tag("long")
    void manyNormSumsWithstand() {
        run(40, 2_000, NormSumProblems::generate);
        assertThat(global).isGreaterThan(3_000);
    }

    /** Matrices of one or several rows that share no column, or their transposes. */
    @Test
    void someRowsWithstand() {
        run(0, 5, BlockProblems::generate);
        assertThat(global).isGreaterThan(8);
    }

    @Test
    @Tag("long")
    void manyRowsWithstand() {
        run(5, 800, BlockProblems::generate);
        assertThat(global).isGreaterThan(1_500);
    }

    /** Two and three layers, in too many dimensions for a sweep. */
    @Test
    void someNetworksWithstand() {
        run(0, 6, OrthogonalNetworks::generate);
        assertThat(global).isGreaterThan(10);
    }

    @Test
    @Tag("long")
    void manyNetworksWithstand() {
        run(6, 300, OrthogonalNetworks::generate);
        assertThat(global).isGreaterThan(500);
    }

    /** Tensors whose polar only a relaxation bounds closely enough. */
    @Test
    void someTensorsWithstand() {
        run(0, 6, TensorProblems::generate);
        assertThat(global).isGreaterThan(20);
    }

    @Test
    @Tag("long")
    void manyTensorsWithstand() {
        run(6, 300, TensorProblems::generate);
        assertThat(global).isGreaterThan(1_000);
    }

    @Test
    @Tag("long")
    void tensorsOfAnyScaleWithstand() {
        run(0, 60, TensorProblems::generateAtAnyScale);
        assertThat(global).isGreaterThan(150);
    }

    private void run(int from, int to) {
        run(from, to, ExactProblems::generate);
    }

    private void run(int from, int to, IntFunction<ExactProblem> generator) {
        for (int index = from; index < to; index++) {
            ExactProblem exact = generator.apply(index);
            Random random = new Random(~index);
            for (Evidence evidence : List.of(Evidence.PROBABLE, Evidence.PROVED)) {
                attack(index, exact, evidence, random);
            }
        }
        String all =
                "%d certificates, %d of them GLOBAL, %d refused"
                        .formatted(certificates, global, refused);
        assertThat(violations).as(all).isEmpty();
        assertThat(refused).as(all).isLessThan(certificates / 4);
    }

    private void attack(int index, ExactProblem exact, Evidence evidence, Random random) {
        String what = "%d %s %s".formatted(index, exact.name(), evidence);
        if (exact.problem().loss() instanceof SquaredLoss) {
            gap = USUAL_GAP;
        } else if (random.nextBoolean()) {
            gap = Math.pow(10, -2 - 14 * random.nextDouble());
        }
        EventLimit limit = new EventLimit(MOST_EVENTS);
        SolverOptions options =
                SolverOptions.defaults()
                        .withRelativeGap(gap)
                        .withEvidence(evidence)
                        .withListener(limit);
        try {
            Solution solution = Nadir.solve(exact.problem(), options);
            check(what + " solved", exact, solution.factors(), solution.certificate());
            for (Factors w : foreign(solution.factors(), random)) {
                check(what + " foreign", exact, w, Nadir.certify(exact.problem(), w, options));
            }
            BigDecimal slack = exact.optimum().multiply(ROUNDING);
            for (Progress progress : limit.seen()) {
                boolean finite = Double.isFinite(progress.objective());
                require(finite, what, "not finite: " + progress);
                require(
                        atMost(progress.lowerBound(), exact.optimum().add(slack)),
                        what,
                        "lower bound above " + exact.optimum().doubleValue() + ": " + progress);
            }
            for (Factors w : far(exact, solution.factors(), random)) {
                check(what + " far", exact, w, Nadir.certify(exact.problem(), w, options));
            }
        } catch (IllegalArgumentException e) {
            refused++;
            String message = String.valueOf(e.getMessage());
            boolean named = message.contains("allowed");
            boolean defect = message.contains("NaN") || message.contains("Infinity");
            require(named && !defect, what, message);
        } catch (RuntimeException e) {
            require(false, what, e.toString());
        }
    }

    /** The origin, points near a solution, and one that cancels. */
    private static List<Factors> foreign(Factors solution, Random random) {
        double epsilon = Math.pow(10, -16 * random.nextDouble());
        Factors near = solution.copy();
        for (Panel block : near.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < block.columns(); j++) {
                    // Of one sign, as constraints ask for.
                    double factor = Math.abs(1 + epsilon * random.nextGaussian());
                    block.set(i, j, factor * block.get(i, j));
                }
            }
        }
        Factors twice = solution.copy();
        for (int i = 0; i < solution.rank(); i++) {
            twice.append(near.blocks(), i, random.nextBoolean() ? 1 : 0.5);
        }
        return List.of(Factors.empty(solution.dimensions()), near, twice);
    }

    /**
     * Points far beyond a solution, or on the way to it, and, if constraints allow it, that which
     * fits the data exactly.
     */
    private static List<Factors> far(ExactProblem exact, Factors solution, Random random) {
        List<Factors> points = new ArrayList<>();
        points.add(solution.timesPowerOfTwo(random.nextInt(15)));
        points.add(times(Math.pow(2, -2 * random.nextDouble()), solution));
        List<Integer> rows = solution.dimensions();
        int length = exact.y().length;
        if (exact.problem().y() instanceof MatrixData && length == rows.get(0) * rows.get(1)) {
            double largest = exact.problem().y().maxAbs();
            int half = largest == 0 ? 0 : Math.getExponent(largest) / 2;
            int m = rows.get(0);
            double[] u = new double[m * m];
            double[] v = new double[rows.get(1) * m];
            for (int e = 0; e < length; e++) {
                v[e % rows.get(1) * m + e / rows.get(1)] =
                        Math.scalb(exact.y()[e].doubleValue(), -half);
            }
            for (int i = 0; i < m; i++) {
                u[i * (m + 1)] = Math.scalb(1.0, half);
            }
            Factors fit = Factors.copyOfPair(m, rows.get(1), m, u, v);
            if (exact.problem().regularizer().value(fit) < Double.POSITIVE_INFINITY) {
                points.add(fit);
            }
        }
        return points;
    }

    private static Factors times(double factor, Factors w) {
        Factors product = Factors.empty(w.dimensions());
        for (int i = 0; i < w.rank(); i++) {
            product.append(w.blocks(), i, factor);
        }
        return product;
    }

    private void check(String what, ExactProblem exact, Factors w, Certificate certificate) {
        certificates++;
        if (!finite(certificate)) {
            require(false, what, "not finite: " + certificate);
            return;
        }
        BigDecimal f = exact.objective(w);
        BigDecimal excess = f.subtract(exact.optimum());
        BigDecimal slack = f.multiply(ROUNDING);
        require(
                atLeast(certificate.gap(), excess.subtract(slack)),
                what,
                "gap " + certificate.gap() + " below " + excess.doubleValue() + " " + certificate);
        require(
                atMost(certificate.lowerBound(), exact.optimum().add(slack)),
                what,
                "lower bound "
                        + certificate.lowerBound()
                        + " above "
                        + exact.optimum().doubleValue());
        if (certificate.verdict() == Verdict.GLOBAL) {
            global++;
            BigDecimal allowed = f.multiply(BigDecimal.valueOf(gap * (1 + 1e-6)));
            require(excess.compareTo(allowed.add(slack)) <= 0, what, "false GLOBAL " + certificate);
        }
        checkObjective(what, certificate, f, slack);
        BigDecimal polar = exact.polarAt(w);
        if (polar != null) {
            BigDecimal rounding = polar.multiply(ROUNDING);
            require(
                    atLeast(certificate.polar().upper(), polar.subtract(rounding)),
                    what,
                    "polar %s above upper bound %s"
                            .formatted(
                                    polar.round(new MathContext(25)), certificate.polar().upper()));
            require(
                    atMost(certificate.polar().lower(), polar.add(rounding)),
                    what,
                    "polar %s below lower bound %s"
                            .formatted(
                                    polar.round(new MathContext(25)), certificate.polar().lower()));
        }
    }

    /** Off by less than the gap, and, where it is proved, from above and next to nothing. */
    private void checkObjective(
            String what, Certificate certificate, BigDecimal f, BigDecimal slack) {
        BigDecimal error = new BigDecimal(certificate.objective()).subtract(f);
        boolean proved = certificate.polar().evidence() == Evidence.PROVED;
        BigDecimal smallest = new BigDecimal(Double.MIN_VALUE).add(slack);
        BigDecimal below = proved ? BigDecimal.ZERO : new BigDecimal(certificate.gap());
        BigDecimal above = proved ? f.multiply(PROVED_ERROR) : new BigDecimal(certificate.gap());
        require(
                error.negate().compareTo(below.add(smallest)) <= 0
                        && error.compareTo(above.add(smallest)) <= 0,
                what,
                "objective " + certificate.objective() + " for " + f.doubleValue());
    }

    private static boolean finite(Certificate certificate) {
        double sum =
                certificate.objective()
                        + certificate.lowerBound()
                        + certificate.relativeGap()
                        + certificate.polar().lower();
        return Double.isFinite(certificate.objective())
                && Double.isFinite(certificate.gap())
                && !Double.isNaN(sum)
                && certificate.relativeGap() <= 1;
    }

    /** Whether a number that may be infinite is at least another. */
    private static boolean atLeast(double bound, BigDecimal truth) {
        return bound == Double.POSITIVE_INFINITY || new BigDecimal(bound).compareTo(truth) >= 0;
    }

    private static boolean atMost(double bound, BigDecimal truth) {
        return new BigDecimal(bound).compareTo(truth) <= 0;
    }

    private void require(boolean holds, String what, String message) {
        if (!holds) {
            violations.add(what + ": " + message);
        }
    }
}
