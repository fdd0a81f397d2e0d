package io.nadir.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.reference.Instances;
import io.nadir.reference.ObjectiveReference;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Certificates of points that the solver did not make. */
class CertifyTest {
    private static final SolverOptions PROBABLE = SolverOptions.defaults();
    private static final SolverOptions PROVED = PROBABLE.withEvidence(Evidence.PROVED);

    /** Ten of each kind. */
    private static final int POINTS = 10 * 21;

    /** Whatever the point, the gap bounds f − f*, and GLOBAL is never said of one further away. */
    @ParameterizedTest
    @EnumSource(
            value = Evidence.class,
            names = {"PROBABLE", "PROVED"})
    @Execution(CONCURRENT)
    void noPointIsCertifiedFalsely(Evidence evidence) {
        checkPoints(evidence, 0, POINTS);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(
            value = Evidence.class,
            names = {"PROBABLE", "PROVED"})
    @Execution(CONCURRENT)
    void noPointOfManyIsCertifiedFalsely(Evidence evidence) {
        checkPoints(evidence, POINTS, 2100);
    }

    private static void checkPoints(Evidence evidence, int from, int to) {
        int refuted = 0;
        int certified = 0;
        for (int index = from; index < to; index++) {
            Instances.Instance x = Instances.generate(index);
            Factors w = perturbed(x, new Random(index));
            Certificate certificate = certify(x, w, PROBABLE.withEvidence(evidence));
            double objective = ObjectiveReference.of(x, w);
            double excess = objective - x.optimum();
            String what = "instance %d, %s".formatted(index, x.name());
            assertThat(certificate.gap())
                    .as(what)
                    .isGreaterThanOrEqualTo(excess - x.uncertainty() - 1e-13 * objective);
            assertThat(certificate.relativeGap()).as(what).isNotNaN();
            if (certificate.verdict() == Verdict.GLOBAL) {
                certified++;
                assertThat(excess).as(what).isLessThanOrEqualTo(1e-6 * objective + x.uncertainty());
            }
            if (certificate.verdict() == Verdict.NOT_GLOBAL) {
                refuted++;
                assertThat(excess).as(what).isGreaterThan(-x.uncertainty());
                assertWitness(x, w, certificate, what);
            }
        }
        assertThat(refuted).isGreaterThan((to - from) / 8);
        assertThat(certified).isGreaterThan((to - from) / 8);
    }

    @Test
    void anOptimumFromElsewhereIsCertifiedHoweverItIsWritten() {
        Instances.Instance x = Instances.generate(42);
        Factors optimum = Nadir.solve(problem(x)).factors();
        assertThat(optimum.rank()).isGreaterThan(0);

        Factors padded = optimum.copy();
        padded.setRank(optimum.rank() + 3);
        assertThat(certify(x, padded, PROVED).verdict()).isEqualTo(Verdict.GLOBAL);

        Factors rotated = rotated(optimum, 0.7);
        assertThat(certify(x, rotated, PROVED).verdict()).isEqualTo(Verdict.GLOBAL);
        assertThat(certify(x, rotated, PROBABLE).verdict()).isEqualTo(Verdict.GLOBAL);
    }

    /**
     * At a PROBABLE solution the polar may be a hair above 1; within the gap that refutes nothing.
     */
    @Test
    @Execution(CONCURRENT)
    void aSolutionFoundAsProbableCanBeProved() {
        for (int index = 0; index < POINTS; index++) {
            Instances.Instance x = Instances.generate(index);
            Factors w = Nadir.solve(problem(x)).factors();
            assertThat(certify(x, w, PROVED).verdict())
                    .as("instance %d, %s", index, x.name())
                    .isEqualTo(Verdict.GLOBAL);
        }
    }

    @Test
    void anUnbalancedPointHasAGapAndAnEquilibriumResidual() {
        Instances.Instance x = Instances.generate(42);
        Factors w = Nadir.solve(problem(x)).factors();
        for (int i = 0; i < w.block(0).rows(); i++) {
            for (int j = 0; j < w.rank(); j++) {
                w.block(0).set(i, j, 2 * w.block(0).get(i, j));
            }
        }
        for (int i = 0; i < w.block(1).rows(); i++) {
            for (int j = 0; j < w.rank(); j++) {
                w.block(1).set(i, j, 0.5 * w.block(1).get(i, j));
            }
        }
        Certificate certificate = certify(x, w, PROBABLE);
        assertThat(certificate.verdict()).isNotEqualTo(Verdict.GLOBAL);
        assertThat(certificate.equilibrium()).isCloseTo(1 - 2 / 4.25, within(1e-6));
        assertThat(certificate.columnEquilibrium()).isCloseTo(1 - 2 / 4.25, within(1e-6));
        assertThat(certificate.gap())
                .isGreaterThanOrEqualTo(
                        ObjectiveReference.of(x, w) - x.optimum() - x.uncertainty());
    }

    @Test
    void factorsThatDoNotFitAreRefused() {
        Instances.Instance x = Instances.generate(42);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> certify(x, Factors.empty(x.n() + 1, x.m()), PROBABLE))
                .withMessageContaining("rows, the data need");
        Factors bad = Factors.zeros(1, x.m(), x.n());
        bad.block(1).set(0, 0, Double.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> certify(x, bad, PROBABLE))
                .withMessageContaining("element (0, 0) = NaN");
        Factors huge = Factors.zeros(1, x.m(), x.n());
        huge.block(0).set(0, 0, 1e100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> certify(x, huge, PROBABLE))
                .withMessageContaining("norm of factor 0 = 1.0E100");
    }

