package io.nadir.certify.point;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.certify.Certificate;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.family.MatrixFamily;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** In which order bounds and proofs are tried, seen by the oracle that is asked for them. */
class PointCheckTest {
    private static final double DELTA = 1e-10;

    private static final Set<String> WATCHED = Set.of("proveAtOnce", "bounds", "prove");

    /** Z has the singular values 0.5 and 0.25 at 0, which is the optimum. */
    private final MatrixMap map =
            DenseMatrix.wrap(2, 2, new double[] {0.5, 0, 0, 0.25}).bind(new SquaredLoss(), 1, null);

    private final Factors zero = Factors.empty(2, 2);
    private final List<String> asked = new ArrayList<>();

    /** The δ that proofs and bounds were asked for with. */
    private final List<Object> deltas = new ArrayList<>();

    @Test
    void aProofAtOnceNeedsNoBounds() {
        Certificate certificate = certificate(Supplier::get);
        assertThat(asked).containsExactly("proveAtOnce");
        assertProved(certificate);
    }

    @Test
    void boundsFollowAProofForWhichMemoryDoesNotSuffice() {
        Certificate certificate =
                certificate(proof -> {
                    throw new OutOfMemoryError("for this test");
                });
        assertThat(asked).containsExactly("proveAtOnce", "bounds", "prove");
        assertProved(certificate);
    }

    /** A proof of too large a gap, or with a bound that is no number, is as good as none. */
    @ParameterizedTest
    @ValueSource(doubles = {1.1e-6, 1, Double.POSITIVE_INFINITY, Double.NaN})
    void boundsAtDeltaFollowAProofThatFails(double share) {
        double objective = 0.5 * (0.25 + 0.0625);
        Proof failed = new Proof(1e-3, objective, share * objective, 7);
        Certificate certificate = certificate(proof -> failed);
        assertThat(asked).containsExactly("proveAtOnce", "bounds", "prove");
        assertThat(deltas).containsExactly(DELTA, DELTA);
        assertProved(certificate);
        // Nothing of what failed is reported.
        assertThat(certificate.polar().upper()).isGreaterThanOrEqualTo(0.5);
        assertThat(certificate.work().factorizations()).isLessThan(7);
    }

    private static void assertProved(Certificate certificate) {
        assertThat(certificate.verdict()).isEqualTo(Certificate.Verdict.GLOBAL);
        assertThat(certificate.polar().evidence()).isEqualTo(Evidence.PROVED);
    }

    /** The certificate where {@code atOnce} stands between the oracle and its proof at once. */
    private Certificate certificate(UnaryProof atOnce) {
        PolarOracle oracle =
                new MatrixFamily().polar(new Objective<>(map, new SquaredNorms(), 1), zero, 1);
        CertificateRequest request = new CertificateRequest(1e-6, Evidence.PROVED, DELTA, 1);
        PointCheck check = new PointCheck(map, zero, request, watched(oracle, atOnce), 0);
        return check.decide().certificate();
    }

    private interface UnaryProof extends Function<Supplier<Object>, Object> {}

    private PolarOracle watched(PolarOracle oracle, UnaryProof atOnce) {
        return (PolarOracle)
                Proxy.newProxyInstance(
                        PolarOracle.class.getClassLoader(),
                        new Class<?>[] {PolarOracle.class},
                        (proxy, method, arguments) -> {
                            String name = method.getName();
                            if (WATCHED.contains(name)) {
                                asked.add(name);
                            }
                            if (name.equals("proveAtOnce")) {
                                deltas.add(arguments[2]);
                                return atOnce.apply(() -> call(oracle, method, arguments));
                            }
                            if (name.equals("bounds")) {
                                deltas.add(arguments[1]);
                            }
                            return call(oracle, method, arguments);
                        });
    }

    private static Object call(PolarOracle oracle, Method method, Object[] arguments) {
        try {
            return method.invoke(oracle, arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
