package io.nadir.jmh.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.jmh.Triplets;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.Factors;
import io.nadir.solver.SolverOptions;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The objective of alternating least squares is that of the library in other coordinates. */
class AlsProblemTest {
    private static final int RANK = 3;
    private static final double LAMBDA = 0.3;

    private final Random random = new Random(1);
    private final Triplets data = draw();

    @Test
    void knownEntriesHaveTheObjectiveOfTheLibrary() {
        AlsProblem problem = new ExplicitAls("", data, LAMBDA);
        double[] weights = scales(problem).map(s -> 1 / (s * s)).toArray();
        double[] values = new double[weights.length];
        Arrays.setAll(values, e -> data.values()[e] * problem.scale(e));
        agrees(
                problem,
                ObservedEntries.copyOf(
                        data.rows(), data.columns(), data.i(), data.j(), values, weights));
    }

    @Test
    void countsHaveTheObjectiveOfTheLibrary() {
        double alpha = 2;
        AlsProblem problem = new ImplicitAls("", data, alpha, LAMBDA);
        double[] values = scales(problem).toArray();
        double[] weights = new double[values.length];
        Arrays.setAll(
                weights, e -> (1 + alpha * data.values()[e]) / problem.scale(e) / problem.scale(e));
        agrees(
                problem,
                SparseMatrix.weighted(
                        data.rows(),
                        data.columns(),
                        data.i(),
                        data.j(),
                        values,
                        weights,
                        Arrays.stream(data.inRows()).map(n -> 1 / n).toArray(),
                        Arrays.stream(data.inColumns()).map(n -> 1 / n).toArray()));
    }

    private void agrees(AlsProblem problem, MatrixData mapped) {
        DMatrixRMaj u = RandomMatrices_DDRM.rectangle(data.rows(), RANK, random);
        DMatrixRMaj v = RandomMatrices_DDRM.rectangle(data.columns(), RANK, random);
        Factorization plain = problem.plain(u, v);
        double loss = problem.loss(u, v);
        Problem same = Problem.lowRank(mapped, LAMBDA);
        double expected = loss + LAMBDA * plain.penalty();
        assertThat(objective(same, plain)).isCloseTo(expected, within(1e-9 * expected));
        Factorization balanced = plain.balanced();
        double less = loss + LAMBDA * balanced.penalty();
        assertThat(less).isLessThan(expected);
        assertThat(objective(same, balanced)).isCloseTo(less, within(1e-9 * less));
    }

    private static double objective(Problem problem, Factorization factors) {
        Factors w = Factors.wrap(RANK, panel(factors.u()), panel(factors.v()));
        return Nadir.certify(problem, w, SolverOptions.defaults()).objective();
    }

    private static Panel panel(DMatrixRMaj matrix) {
        Panel panel = Panel.zeros(matrix.getNumRows(), matrix.getNumCols());
        for (int i = 0; i < panel.rows(); i++) {
            for (int k = 0; k < panel.columns(); k++) {
                panel.set(i, k, matrix.get(i, k));
            }
        }
        return panel;
    }

    private DoubleStream scales(AlsProblem problem) {
        return IntStream.range(0, data.values().length).mapToDouble(problem::scale);
    }

    /** Counts at places of a 12×7 matrix, some in each row and column. */
    private Triplets draw() {
        int[] places = IntStream.range(0, 84).filter(k -> k % 5 < 2).toArray();
        return new Triplets(
                12,
                7,
                Arrays.stream(places).map(k -> k / 7).toArray(),
                Arrays.stream(places).map(k -> k % 7).toArray(),
                Arrays.stream(places).mapToDouble(k -> 1 + random.nextInt(4)).toArray());
    }
}
