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
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** In which order bounds and proofs are tried, seen by the oracle that is asked for them. */
class PointCheckTest {
    private static final Set<String> WATCHED = Set.of("proveAtOnce", "bounds", "prove");

    /** Z has the singular values 0.5 and 0.25 at 0, which is the optimum. */
    private final MatrixMap map =
            DenseMatrix.wrap(2, 2, new double[] {0.5, 0, 0, 0.25}).bind(new SquaredLoss(), 1, null);

    private final Factors zero = Factors.empty(2, 2);
    private final List<String> asked = new ArrayList<>();

    @Test
    void aProofAtOnceNeedsNoBounds() {
        Certificate certificate = certificate(false);
        assertThat(asked).containsExactly("proveAtOnce");
        assertThat(certificate.verdict()).isEqualTo(Certificate.Verdict.GLOBAL);
        assertThat(certificate.polar().evidence()).isEqualTo(Evidence.PROVED);
    }

    @Test
    void boundsFollowAProofForWhichMemoryDoesNotSuffice() {
        Certificate certificate = certificate(true);
        assertThat(asked).containsExactly("proveAtOnce", "bounds", "prove");
        assertThat(certificate.verdict()).isEqualTo(Certificate.Verdict.GLOBAL);
        assertThat(certificate.polar().evidence()).isEqualTo(Evidence.PROVED);
    }

    private Certificate certificate(boolean outOfMemory) {
        PolarOracle oracle =
                new MatrixFamily().polar(new Objective<>(map, new SquaredNorms(), 1), zero, 1);
        CertificateRequest request = new CertificateRequest(1e-6, Evidence.PROVED, 1e-10, 1);
        PointCheck check = new PointCheck(map, zero, request, watched(oracle, outOfMemory), 0);
        return check.decide().certificate();
    }

    private PolarOracle watched(PolarOracle oracle, boolean outOfMemory) {
        return (PolarOracle)
                Proxy.newProxyInstance(
                        PolarOracle.class.getClassLoader(),
                        new Class<?>[] {PolarOracle.class},
                        (proxy, method, arguments) -> {
                            if (WATCHED.contains(method.getName())) {
                                asked.add(method.getName());
                            }
                            if (outOfMemory && method.getName().equals("proveAtOnce")) {
                                throw new OutOfMemoryError("for this test");
                            }
                            try {
                                return method.invoke(oracle, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
