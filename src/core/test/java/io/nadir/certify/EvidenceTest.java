package io.nadir.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.certify.point.CertificateRequest;
import io.nadir.certify.point.Certifier;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executor;

/** What a certificate may claim where bounds are loose, cut short, or lost to underflow. */
class EvidenceTest {
    private static final CertificateRequest REQUEST =
            new CertificateRequest(1e-6, Evidence.PROBABLE, 1e-10, 1);

    /** Y < 0 and u, v ≥ 0: the origin is optimal, which the spectral bound cannot tell. */
    @Test
    void aLooseUpperBoundLeavesThePointUnrefuted() {
        double[] y = new double[12];
        Arrays.fill(y, -1);
        Gauge unknown = new OfAUser(new NonNegative(EuclideanPlusL1.EUCLIDEAN));
        Certificate certificate =
                certify(4, 3, y, new GaugeProduct(unknown, unknown), Factors.empty(4, 3), 1);
        assertThat(certificate.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(certificate.polar().evidence()).isEqualTo(Evidence.UNREFUTED);
        assertThat(certificate.polar().lower()).isZero();
        assertThat(certificate.polar().upper()).isBetween(Math.sqrt(12) * (1 - 1e-12), 4.0);
        assertThat(certificate.gap()).isBetween(0.0, certificate.objective());
        assertThat(certificate.gap()).isPositive();
    }

    /** The same gauges where the bounds meet, and where the point is refuted. */
    @Test
    void boundsThatMeetOrRefuteAreProbable() {
        double[] y = new double[12];
        Arrays.fill(y, 1);
        Gauge unknown = new OfAUser(new NonNegative(EuclideanPlusL1.EUCLIDEAN));
        Regularizer theta = new GaugeProduct(unknown, unknown);
        Certificate global = certify(4, 3, y, theta, Factors.empty(4, 3), 4);
        assertThat(global.verdict()).isEqualTo(Verdict.GLOBAL);
        assertThat(global.polar().evidence()).isEqualTo(Evidence.PROBABLE);
        Certificate refuted = certify(4, 3, y, theta, Factors.empty(4, 3), 1);
        assertThat(refuted.verdict()).isEqualTo(Verdict.NOT_GLOBAL);
        assertThat(refuted.polar().evidence()).isEqualTo(Evidence.PROBABLE);
    }

    /** A gap that is not known is not 0. */
    @Test
    void relativeGapsKeepWhatIsUnknown() {
        assertThat(Certificate.relativeToObjective(Double.NaN, 0)).isNaN();
        assertThat(Certificate.relativeToObjective(Double.NaN, 2)).isNaN();
        assertThat(Certificate.relativeToObjective(1, 2)).isEqualTo(0.5);
        assertThat(Certificate.relativeToObjective(0, 0)).isZero();
        assertThat(Certificate.relativeToObjective(Double.MIN_VALUE, 0)).isEqualTo(1);
        assertThat(Certificate.relativeToObjective(1, 3)).isGreaterThan(1.0 / 3);
    }

    /** f is 0 as computed, and is not. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1e300})
    void underflowIsNoProofOfOptimality(double lambda) {
        Factors w = Factors.copyOfPair(2, 2, 1, new double[] {1e-170, 0}, new double[] {1e-170, 0});
        for (Evidence evidence : new Evidence[] {Evidence.PROBABLE, Evidence.PROVED}) {
            try (MatrixMap map = map(2, 2, new double[4])) {
                Certificate certificate =
                        new Certifier(new Objective<>(map, new SquaredNorms(), lambda))
                                .certify(w, new CertificateRequest(1e-6, evidence, 1e-10, 1));
                // θ = 1e-340, in units of 1e-330 to stay within float64.
                assertThat(certificate.gap() * 1e30 / lambda).isGreaterThanOrEqualTo(1e-310);
                assertThat(certificate.verdict()).isNotEqualTo(Verdict.GLOBAL);
            }
        }
        Certificate origin =
                certify(2, 2, new double[4], new SquaredNorms(), Factors.empty(2, 2), lambda);
        assertThat(origin.gap()).isZero();
        assertThat(origin.verdict()).isEqualTo(Verdict.GLOBAL);
    }

    /**
     * Interrupted in each pass, data having several chunks of rows: bounds and gap of what is known
     * are valid.
     */
    @Test
    void anInterruptedCheckLeavesValidBounds() {
        int m = 3000;
        int n = 1000;
        double[] y = new Random(4).doubles((long) m * n, -1, 1).toArray();
        DenseMatrix data = DenseMatrix.wrap(m, n, y);
        Factors w = Factors.empty(m, n);
        Certificate whole;
        double lambda = 50.5;
        try (MatrixMap map = data.bind(new SquaredLoss(), 1, null)) {
            whole =
                    new Certifier(new Objective<>(map, new SquaredNorms(), lambda))
                            .certify(w, REQUEST);
        }
        int interrupted = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int after = 1; after < 2000; after++) {
            Interrupter executor = new Interrupter(after);
            try (MatrixMap map = data.bind(new SquaredLoss(), 2, executor)) {
                Certifier certifier =
                        new Certifier(new Objective<>(map, new SquaredNorms(), lambda));
                try {
                    certifier.certify(w, REQUEST);
                    assertThat(certifier.interrupted()).isNull();
                } catch (WorkInterruptedException e) {
                    Certificate known = certifier.interrupted();
                    if (known != null) {
                        interrupted++;
                        assertThat(known.verdict()).isEqualTo(Verdict.UNDECIDED);
                        assertThat(known.polar().lower())
                                .isLessThanOrEqualTo(whole.polar().upper());
                        assertThat(known.polar().upper())
                                .isGreaterThanOrEqualTo(whole.polar().lower() * (1 - 1e-9));
                        assertThat(known.gap()).isGreaterThanOrEqualTo(whole.gap() * (1 - 1e-9));
                        best = Math.min(best, known.polar().upper());
                    }
                } finally {
                    assertThat(Thread.interrupted()).isEqualTo(executor.count >= after);
                }
                if (executor.count < after) {
                    break;
                }
            }
        }
        assertThat(interrupted).isPositive();
        assertThat(best).isFinite();
    }

