package io.nadir.network.twolayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Effort;
import io.nadir.model.Evidence;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Random;

/** Two-layer networks whose inputs have a rank beyond that of the search of cones. */
class HighRankNetworkTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults().withRelativeGap(1e-3);

    /** 14 samples in 9 dimensions: the relaxation certifies what the spectral bounds leave open. */
    @ParameterizedTest
    @EnumSource(names = {"PROBABLE", "PROVED"})
    void relaxationsCertify(Evidence evidence) {
        Problem problem = problem(14, 9, 2);
        Problem regularized = problem.withLambda(0.4 * Nadir.lambdaMax(problem, OPTIONS));
        SolverOptions options = OPTIONS.withEvidence(evidence);
        Solution low = Nadir.solve(regularized, options.withEffort(Effort.LOW));
        assertThat(low.certificate().verdict()).isEqualTo(Verdict.UNDECIDED);
        Solution high = Nadir.solve(regularized, options.withEffort(Effort.HIGH));
        Certificate certificate = high.certificate();
        assertThat(certificate.verdict()).isEqualTo(Verdict.GLOBAL);
        assertThat(certificate.relativeGap()).isLessThanOrEqualTo(1e-3);
        assertThat(certificate.polar().evidence()).isEqualTo(evidence);
        double slack = 1e-12 * high.objective();
        assertThat(low.objective()).isGreaterThanOrEqualTo(certificate.lowerBound() - slack);
        assertThat(low.certificate().lowerBound()).isLessThanOrEqualTo(high.objective() + slack);
    }

    private static Problem problem(int samples, int inputs, int outputs) {
        Random random = new Random(1);
        DenseMatrix s = gaussian(samples, inputs, random);
        DenseMatrix y = gaussian(samples, outputs, random);
        return new Problem(TwoLayerNetwork.relu(s, y), new SquaredLoss(), new SquaredNorms(), 1);
    }

    private static DenseMatrix gaussian(int rows, int columns, Random random) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return DenseMatrix.wrap(rows, columns, values);
    }
}
