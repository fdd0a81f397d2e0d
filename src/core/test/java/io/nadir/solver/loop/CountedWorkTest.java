package io.nadir.solver.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The work of a solve that is resumed: a certificate that is made again counts once, and a
 * relaxation has the budget that it would have had.
 */
class CountedWorkTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults().withRelativeGap(1e-5);

    /** Cancelled by a bound of a relaxation, and at a certificate. */
    @Test
    void aCertificateThatIsMadeAgainCountsOnce() throws IOException {
        Problem problem = problem();
        Solution whole = Nadir.solve(problem, OPTIONS);
        for (boolean inRelaxation : new boolean[] {true, false}) {
            List<LoopState> states = new ArrayList<>();
            SolverOptions kept =
                    OPTIONS.withCheckpoints((state, last) -> states.add(copy(state)))
                            .withListener(new Cancelling(inRelaxation));
            Solution part = Nadir.solve(problem, kept);
            assertThat(part.stopReason()).isEqualTo(StopReason.CANCELLED);
            LoopState last = states.getLast();
            LoopState before = states.get(states.size() - 2);
            assertThat(last.iterations()).isEqualTo(before.iterations());
            assertThat(last.work).isEqualTo(before.work);
            assertThat(last.relaxationWork).isEqualTo(before.relaxationWork);
            Solution resumed =
                    Nadir.solve(problem, OPTIONS.withCheckpoints((s, l) -> {}).withResume(last));
            assertThat(resumed.objective()).isEqualTo(whole.objective());
            Certificate certificate = resumed.certificate();
            assertThat(certificate.polar().upper()).isEqualTo(whole.certificate().polar().upper());
        }
    }

    /**
     * Ends the solve at the first certificate after descent, or at the first bound of a relaxation.
     */
    private record Cancelling(boolean inRelaxation) implements SolveListener {
        @Override
        public boolean onCertificate(Certificate certificate, Progress progress) {
            return inRelaxation || progress.iteration() == 0;
        }

        @Override
        public boolean onPolarBound(double upper, double sufficient, Progress progress) {
            return !inRelaxation;
        }
    }

    private static LoopState copy(SolveState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeTo(out);
        return LoopState.readFrom(new ByteArrayInputStream(out.toByteArray()));
    }

    private static Problem problem() {
        Random random = new Random(1);
        DenseMatrix s = gaussian(10, 9, random);
        DenseMatrix y = gaussian(10, 2, random);
        Problem one =
                new Problem(TwoLayerNetwork.relu(s, y), new SquaredLoss(), new SquaredNorms(), 1);
        return one.withLambda(0.7 * Nadir.lambdaMax(one, OPTIONS));
    }

    private static DenseMatrix gaussian(int rows, int columns, Random random) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return DenseMatrix.wrap(rows, columns, values);
    }
}