    private static void assertWitness(
            Instances.Instance x, Factors w, Certificate certificate, String what) {
        List<double[]> witness = Objects.requireNonNull(certificate.polar().witness());
        double value = polar(x, w, witness.get(0), witness.get(1));
        // The bound is less by what rounding can have done to Y/λ, which is not little for a tiny
        // λ.
        double rounding = 1e-13 * x.sigma()[0] / x.lambda();
        assertThat(value)
                .as(what)
                .isGreaterThan(1)
                .isGreaterThanOrEqualTo(certificate.polar().lower() * (1 - 1e-12))
                .isCloseTo(certificate.polar().lower(), within(1e-9 * value + rounding));
    }

    /** ⟨(Y − UVᵀ)/λ, u·vᵀ⟩. */
    private static double polar(Instances.Instance x, Factors w, double[] u, double[] v) {
        double sum = 0;
        for (int i = 0; i < x.m(); i++) {
            for (int j = 0; j < x.n(); j++) {
                double residual = x.y()[i * x.n() + j];
                for (int k = 0; k < w.rank(); k++) {
                    residual -= w.block(0).get(i, k) * w.block(1).get(j, k);
                }
                sum += residual / x.lambda() * u[i] * v[j];
            }
        }
        return sum;
    }

    /** The optimum, spoiled in one of several ways, or not at all. */
    private static Factors perturbed(Instances.Instance x, Random random) {
        Factors w = Nadir.solve(problem(x)).factors().copy();
        switch (random.nextInt(5)) {
            case 0 -> {}
            case 1 -> w.setRank(Math.max(0, w.rank() - 1));
            case 2 -> w.setRank(0);
            case 3 -> scale(w, 1 + 1e-4 * random.nextGaussian());
            default -> addNoise(w, Math.pow(10, -2 - random.nextInt(8)), random);
        }
        return w;
    }

    private static void scale(Factors w, double factor) {
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < w.rank(); j++) {
                    w.block(k).set(i, j, factor * w.block(k).get(i, j));
                }
            }
        }
    }

    private static void addNoise(Factors w, double relative, Random random) {
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < w.rank(); j++) {
                    double element = w.block(k).get(i, j);
                    w.block(k).set(i, j, element * (1 + relative * random.nextGaussian()));
                }
            }
        }
    }

    /** The same product with the first two columns of both factors turned. */
    private static Factors rotated(Factors w, double angle) {
        Factors turned = w.copy();
        turned.setRank(Math.max(2, w.rank()));
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < turned.block(k).rows(); i++) {
                double a = turned.block(k).get(i, 0);
                double b = turned.block(k).get(i, 1);
                turned.block(k).set(i, 0, c * a - s * b);
                turned.block(k).set(i, 1, s * a + c * b);
            }
        }
        return turned;
    }

    private static Problem problem(Instances.Instance x) {
        return Problem.lowRank(DenseMatrix.wrap(x.m(), x.n(), x.y()), x.lambda());
    }

    private static Certificate certify(Instances.Instance x, Factors w, SolverOptions options) {
        return Nadir.certify(problem(x), w, options);
    }
}
