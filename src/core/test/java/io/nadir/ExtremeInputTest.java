package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Scales, extreme λ, and what is refused. */
class ExtremeInputTest {
    private static final double[] Y = new Random(3).doubles(20 * 12, -1, 1).toArray();
    private static final Solution REFERENCE = solve(Y, 1.5);

    @ParameterizedTest
    @ValueSource(ints = {-498, -300, -101, -99, 99, 101, 300, 498})
    void aPowerOfTwoChangesNothingButTheScale(int exponent) {
        double[] scaled = new double[Y.length];
        for (int i = 0; i < Y.length; i++) {
            scaled[i] = Math.scalb(Y[i], exponent);
        }
        Solution solution = solve(scaled, Math.scalb(1.5, exponent));
        double expected = Math.scalb(REFERENCE.objective(), 2 * exponent);
        assertThat(solution.objective()).isCloseTo(expected, within(1e-12 * expected));
        assertThat(solution.rank()).isEqualTo(REFERENCE.rank());
        assertThat(solution.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
        double largest = 0;
        for (double x : solution.u()) {
            largest = Math.max(largest, Math.abs(x));
        }
        assertThat(largest).isGreaterThan(Math.scalb(1e-3, exponent / 2));
    }

    /** The squares of such factors are too small for 1/L. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-150, 1e-156, 1e-160})
    void startsNextToZeroAreDescendedFrom(double size) {
        double[] y = new double[20 * 12];
        Factors start = Factors.copyOfPair(20, 12, 1, Arrays.copyOf(Y, 20), Arrays.copyOf(Y, 12));
        start.scale(size);
        Solution solution =
                Nadir.solve(
                        Problem.lowRank(DenseMatrix.wrap(20, 12, y), 0.5),
                        SolverOptions.defaults()
                                .withDescent(Descent.PROXIMAL_GRADIENT)
                                .withStart(start));
        assertThat(solution.certificate().gap()).isBetween(0.0, 1e-300);
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 1e6, 1e100, 1e300, Double.MAX_VALUE})
    void aLambdaBeyondAllSingularValuesGivesRankZero(double lambda) {
        for (Evidence evidence : new Evidence[] {Evidence.PROBABLE, Evidence.PROVED}) {
            Solution solution =
                    Nadir.solve(
                            Problem.lowRank(DenseMatrix.wrap(20, 12, Y), lambda),
                            SolverOptions.defaults().withEvidence(evidence));
            assertThat(solution.rank()).isZero();
            assertThat(solution.certificate().verdict()).isEqualTo(Verdict.GLOBAL);
            double upper = solution.certificate().polar().upper();
            assertThat(upper).isPositive().isGreaterThanOrEqualTo(3.0 / lambda);
        }
    }

    @Test
    void aListenerSeesTheScaleThatWasGiven() {
        double[] tiny = new double[Y.length];
        for (int i = 0; i < Y.length; i++) {
            tiny[i] = Math.scalb(Y[i], -300);
        }
        double limit = Math.scalb(1000.0, -600);
        SolveListener listener =
                new SolveListener() {
                    @Override
                    public boolean onIteration(Progress progress) {
                        assertThat(progress.objective()).isBetween(0.0, limit);
                        return true;
                    }

                    @Override
                    public boolean onCertificate(Certificate certificate, Progress progress) {
                        assertThat(certificate.objective()).isBetween(0.0, limit);
                        assertThat(progress.lowerBound()).isBetween(0.0, limit);
                        return true;
                    }
                };
        Problem problem = Problem.lowRank(DenseMatrix.wrap(20, 12, tiny), Math.scalb(1.5, -300));
        assertThat(Nadir.solve(problem, SolverOptions.defaults().withListener(listener)).rank())
                .isEqualTo(REFERENCE.rank());
    }

    /** On the way from a start whose objective is beyond float64 to a minimum that is not. */
    @Test
    void aListenerSeesNoInfinity() {
        List<Progress> seen = new ArrayList<>();
        SolveListener listener =
                new SolveListener() {
                    @Override
                    public boolean onIteration(Progress progress) {
                        return seen.add(progress);
                    }
                };
        double[] y = {4e153, 0, 0, 4e153};
        Scaling scaling = Scaling.of(Problem.lowRank(DenseMatrix.wrap(2, 2, y), 1e153));
        SolveListener inward =
                scaling.inward(SolverOptions.defaults().withListener(listener)).listener();
        for (double scaled : new double[] {0.5, 1e9}) {
            inward.onIteration(new Progress(1, 1, scaled, 0.25, 0));
        }
        assertThat(seen.get(0).objective()).isBetween(1e305, 1e308);
        assertThat(seen.get(1).objective()).isEqualTo(Double.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e160, 1e308, 1e-160, Double.MIN_VALUE})
    void anObjectiveBeyondFloat64IsRefused(double scale) {
        double[] y = {scale, -scale, 0, scale};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> solve(2, 2, y, scale))
                .withMessageContaining("largest magnitude");
    }

    @Test
    void aLambdaThatFloat64CannotTellFromZeroIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> solve(Y, 1e-80))
                .withMessageContaining("lambda = 1.0E-80, allowed");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void nonFiniteElementsAreRefusedWithTheirPlace(double bad) {
        double[] y = {1, 2, 3, 4, bad, 6};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseMatrix.wrap(3, 2, y))
                .withMessageContaining("element (2, 0) = " + bad);
    }

    @Test
    void shapesMustFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseMatrix.wrap(0, 3, new double[0]))
                .withMessageContaining("rows = 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseMatrix.wrap(2, 3, new double[5]))
                .withMessageContaining("5 elements");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseMatrix.wrap(1 << 20, 1 << 20, new double[5]))
                .withMessageContaining("1099511627776");
    }

    private static Solution solve(double[] y, double lambda) {
        return solve(20, 12, y, lambda);
    }

    private static Solution solve(int m, int n, double[] y, double lambda) {
        return Nadir.solve(Problem.lowRank(DenseMatrix.wrap(m, n, y), lambda));
    }

    /** A smaller λ that is as good for rank 0 would give other factors another objective. */
    @Test
    void factorsUnderALambdaBeyondAllScalesAreRefused() {
        Problem problem = Problem.lowRank(DenseMatrix.wrap(1, 1, new double[] {1}), 1e150);
        Factors one = Factors.copyOfPair(1, 1, 1, new double[] {1}, new double[] {1});
        SolverOptions options = SolverOptions.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.certify(problem, one, options))
                .withMessageContaining("lambda = 1.0E150");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem, options.withStart(one)))
                .withMessageContaining("lambda = 1.0E150");
        assertThat(Nadir.solve(problem).certificate().isGlobal()).isTrue();
    }
}