    /** An interruption before the first pass ends leaves nothing. */
    @Test
    void anInterruptedFirstPassLeavesNothing() {
        try (MatrixMap map = map(3, 3, new double[9])) {
            Certifier certifier = new Certifier(new Objective<>(map, new SquaredNorms(), 1));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> certifier.certify(Factors.empty(3, 3), REQUEST))
                    .isInstanceOf(WorkInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(certifier.interrupted()).isNull();
        }
    }

    private static Certificate certify(
            int m, int n, double[] y, Regularizer theta, Factors w, double lambda) {
        try (MatrixMap map = map(m, n, y)) {
            return new Certifier(new Objective<>(map, theta, lambda)).certify(w, REQUEST);
        }
    }

    private static MatrixMap map(int m, int n, double[] y) {
        return DenseMatrix.wrap(m, n, y).bind(new SquaredLoss(), 1, null);
    }

    /** Runs at once, and interrupts its thread at one of the calls. */
    private static final class Interrupter implements Executor {
        private final int after;
        private int count;

        Interrupter(int after) {
            this.after = after;
        }

        @Override
        public void execute(Runnable command) {
            count++;
            if (count == after) {
                Thread.currentThread().interrupt();
            }
            command.run();
        }
    }

    /** A gauge that no oracle knows. */
    private record OfAUser(Gauge known) implements Gauge {
        @Override
        public String name() {
            return "of a user";
        }

        @Override
        public double value(double[] x, int offset, int stride, int length) {
            return known.value(x, offset, stride, length);
        }

        @Override
        public void prox(double weight, double[] x, int offset, int stride, int length) {
            known.prox(weight, x, offset, stride, length);
        }

        @Override
        public double polarize(double[] z, int offset, int stride, int length) {
            return known.polarize(z, offset, stride, length);
        }

        @Override
        public double lowerConstant() {
            return known.lowerConstant();
        }
    }
}
