package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.model.Evidence;
import io.nadir.reference.Instances;
import io.nadir.reference.ObjectiveReference;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Solutions and certificates against singular value thresholding by the dense decomposition of
 * another library, on 840 instances made to fool them: 21 kinds, each of them in each range of
 * sizes.
 */
class OptimalityTest {
    private static final int SHARES = 10;
    private static final int INSTANCES = 840;
    private static final int LONG_INSTANCES = 2100;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    @Execution(CONCURRENT)
    void probableCertificatesHold(int share) {
        checkShare(share, INSTANCES, SolverOptions.defaults());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    @Execution(CONCURRENT)
    void provedCertificatesHold(int share) {
        checkShare(share, INSTANCES, SolverOptions.defaults().withEvidence(Evidence.PROVED));
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(
            value = Evidence.class,
            names = {"PROBABLE", "PROVED"})
    @Execution(CONCURRENT)
    void certificatesOfMoreInstancesHold(Evidence evidence) {
        for (int index = INSTANCES; index < LONG_INSTANCES; index++) {
            check(index, SolverOptions.defaults().withEvidence(evidence));
        }
    }

    @ParameterizedTest
    @MethodSource("io.nadir.solver.Descents#ofMatrices")
    @Execution(CONCURRENT)
    void everyDescentEndsAtTheOptimum(Descent descent) {
        checkShare(0, INSTANCES / 2, SolverOptions.defaults().withDescent(descent));
    }

    private static void checkShare(int share, int count, SolverOptions options) {
        for (int index = share; index < count; index += SHARES) {
            check(index, options);
        }
    }

    private static void check(int index, SolverOptions options) {
        Instances.Instance x = Instances.generate(index);
        DenseMatrix y = DenseMatrix.wrap(x.m(), x.n(), x.y());
        Solution solution = Nadir.solve(Problem.lowRank(y, x.lambda()), options);
        String what = "instance %d, %s, %d x %d".formatted(index, x.name(), x.m(), x.n());

        assertThat(solution.stopReason()).as(what).isEqualTo(StopReason.CERTIFIED);
        Certificate certificate = solution.certificate();
        assertThat(certificate.verdict()).as(what).isEqualTo(Verdict.GLOBAL);
        assertThat(certificate.polar().evidence()).as(what).isEqualTo(options.evidence());
        assertThat(certificate.relativeGap()).as(what).isLessThanOrEqualTo(options.relativeGap());

        double objective = ObjectiveReference.of(x, solution.factors());
        double rounding = 1e-13 * objective + x.uncertainty();
        assertThat(solution.objective()).as(what).isCloseTo(objective, within(rounding));
        assertThat(certificate.gap())
                .as(what + ": the gap bounds the true one")
                .isGreaterThanOrEqualTo(objective - x.optimum() - x.uncertainty());
        assertThat(certificate.lowerBound())
                .as(what + ": the lower bound is one")
                .isLessThanOrEqualTo(x.optimum() + x.uncertainty() + rounding);
    }
}
