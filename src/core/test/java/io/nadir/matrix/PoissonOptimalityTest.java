package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.model.Factors;
import io.nadir.reference.PoissonReference;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Solutions and certificates of counts under the Poisson loss, dense, observed, weighted and
 * sparse, against {@link PoissonReference}: kinds of instances made to fool, half of them PROVED.
 */
class PoissonOptimalityTest {
    private static final int KINDS = PoissonInstance.Kind.values().length;
    private static final int INSTANCES = 4 * KINDS;
    private static final int LONG_INSTANCES = 120 * KINDS;
    private static final double GAP = 1e-6;

    /** How narrow the interval of the reference has to be. */
    private static final double REFERENCE_GAP = 1e-7;

    @Test
    void certificatesHold() {
        checkAll(0, INSTANCES);
    }

    @Tag("long")
    @Test
    void certificatesHoldOfMany() {
        checkAll(INSTANCES, LONG_INSTANCES);
    }

    private static void checkAll(int from, int to) {
        int certified = 0;
        int known = 0;
        for (int index = from; index < to; index++) {
            PoissonInstance x = PoissonInstance.generate(index);
            PoissonReference truth = x.reference().solve(REFERENCE_GAP);
            known += truth.upper() - truth.lower() <= REFERENCE_GAP * truth.upper() ? 1 : 0;
            certified += check(x, truth) ? 1 : 0;
        }
        int count = to - from;
        assertThat(known).as("optima known").isGreaterThanOrEqualTo(count * 97 / 100);
        assertThat(certified).as("certified").isGreaterThanOrEqualTo(count * 95 / 100);
    }

    private static boolean check(PoissonInstance x, PoissonReference truth) {
        SolverOptions options =
                SolverOptions.defaults().withRelativeGap(GAP).withEvidence(x.evidence());
        Solution solution = Nadir.solve(x.problem(), options);
        check(x, truth, solution.factors(), solution.certificate(), "solved");
        Factors w = x.point(solution.factors());
        check(x, truth, w, Nadir.certify(x.problem(), w, options), "certified");
        return solution.certificate().isGlobal();
    }

    private static void check(
            PoissonInstance x,
            PoissonReference truth,
            Factors w,
            Certificate certificate,
            String how) {
        String what = how + ", " + x.what() + ", " + certificate;
        double objective = x.reference().objective(w);
        double zero = x.reference().objective(Factors.empty(x.y().length, x.y()[0].length));
        // Beside relative errors, what may underflow: ℓ is exactly 0 where the only count is ε.
        double rounding = 1e-13 * (objective + zero) + 0x1p-1000;
        assertThat(certificate.objective()).as(what).isCloseTo(objective, within(rounding));
        assertThat(objective).as(what).isGreaterThanOrEqualTo(truth.lower() - rounding);
        assertThat(certificate.gap())
                .as(what + ": the gap bounds the true one")
                .isGreaterThanOrEqualTo(objective - truth.upper() - rounding);
        assertThat(certificate.lowerBound())
                .as(what + ": the lower bound is one")
                .isLessThanOrEqualTo(truth.upper() + rounding);
        assertThat(certificate.relativeGap()).as(what).isBetween(0.0, 1.0);
        if (certificate.verdict() == Verdict.GLOBAL) {
            assertThat(objective - truth.upper())
                    .as(what + ": truly within the gap")
                    .isLessThanOrEqualTo(GAP * objective + rounding);
        }
        if (certificate.verdict() == Verdict.NOT_GLOBAL) {
            assertThat(objective).as(what + ": truly above").isGreaterThan(truth.lower());
        }
    }
}
