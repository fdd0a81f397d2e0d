package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Transformation;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Random;

/** Transformations beside bounds of their minima that share no code with them. */
class TransformTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults();

    /** What is promised, and a little for the rounding of the bound. */
    private static final double PROMISED = 1.01e-9;

    @Test
    void whatConvergedIsMinimalAndNearlyAllConverges() {
        requireMinimal(800);
    }

    @Test
    @Tag("long")
    void whatConvergedIsMinimalAndNearlyAllConvergesOfMany() {
        requireMinimal(10_000);
    }

    /**
     * The dual bound is sharp in all but some instances, of which λ is so small beside the weights
     * that no float64 gradient is feasible: those are searched for a lower value.
     */
    private static void requireMinimal(int count) {
        int open = 0;
        int blunt = 0;
        for (int index = 0; index < count; index++) {
            TransformInstance instance = TransformInstance.generate(index);
            double[] v = instance.v().clone();
            Transformation found = Nadir.transform(instance.problem(), v, OPTIONS);
            assertThat(v).as("V of %d", index).containsExactly(instance.v());
            double value = instance.objective(found.u());
            double constant = instance.constant();
            assertThat(found.objective())
                    .as("objective of %d", index)
                    .isCloseTo(value + constant, within(1e-12 * (value + constant)));
            if (!found.converged()) {
                assertThat(found.gap()).as("gap of %d", index).isGreaterThan(1e-9 * value);
                open++;
            } else if (!(value - instance.dualValue(found.u()) <= PROMISED * value)) {
                blunt++;
                assertThat(value - instance.searched(found.u(), new Random(index)))
                        .as("fall of %d", index)
                        .isLessThanOrEqualTo(PROMISED * value);
            }
        }
        assertThat(open).as("not converged").isLessThanOrEqualTo(count / 100);
        assertThat(blunt).as("without a sharp bound").isLessThanOrEqualTo(count / 100);
    }

    /** Nothing but the penalty depends on such an element of U. */
    @Test
    void aCoordinateThatNoEntryOfARowSeesIsZero() {
        double[] v = {1, 0, 2, 0, 0, 1};
        ObservedEntries y =
                ObservedEntries.copyOf(
                        3,
                        3,
                        new int[] {0, 0, 1, 2, 2},
                        new int[] {0, 1, 1, 1, 2},
                        new double[] {3, 1, 5, 7, 4});
        Problem problem = Problem.lowRank(y, 0.5).withRegularizer(SquaredNorms.nonNegative());
        Transformation found = Nadir.transform(problem, v, OPTIONS);
        assertThat(found.converged()).isTrue();
        // The least ½(3 − a)² + ½(1 − 2a)² + ¼a² is at a = 10/11, and so on.
        double[] expected = {10.0 / 11, 0, 20.0 / 9, 0, 28.0 / 9, 8.0 / 3};
        assertThat(found.u()).containsExactly(expected, within(1e-4));
    }

    /** Ridge regression, by the factorization QR of [√w·V; √λ·I] of another library. */
    @Test
    void squaredLossAndSquaredNormsAreRidgeRegression() {
        Random random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            int n = 1 + random.nextInt(8);
            int r = 1 + random.nextInt(5);
            double[] y = random.doubles(n, -1, 1).toArray();
            double[] v = random.doubles((long) n * r, -1, 1).toArray();
            for (int at = 0; at < v.length; at++) {
                v[at] *= Math.pow(1e-3, at % r % 3);
            }
            double lambda = Math.pow(10, -5 * random.nextDouble());
            Problem problem =
                    new Problem(
                            DenseMatrix.wrap(1, n, y),
                            new SquaredLoss(),
                            new SquaredNorms(),
                            lambda);
            Transformation found = Nadir.transform(problem, v, OPTIONS);
            assertThat(found.converged()).isTrue();
            double[] expected = ridge(y, v, lambda, r);
            double[] u = found.u();
            for (int c = 0; c < r; c++) {
                assertThat(u[c]).isCloseTo(expected[c], within(1e-9));
            }
        }
    }

    private static double[] ridge(double[] y, double[] v, double lambda, int r) {
        DMatrixRMaj a = new DMatrixRMaj(y.length + r, r);
        DMatrixRMaj b = new DMatrixRMaj(y.length + r, 1);
        for (int j = 0; j < y.length; j++) {
            b.set(j, 0, y[j]);
            for (int c = 0; c < r; c++) {
                a.set(j, c, v[j * r + c]);
            }
        }
        for (int c = 0; c < r; c++) {
            a.set(y.length + c, c, Math.sqrt(lambda));
        }
        var solver = LinearSolverFactory_DDRM.qr(a.numRows, a.numCols);
        assertThat(solver.setA(a)).isTrue();
        DMatrixRMaj x = new DMatrixRMaj(r, 1);
        solver.solve(b, x);
        return x.data;
    }

    /** λ‖v‖²/2 is beyond float64, though the data's own squares are not. */
    @Test
    void objectiveBeyondFloat64IsRefused() {
        double[] y = {Math.scalb(1.0, 450)};
        Problem problem = Problem.lowRank(DenseMatrix.wrap(1, 1, y), y[0]);
        double[] v = {Math.scalb(1.0, 325)};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.transform(problem, v, OPTIONS))
                .withMessageStartingWith("objective of the factors = ")
                .withMessageContaining("allowed are numbers within float64");
    }

    /** Columns v stay, so that no smaller λ can stand for one that cannot be squared. */
    @Test
    void lambdaBeyondWhatCanBeSquaredIsRefused() {
        Problem problem =
                Problem.lowRank(DenseMatrix.wrap(1, 1, new double[] {1}), Math.scalb(1.0, 500));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.transform(problem, new double[] {1}, OPTIONS))
                .withMessageStartingWith("lambda = ")
                .withMessageContaining("is at most");
    }
}
