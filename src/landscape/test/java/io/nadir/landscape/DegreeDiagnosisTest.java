package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nadir.kernel.Panels;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Pairs that match, and what goes wrong with those that do not, shown on a network. */
class DegreeDiagnosisTest {
    private final Random random = new Random(3);
    private final TwoLayerNetwork data = TwoLayerNetwork.relu(matrix(20, 3), matrix(20, 2));
    private final FactorizationMap map = data.bind(new SquaredLoss(), 1, null);
    private final Factors w = Factors.copyOfPair(3, 2, 4, gaussian(12), gaussian(8));

    /** (‖w¹‖² + ‖w²‖²)^(degree/2), or what else is given. */
    private record Powers(int degree, ToDoubleFunction<double[]> of) implements Regularizer {
        static Powers ofDegree(int degree) {
            return new Powers(degree, n -> Math.pow(n[0] * n[0] + n[1] * n[1], degree / 2.0));
        }

        @Override
        public String name() {
            return "powers";
        }

        @Override
        public double value(Factors w, int column) {
            return of.applyAsDouble(
                    new double[] {
                        Panels.columnNorm(w.block(0), column), Panels.columnNorm(w.block(1), column)
                    });
        }

        @Override
        public double price(Factors w, int k, int column) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Gauge gauge(int k) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void confirmsWhatMatches() {
        GaugeProduct product =
                new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.EUCLIDEAN);
        for (Regularizer theta : new Regularizer[] {new SquaredNorms(), product}) {
            DegreeDiagnosis diagnosis = DegreeDiagnosis.of(map, theta, w);
            assertThat(diagnosis.isMatched()).isTrue();
            assertThat(diagnosis.message()).contains("degree 2", "they match");
        }
    }

    /** Haeffele &amp; Vidal 2017, proposition 2: every way out of the origin leads up. */
    @Test
    void theOriginIsASpuriousMinimumWhereTheRegularizersDegreeIsLess() {
        Powers theta = Powers.ofDegree(1);
        DegreeDiagnosis diagnosis = DegreeDiagnosis.of(map, theta, w);
        assertThat(diagnosis.isMatched()).isFalse();
        assertThat(diagnosis.message())
                .contains("map has degree 2", "powers degree 1", "local minimum", "squared-norms");
        double lambda = 1e-3;
        for (int i = 0; i < 200; i++) {
            Factors way = Factors.copyOfPair(3, 2, 1, gaussian(3), gaussian(2));
            way.scale(1e-6);
            assertThat(objective(theta, lambda, way)).isGreaterThan(map.valueAtZero());
        }
        // With the degrees of the map there is a way down for the same data.
        assertThat(best(new SquaredNorms(), lambda)).isLessThan(map.valueAtZero());
    }

    /** Haeffele &amp; Vidal 2017, eq. 24: more columns, the same output, less of a penalty. */
    @Test
    void columnsAreUncontrolledWhereTheRegularizersDegreeIsMore() {
        Powers theta = Powers.ofDegree(4);
        DegreeDiagnosis diagnosis = DegreeDiagnosis.of(map, theta, w);
        assertThat(diagnosis.message())
                .contains("map has degree 2", "powers degree 4", "r^(1 - 4/2)", "product:l2,l2");
        Factors one = Factors.copyOfPair(3, 2, 1, gaussian(3), gaussian(2));
        double value = map.evaluate(one, one.copy());
        for (int r : new int[] {10, 100}) {
            Factors many = Factors.empty(3, 2);
            for (int i = 0; i < r; i++) {
                many.append(one.blocks(), 0, Math.sqrt(1.0 / r));
            }
            assertThat(map.evaluate(many, many.copy()))
                    .isCloseTo(value, org.assertj.core.data.Percentage.withPercentage(1e-8));
            assertThat(theta.value(many))
                    .isCloseTo(
                            theta.value(one) / r,
                            org.assertj.core.data.Percentage.withPercentage(1e-8));
        }
    }

    @Test
    void seesThatOneBlockIsFree() {
        DegreeDiagnosis diagnosis = DegreeDiagnosis.of(map, new Powers(2, n -> n[0] * n[0]), w);
        assertThat(diagnosis.degenerate()).isTrue();
        assertThat(diagnosis.isMatched()).isFalse();
        assertThat(diagnosis.message()).contains("degenerate");
    }

    @Test
    void seesThatADegreeIsNotAsStated() {
        DegreeDiagnosis diagnosis =
                DegreeDiagnosis.of(map, new Powers(2, n -> n[0] * n[1] * n[1]), w);
        assertThat(diagnosis.areDegreesConfirmed()).isFalse();
        assertThat(diagnosis.message()).contains("not homogeneous as stated");
    }

    @Test
    void refusesPointsThatTellNothing() {
        assertThatThrownBy(() -> DegreeDiagnosis.of(map, new SquaredNorms(), Factors.empty(3, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rank of w = 0");
        Factors zero = Factors.zeros(1, 3, 2);
        assertThatThrownBy(() -> DegreeDiagnosis.of(map, new SquaredNorms(), zero))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("phi of column 0");
        Factors negative =
                Factors.copyOfPair(3, 2, 1, new double[] {1, 1, 1}, new double[] {-1, 1});
        assertThatThrownBy(() -> DegreeDiagnosis.of(map, SquaredNorms.nonNegative(), negative))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("theta of column 0 of w = Infinity");
    }

    private double best(Regularizer theta, double lambda) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 200; i++) {
            Factors way = Factors.copyOfPair(3, 2, 1, gaussian(3), gaussian(2));
            way.scale(1e-2);
            best = Math.min(best, objective(theta, lambda, way));
        }
        return best;
    }

    private double objective(Regularizer theta, double lambda, Factors point) {
        return map.evaluate(point, point.copy()) + lambda * theta.value(point);
    }

    private DenseMatrix matrix(int rows, int columns) {
        return DenseMatrix.wrap(rows, columns, gaussian(rows * columns));
    }

    private double[] gaussian(int length) {
        return random.doubles(length, -1, 1).toArray();
    }
}
