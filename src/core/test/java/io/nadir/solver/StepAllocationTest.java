package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.kernel.Allocation;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a warm step allocates while the rank stays: nothing, or what the decompositions of matrices
 * of the size of the rank take, whose native library wants new arrays. At the preferred width
 * alone, like the kernels.
 */
@Tag("allocation")
class StepAllocationTest {
    private static final int M = 130;
    private static final int N = 70;
    private static final int RANK = 11;
    private static final double LAMBDA = 0.5;

    /** 128 bytes for each element of an r×r matrix: results, copies and LAPACK's workspace. */
    private static final long BYTES_OF_DECOMPOSITION = 128 * RANK * RANK;

    static Stream<Arguments> steps() {
        SquaredLoss squared = new SquaredLoss();
        SquaredNorms free = new SquaredNorms();
        SquaredNorms positive = SquaredNorms.nonNegative();
        GaugeProduct codes =
                new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.sparse(0.05));
        return Stream.of(
                step("columns", Descent.COLUMNS, Kind.DENSE, squared, positive, 0),
                step("columns", Descent.COLUMNS, Kind.DENSE, squared, codes, 0),
                step("columns, sparse data", Descent.COLUMNS, Kind.SPARSE, squared, positive, 0),
                step("subspace", Descent.SUBSPACE, Kind.DENSE, squared, free, 2),
                step("subspace, sparse data", Descent.SUBSPACE, Kind.SPARSE, squared, free, 2),
                step(
                        "least squares",
                        Descent.ALTERNATING_LEAST_SQUARES,
                        Kind.DENSE,
                        squared,
                        free,
                        2),
                step("gradient", Descent.PROXIMAL_GRADIENT, Kind.DENSE, squared, positive, 2),
                step("gradient", Descent.PROXIMAL_GRADIENT, Kind.DENSE, new HuberLoss(1), codes, 2),
                step("gradient", Descent.PROXIMAL_GRADIENT, Kind.OBSERVED, squared, positive, 2),
                step("quasi-Newton", Descent.QUASI_NEWTON, Kind.DENSE, new HuberLoss(1), free, 2),
                step("quasi-Newton", Descent.QUASI_NEWTON, Kind.OBSERVED, squared, free, 2),
                // Two sweeps, where the accelerated one is refused, of four decompositions each.
                step("rows", Descent.ALTERNATING_LEAST_SQUARES, Kind.OBSERVED, squared, free, 9));
    }

    /** The same for data of twice the size: what is allowed is of the size of the rank alone. */
    @ParameterizedTest
    @MethodSource("steps")
    void warmStepsAllocateNoMoreThanTheirDecompositions(
            Descent descent, Kind kind, Loss loss, Regularizer theta, int decompositions) {
        long bound = (long) decompositions * BYTES_OF_DECOMPOSITION;
        try (MatrixMap small = kind.data(M, N).bind(loss, 1, null);
                MatrixMap large = kind.data(2 * M, 2 * N).bind(loss, 1, null)) {
            Steps ofSmall = new Steps(descent, small, theta);
            Steps ofLarge = new Steps(descent, large, theta);
            long[] allocated = new long[2];
            Allocation.warmUp(() -> {
                allocated[0] = Allocation.of(ofSmall);
                allocated[1] = Allocation.of(ofLarge);
                return allocated[0] <= bound && allocated[0] == allocated[1];
            });
            assertThat(allocated[0]).isLessThanOrEqualTo(bound);
            assertThat(allocated[1]).isEqualTo(allocated[0]);
            assertThat(ofSmall.w.rank()).isEqualTo(RANK);
            assertThat(ofLarge.w.rank()).isEqualTo(RANK);
        }
    }

    /** Steps of one method from a random start. */
    private static final class Steps implements Runnable {
        final Factors w;
        private final DescentMethod method;

        Steps(Descent descent, MatrixMap map, Regularizer theta) {
            Random random = new Random(2);
            int m = map.rows();
            int n = map.columns();
            double[] u = random.doubles((long) m * RANK).toArray();
            w = Factors.copyOfPair(m, n, RANK, u, random.doubles((long) n * RANK).toArray());
            theta.balance(w);
            method = descent.method(new Objective<>(map, theta, LAMBDA));
        }

        @Override
        public void run() {
            method.step(w);
        }
    }

    /** Kinds of data. */
    enum Kind {
        DENSE,
        SPARSE,
        OBSERVED;

        MatrixData data(int m, int n) {
            int[] rows = IntStream.range(0, m * n).map(e -> e / n).toArray();
            int[] columns = IntStream.range(0, m * n).map(e -> e % n).toArray();
            double[] y = entries(m, n);
            return switch (this) {
                case DENSE -> DenseMatrix.wrap(m, n, y);
                case SPARSE -> SparseMatrix.copyOf(m, n, rows, columns, y);
                case OBSERVED -> ObservedEntries.copyOf(m, n, rows, columns, y);
            };
        }

        /** Rank 11 and some noise. */
        private static double[] entries(int m, int n) {
            Random random = new Random(1);
            double[] y = random.doubles((long) m * n, -0.1, 0.1).toArray();
            double[] u = random.doubles((long) m * RANK).toArray();
            double[] v = random.doubles((long) n * RANK).toArray();
            for (int e = 0; e < y.length; e++) {
                for (int k = 0; k < RANK; k++) {
                    y[e] += 3 * u[e / n * RANK + k] * v[e % n * RANK + k];
                }
            }
            return y;
        }
    }

    private static Arguments step(
            String name,
            Descent descent,
            Kind kind,
            Loss loss,
            Regularizer theta,
            int decompositions) {
        return Arguments.of(
                Named.of(name + ", " + theta.name() + ", " + loss.name(), descent),
                kind,
                loss,
                theta,
                decompositions);
    }
}
