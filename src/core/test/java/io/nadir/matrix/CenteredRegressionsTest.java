package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;
import java.util.stream.IntStream;

/** Exact minimization over a factor and the offsets together, where all entries are known. */
class CenteredRegressionsTest {
    private static final int M = 11;
    private static final int N = 8;
    private static final double LAMBDA = 0.7;

    private static MatrixData data(boolean sparse, Centering centering, double penalty) {
        Random random = new Random(1);
        double[] y = new double[M * N];
        for (int e = 0; e < y.length; e++) {
            y[e] = 50 + 3 * (e / N) - 2 * (e % N) + 4 * random.nextGaussian();
        }
        int[] all = IntStream.range(0, M * N).toArray();
        MatrixData plain =
                sparse
                        ? SparseMatrix.copyOf(
                                M,
                                N,
                                IntStream.of(all).map(e -> e / N).toArray(),
                                IntStream.of(all).map(e -> e % N).toArray(),
                                y)
                        : DenseMatrix.wrap(M, N, y);
        return plain.centered(centering, penalty);
    }

    private static Factors factors(int rank, long seed) {
        Random random = new Random(seed);
        Factors w = Factors.zeros(rank, M, N);
        for (Panel block : w.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                for (int c = 0; c < rank; c++) {
                    block.set(i, c, 0.5 + random.nextGaussian());
                }
            }
        }
        return w;
    }

    /** At the minimum the gradient of the factor is −λ times the factor. */
    @ParameterizedTest
    @CsvSource({
        "false, GLOBAL, 0",
        "false, ROWS, 0",
        "false, COLUMNS, 0",
        "false, BOTH, 0",
        "false, ROWS, 5",
        "false, COLUMNS, 0.1",
        "false, BOTH, 5",
        "true, BOTH, 2",
        "true, ROWS, 0"
    })
    void theMinimumIsExact(boolean sparse, Centering centering, double penalty) {
        MatrixData data = data(sparse, centering, penalty);
        try (MatrixMap map = data.bind(new SquaredLoss(), 1, null)) {
            assertThat(map.hasBlockMinimizer()).isTrue();
            Factors fixed = factors(2, 5);
            for (int k = 0; k < 2; k++) {
                Factors w = factors(3, 6);
                double least = map.minimizeBlock(w, k, LAMBDA);
                requireMinimum(map, w, k, 0, least);
                w = factors(3, 7);
                double beside = map.minimizerBeside(fixed).minimize(w, k, LAMBDA);
                requireMinimum(map, CenteredRegressions.joined(fixed, w), k, 2, beside);
            }
        }
    }

    private static void requireMinimum(MatrixMap map, Factors w, int k, int from, double least) {
        Factors gradient = w.copy();
        double value = map.evaluate(w, gradient);
        Panel block = w.block(k);
        double squares = 0;
        for (int i = 0; i < block.rows(); i++) {
            for (int c = from; c < w.rank(); c++) {
                double slope = gradient.block(k).get(i, c) + LAMBDA * block.get(i, c);
                assertThat(slope).isCloseTo(0, within(1e-8));
                squares += block.get(i, c) * block.get(i, c);
            }
        }
        assertThat(least).isCloseTo(value + 0.5 * LAMBDA * squares, within(1e-8 * least));
    }

    /** The same certified minimum as by another method, with offsets in most of the data. */
    @ParameterizedTest
    @CsvSource({"GLOBAL, 0", "ROWS, 3", "BOTH, 5"})
    void descentMeetsThatOfAnotherMethod(Centering centering, double penalty) {
        MatrixData data = data(false, centering, penalty);
        Problem problem = new Problem(data, new SquaredLoss(), new SquaredNorms(), 6);
        SolverOptions options =
                SolverOptions.defaults().withRelativeGap(1e-9).withEvidence(Evidence.PROVED);
        Solution found = Nadir.solve(problem, options);
        Solution other = Nadir.solve(problem, options.withDescent(Descent.QUASI_NEWTON));
        assertThat(found.certificate().isGlobal()).isTrue();
        assertThat(other.certificate().isGlobal()).isTrue();
        double objective = other.certificate().objective();
        assertThat(found.certificate().objective()).isCloseTo(objective, within(3e-9 * objective));
        assertThat(found.rank()).isEqualTo(other.rank()).isPositive();
        assertThat(Panels.frobenius(found.factors().block(0))).isPositive();
    }
}
