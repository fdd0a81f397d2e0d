package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.MatrixModel;
import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.Offsets;
import io.nadir.model.Regularizer;
import io.nadir.model.TrainedModel;
import io.nadir.model.Transformation;
import io.nadir.model.map.TrainedFactorization;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** New rows and columns of models with offsets, beside an independent convex solver. */
class OffsetTransformTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults();
    private static final EuclideanPlusL1 L2 = EuclideanPlusL1.EUCLIDEAN;
    private static final EuclideanPlusL1 L1 = EuclideanPlusL1.ONE;

    private static final List<Regularizer> REGULARIZERS =
            List.of(
                    new SquaredNorms(),
                    SquaredNorms.nonNegative(),
                    new GaugeProduct(L2, L2),
                    new GaugeProduct(L1, L2),
                    new GaugeProduct(new NonNegative(L2), new NonNegative(L2)));

    private static final Centering[] CENTERINGS = {
        Centering.BOTH, Centering.ROWS, Centering.COLUMNS, Centering.GLOBAL
    };

    @Test
    void noLowerPointIsFound() {
        requireMinimal(0, 120, 1000);
    }

    @Tag("long")
    @Test
    void noLowerPointIsFoundOfMany() {
        requireMinimal(120, 2000, 4000);
    }

    private static void requireMinimal(int from, int to, int steps) {
        int open = 0;
        for (int index = from; index < to; index++) {
            NewRows rows = NewRows.generate(index);
            Transformation found = Nadir.transform(rows.problem(), rows.model(), OPTIONS);
            Offsets offsets = Objects.requireNonNull(found.offsets());
            String what = "instance " + index + " of " + rows;
            double objective = rows.objective(found.u(), offsets.rows());
            assertThat(found.objective())
                    .as(what)
                    .isCloseTo(objective, within(1e-11 * (1 + objective)));
            double attained = rows.attained(steps);
            assertThat(found.gap())
                    .as(what)
                    .isGreaterThanOrEqualTo(objective - attained - 1e-12 * (1 + objective));
            if (found.converged()) {
                assertThat(objective)
                        .as(what)
                        .isLessThanOrEqualTo(attained + 2e-9 * objective + 1e-13);
            } else {
                open++;
            }
        }
        assertThat(open).as("not converged").isLessThanOrEqualTo((to - from) / 50);
    }

    /** New rows of a model. */
    private record NewRows(
            int m,
            int n,
            int rank,
            double[] y,
            double[] weights,
            double[] v,
            Loss loss,
            Regularizer theta,
            double lambda,
            Offsets offsets) {
        static NewRows generate(int index) {
            Random random = new Random(index);
            int m = 1 + random.nextInt(4);
            int n = 2 + random.nextInt(7);
            int rank = random.nextInt(4);
            Loss loss =
                    List.of(
                                    new SquaredLoss(),
                                    new HuberLoss(0.5),
                                    new LogisticLoss(),
                                    new SquaredHingeLoss())
                            .get(index % 4);
            boolean labels = index % 4 >= 2;
            Centering centering = CENTERINGS[index / 4 % CENTERINGS.length];
            double penalty =
                    centering == Centering.GLOBAL ? 0 : new double[] {0, 0.3, 5}[index / 16 % 3];
            double[] b = random.doubles(n, -1, 1).toArray();
            Offsets offsets =
                    new Offsets(
                            centering,
                            labels ? 0.3 : 3,
                            new double[1],
                            centering.hasColumns() ? b : new double[n],
                            new boolean[1],
                            new boolean[n],
                            1,
                            penalty);
            double[] y = new double[m * n];
            double[] weights = new double[m * n];
            for (int e = 0; e < y.length; e++) {
                double value = (labels ? 0 : 3) + 2 * random.nextGaussian();
                y[e] = labels ? Math.signum(value) : value;
                weights[e] = random.nextInt(3) == 0 && index % 2 == 1 ? 0 : 1;
            }
            Regularizer theta = REGULARIZERS.get(index % REGULARIZERS.size());
            double[] v = random.doubles((long) n * rank, -1, 1).map(Math::abs).toArray();
            double lambda = Math.pow(10, -2 * random.nextDouble());
            return new NewRows(m, n, rank, y, weights, v, loss, theta, lambda, offsets);
        }

        Problem problem() {
            double[] known = y.clone();
            Arrays.setAll(known, e -> weights[e] > 0 ? y[e] : Double.NaN);
            boolean all = Arrays.stream(weights).allMatch(weight -> weight > 0);
            MatrixData data =
                    all ? DenseMatrix.wrap(m, n, known) : ObservedEntries.copyOfNonNaN(m, n, known);
            return new Problem(data, loss, theta, lambda);
        }

        TrainedModel model() {
            Factors factors = Factors.copyOfPair(1, n, rank, new double[rank], v);
            return new TrainedFactorization(false, factors, offsets);
        }

        double objective(double[] u, double[] a) {
            Factors w = Factors.copyOfPair(m, n, rank, u, v);
            double sum = lambda * theta.value(w);
            for (int i = 0; i < m; i++) {
                sum += 0.5 * offsets.penalty() * a[i] * a[i];
                for (int j = 0; j < n; j++) {
                    sum += weights[i * n + j] * loss.value(y[i * n + j], output(u, a, i, j));
                }
            }
            return sum;
        }

        private double output(double[] u, double[] a, int i, int j) {
            double x = offsets.mean() + offsets.columns()[j] + a[i];
            for (int c = 0; c < rank; c++) {
                x += u[i * rank + c] * v[j * rank + c];
            }
            return x;
        }

        /** An objective that accelerated proximal gradient steps attain. */
        double attained(int steps) {
            double size = Arrays.stream(v).map(x -> x * x).sum() + n;
            double step = 1 / (loss.curvature() * size + offsets.penalty());
            double[] u = new double[m * rank];
            double[] a = new double[m];
            double[] lastU = u;
            double[] lastA = a;
            double best = Double.POSITIVE_INFINITY;
            double last = best;
            double momentum = 1;
            for (int k = 0; k < steps; k++) {
                double nextMomentum = 0.5 * (1 + Math.sqrt(1 + 4 * momentum * momentum));
                double beta = (momentum - 1) / nextMomentum;
                double[] atU = extrapolated(u, lastU, beta);
                double[] atA = extrapolated(a, lastA, beta);
                lastU = u;
                lastA = a;
                u = atU.clone();
                a = atA.clone();
                descend(atU, atA, step, u, a);
                double value = objective(u, a);
                momentum = value > last ? 1 : nextMomentum;
                last = value;
                best = Math.min(best, value);
            }
            return best;
        }

        private static double[] extrapolated(double[] x, double[] last, double beta) {
            double[] out = x.clone();
            Arrays.setAll(out, i -> x[i] + beta * (x[i] - last[i]));
            return out;
        }

        private void descend(double[] atU, double[] atA, double step, double[] u, double[] a) {
            for (int i = 0; i < m; i++) {
                a[i] -= offsets.centering().hasRows() ? step * offsets.penalty() * atA[i] : 0;
                for (int j = 0; j < n; j++) {
                    double x = output(atU, atA, i, j);
                    double g = step * weights[i * n + j] * loss.derivative(y[i * n + j], x);
                    a[i] -= offsets.centering().hasRows() ? g : 0;
                    for (int c = 0; c < rank; c++) {
                        u[i * rank + c] -= g * v[j * rank + c];
                    }
                }
            }
            Factors w = Factors.copyOfPair(m, n, rank, u, v);
            theta.prox(w, 0, step * lambda);
            System.arraycopy(w.toArray(0), 0, u, 0, u.length);
        }

        @Override
        public String toString() {
            return "%s, %s, %s, penalty %s, %d x %d, rank %d"
                    .formatted(
                            loss.name(),
                            theta.name(),
                            offsets.centering().label(),
                            offsets.penalty(),
                            m,
                            n,
                            rank);
        }
    }

    /** What a model was trained on has the outputs and offsets that the model has. */
    @ParameterizedTest
    @EnumSource(names = {"GLOBAL", "ROWS", "COLUMNS", "BOTH"})
    void trainingDataAreAFixedPoint(Centering centering) {
        for (double penalty : centering == Centering.GLOBAL ? List.of(0.0) : List.of(0.0, 2.0)) {
            for (int exponent : new int[] {0, 300}) {
                Problem problem = ratings(exponent).withCentering(centering, penalty);
                MatrixModel model = MatrixModel.fit(problem, OPTIONS.withRelativeGap(1e-11));
                Transformation rows = model.transform((MatrixData) problem.y());
                Transformation columns =
                        Nadir.transformColumns(problem, model.model(), model.options());
                double scale = Math.scalb(1.0, exponent);
                double[] expected = model.model().allEntries();
                for (Transformation found : List.of(rows, columns)) {
                    assertThat(found.converged()).isTrue();
                    double[] x = model.inverseTransform(found).toArray();
                    for (int e = 0; e < x.length; e++) {
                        assertThat(x[e]).isCloseTo(expected[e], within(1e-4 * scale));
                    }
                }
                assertThat(Objects.requireNonNull(rows.offsets()).penalty()).isEqualTo(penalty);
                assertThat(Objects.requireNonNull(rows.offsets()).mean())
                        .isEqualTo(Objects.requireNonNull(model.model().offsets()).mean());
            }
        }
    }

    private static Problem ratings(int exponent) {
        Random random = new Random(4);
        double[] y = new double[8 * 6];
        for (int e = 0; e < y.length; e++) {
            int i = e / 6;
            double value = 3 + 0.4 * i + (e % 6) * (i % 3) + random.nextGaussian();
            y[e] = random.nextInt(5) == 0 ? Double.NaN : Math.scalb(value, exponent);
        }
        return Problem.lowRank(ObservedEntries.copyOfNonNaN(8, 6, y), Math.scalb(1.0, exponent));
    }

    /** Without data of their own, rows have the mean and the offsets of the columns. */
    @Test
    void rowsWithoutDataFallBackAndSaySo() {
        Problem problem = ratings(0).withCentering(Centering.BOTH);
        MatrixModel model = MatrixModel.fit(problem);
        double[] y = {1, Double.NaN, Double.NaN, 5, 2, 4};
        double[] two = Arrays.copyOf(y, 12);
        Arrays.fill(two, 6, 12, Double.NaN);
        Transformation found = model.transform(ObservedEntries.copyOfNonNaN(2, 6, two));
        Offsets offsets = Objects.requireNonNull(found.offsets());
        assertThat(offsets.isRowWithoutData(0)).isFalse();
        assertThat(offsets.isRowWithoutData(1)).isTrue();
        assertThat(offsets.rows()[1]).isZero();
        DenseMatrix x = model.inverseTransform(found);
        for (int j = 0; j < 6; j++) {
            assertThat(x.get(1, j)).isCloseTo(offsets.mean() + offsets.columns()[j], within(1e-12));
        }
        DenseMatrix ofCodes = model.inverseTransform(found.u());
        for (int j = 0; j < 6; j++) {
            assertThat(ofCodes.get(0, j) + offsets.rows()[0]).isCloseTo(x.get(0, j), within(1e-12));
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        MatrixModel model = MatrixModel.fit(ratings(0).withCentering(Centering.ROWS));
        DenseMatrix wide = DenseMatrix.wrap(1, 7, new double[7]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.transform(wide))
                .withMessageContaining("columns of the data");
        MatrixData other = DenseMatrix.wrap(1, 6, new double[6]).centered(Centering.BOTH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.transform(other))
                .withMessageContaining("center of the data = both, allowed are none and")
                .withMessageContaining("rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.inverseTransform(new double[0]))
                .withMessageContaining("codes.length = 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ratings(0).withCentering(Centering.GLOBAL, 1))
                .withMessageContaining("offsetPenalty = 1.0, allowed with center = global is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ratings(0).withCentering(Centering.ROWS, -1))
                .withMessageContaining("offsetPenalty = -1.0, allowed are finite numbers from 0");
    }
}
