package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.Nadir;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;
import io.nadir.reference.GaugeReference;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * Solutions and certificates under every regularizer whose optimum is hard to know, against {@link
 * GaugeReference}: 18 kinds of instances made to fool, four of each under each regularizer, two of
 * them proved.
 */
class GaugeOptimalityTest {
    private static final int INSTANCES = 4 * 18;
    private static final int LONG_INSTANCES = 20_000;
    private static final double GAP = 1e-6;

    /** How narrow the interval of the reference has to be. */
    private static final double REFERENCE_GAP = 1e-7;

    /**
     * A regularizer.
     *
     * @param certified share of the instances that have to end GLOBAL
     */
    record Model(Regularizer theta, double certified) {
        @Override
        public String toString() {
            return theta.name();
        }
    }

    static List<Model> models() {
        Gauge l1 = EuclideanPlusL1.ONE;
        Gauge l2 = EuclideanPlusL1.EUCLIDEAN;
        Gauge sparse = EuclideanPlusL1.sparse(0.3);
        Gauge signed = new NonNegative(l2);
        Gauge signedSparse = new NonNegative(sparse);
        return List.of(
                new Model(new GaugeProduct(l2, l2), 1),
                new Model(SquaredNorms.nonNegative(), 0.9),
                new Model(new SquaredNorms(true, false), 0.9),
                new Model(new SquaredNorms(false, true), 0.9),
                new Model(new GaugeProduct(signed, signed), 0.9),
                new Model(new GaugeProduct(l2, sparse), 0.5),
                new Model(new GaugeProduct(signed, signedSparse), 0.5),
                new Model(new GaugeProduct(sparse, new EuclideanPlusL1(0.5, 2)), 0.5),
                new Model(new GaugeProduct(sparse, l1), 1),
                new Model(new GaugeProduct(l1, signed), 1),
                new Model(new GaugeProduct(new NonNegative(l1), signedSparse), 1));
    }

    @ParameterizedTest
    @MethodSource("models")
    @Execution(CONCURRENT)
    void certificatesHold(Model model) {
        checkAll(model, INSTANCES);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("models")
    @Execution(CONCURRENT)
    void certificatesHoldOfMany(Model model) {
        checkAll(model, LONG_INSTANCES);
    }

    private static void checkAll(Model model, int instances) {
        int certified = 0;
        int known = 0;
        for (int index = 0; index < instances; index++) {
            GaugeInstance x = GaugeInstance.generate(index, model.theta());
            GaugeReference truth = x.reference().solve(REFERENCE_GAP);
            known += truth.upper() - truth.lower() <= REFERENCE_GAP * truth.upper() ? 1 : 0;
            certified += check(x, truth) ? 1 : 0;
        }
        assertThat(known).as("optima known").isGreaterThanOrEqualTo(instances * 97 / 100);
        assertThat(certified)
                .as("solutions certified")
                .isGreaterThanOrEqualTo((int) (model.certified() * instances));
    }

    private static boolean check(GaugeInstance x, GaugeReference truth) {
        SolverOptions options =
                SolverOptions.defaults().withRelativeGap(GAP).withEvidence(x.evidence());
        Solution solution = Nadir.solve(x.problem(), options);
        check(x, truth, solution.factors(), solution.certificate(), "solved");
        Factors w = x.point(solution.factors(), truth);
        check(x, truth, w, Nadir.certify(x.problem(), w, options), "certified");
        return solution.certificate().isGlobal();
    }

    private static void check(
            GaugeInstance x, GaugeReference truth, Factors w, Certificate certificate, String how) {
        String what = how + ", " + x.what() + ", " + certificate;
        double objective = x.objective(truth, w);
        double rounding = 1e-13 * (objective + truth.atZero());
        assertThat(x.unscaled(certificate.objective()))
                .as(what)
                .isCloseTo(objective, within(rounding));
        assertThat(objective).as(what).isGreaterThanOrEqualTo(truth.lower() - rounding);
        assertThat(x.unscaled(certificate.gap()))
                .as(what + ": the gap bounds the true one")
                .isGreaterThanOrEqualTo(objective - truth.upper() - rounding);
        assertThat(x.unscaled(certificate.lowerBound()))
                .as(what + ": the lower bound is one")
                .isLessThanOrEqualTo(truth.upper() + rounding);
        assertThat(certificate.relativeGap()).as(what).isBetween(0.0, 1.0);
        if (certificate.verdict() == Verdict.GLOBAL) {
            assertThat(objective - truth.upper())
                    .as(what + ": truly within the gap")
                    .isLessThanOrEqualTo(GAP * objective + rounding);
        }
        if (certificate.verdict() == Verdict.NOT_GLOBAL) {
            assertThat(objective)
                    .as(what + ": truly above the optimum")
                    .isGreaterThan(truth.lower());
        }
    }
}
