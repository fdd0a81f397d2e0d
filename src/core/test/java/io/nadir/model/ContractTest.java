package io.nadir.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.LossContract;
import io.nadir.loss.PseudoHuber;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.TotalVariation;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Losses and gauges of a user's own that break their contract are refused by name. */
class ContractTest {
    private static final DenseMatrix Y = DenseMatrix.wrap(2, 2, new double[] {1, -2, 0, 4});
    private static final Loss GOOD = new PseudoHuber();

    @Test
    void lossesThatKeepTheirContractPass() {
        for (double scale : new double[] {1e-300, 1e-30, 1, 1e30}) {
            double[] y = {0, scale, -scale, 3 * scale};
            assertThatCode(() -> LossContract.require(new SquaredLoss(), y, 4))
                    .doesNotThrowAnyException();
            assertThatCode(() -> LossContract.require(new HuberLoss(scale), y, 4))
                    .doesNotThrowAnyException();
        }
        double[] mixed = {0, 1, 1e-9, -30};
        assertThatCode(() -> LossContract.require(GOOD, mixed, 4)).doesNotThrowAnyException();
        double[] labels = {1, -1};
        LossContract.require(new LogisticLoss(), labels, 2);
        LossContract.require(new SquaredHingeLoss(), labels, 2);
    }

    @Test
    void lossesThatAreNotNumbersAreRefused() {
        refused(altered((y, x) -> Double.NaN, GOOD::derivative, GOOD::dualValue), "value(1.0, ");
        refused(altered((y, x) -> -1, GOOD::derivative, GOOD::dualValue), "= -1.0, allowed");
        refused(altered(GOOD::value, (y, x) -> Double.NaN, GOOD::dualValue), "derivative(1.0, ");
        refused(altered(GOOD::value, GOOD::derivative, (y, g) -> Double.NaN), "dualValue(1.0, ");
    }

    @Test
    void lossesThatAreNotConvexAreRefused() {
        refused(
                altered(
                        (y, x) -> 1 - Math.exp(-0.5 * (x - y) * (x - y)),
                        (y, x) -> (x - y) * Math.exp(-0.5 * (x - y) * (x - y)),
                        (y, g) -> Double.NEGATIVE_INFINITY),
                "not convex");
    }

    @Test
    void derivativesAndDualValuesOfAnotherLossAreRefused() {
        refused(
                altered(GOOD::value, (y, x) -> y - x, GOOD::dualValue),
                "derivative is not its slope");
        refused(altered(GOOD::value, GOOD::derivative, (y, g) -> 1), "at most value − g·x");
        refused(
                altered(
                        (y, x) -> 2 * (x - y) * (x - y),
                        (y, x) -> 4 * (x - y),
                        (y, g) -> -g * g / 8 - g * y),
                "curvature() = 1.0 is too small");
    }

    @Test
    void claimsThatProofsRestOnAreChecked() {
        for (double constant : new double[] {-1, Double.NaN}) {
            Problem problem = Problem.lowRank(Y, 1).withLoss(claiming(constant, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Nadir.solve(problem))
                    .withMessageContaining("errorConstant() = " + constant);
        }
        refused(claiming(8, 1), "quadraticDualScale() = 1.0, but dualValue(");
    }

    /** ¼(x − y)², whose −ℓ* is −g·y − g². */
    private static Loss claiming(double errorConstant, double quadraticDualScale) {
        return altered(
                (y, x) -> 0.25 * (x - y) * (x - y),
                (y, x) -> 0.5 * (x - y),
                (y, g) -> -g * (y + g),
                errorConstant,
                quadraticDualScale);
    }

    static List<Gauge> good() {
        return List.of(
                EuclideanPlusL1.EUCLIDEAN,
                EuclideanPlusL1.ONE,
                EuclideanPlusL1.sparse(0.3),
                new EuclideanPlusL1(0x1p-40, 0x1p40),
                new NonNegative(EuclideanPlusL1.EUCLIDEAN),
                new NonNegative(EuclideanPlusL1.ONE),
                new NonNegative(EuclideanPlusL1.sparse(2)),
                TotalVariation.line(1, 0.1, 1),
                TotalVariation.line(0, 0x1p-40, 0x1p40).onNonNegative(),
                new Altered("as it is"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void gaugesThatKeepTheirContractPass(Gauge gauge) {
        for (int length : new int[] {1, 2, 3, 100}) {
            assertThatCode(() -> GaugeContract.require(gauge, length)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"value", "NaN", "square", "polarize", "witness", "prox", "constant"})
    void gaugesThatLieAreRefused(String lie) {
        Problem problem =
                Problem.lowRank(Y, 1)
                        .withRegularizer(
                                new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, new Altered(lie)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem))
                .withMessageStartingWith("gauge = altered breaks its contract: ");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Nadir.certify(problem, Factors.empty(2, 2), SolverOptions.defaults()))
                .withMessageStartingWith("gauge = altered breaks its contract: ");
    }

    private static void refused(Loss loss, String how) {
        Problem problem = Problem.lowRank(Y, 1).withLoss(loss);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem))
                .withMessageStartingWith("loss = altered breaks its contract: ")
                .withMessageContaining(how);
        Problem observed = Problem.lowRank(ObservedEntries.copyOf(Y), 1).withLoss(loss);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Nadir.certify(observed, Factors.empty(2, 2), SolverOptions.defaults()))
                .withMessageContaining(how);
    }

    private static Loss altered(
            DoubleBinaryOperator value,
            DoubleBinaryOperator derivative,
            DoubleBinaryOperator dualValue) {
        return altered(value, derivative, dualValue, Double.POSITIVE_INFINITY, 0);
    }

    private static Loss altered(
            DoubleBinaryOperator value,
            DoubleBinaryOperator derivative,
            DoubleBinaryOperator dualValue,
            double errorConstant,
            double quadraticDualScale) {
        return new Loss() {
            @Override
            public String name() {
                return "altered";
            }

            @Override
            public double curvature() {
                return 1;
            }

            @Override
            public double value(double y, double x) {
                return value.applyAsDouble(y, x);
            }

            @Override
            public double derivative(double y, double x) {
                return derivative.applyAsDouble(y, x);
            }

            @Override
            public double dualValue(double y, double g) {
                return dualValue.applyAsDouble(y, g);
            }

            @Override
            public double errorConstant() {
                return errorConstant;
            }

            @Override
            public double quadraticDualScale() {
                return quadraticDualScale;
            }
        };
    }

    /** The Euclidean norm, but for one lie. */
    private record Altered(String lie) implements Gauge {
        private static final Gauge TRUE = EuclideanPlusL1.EUCLIDEAN;

        @Override
        public String name() {
            return "altered";
        }

        @Override
        public double value(double[] x, int offset, int stride, int length) {
            double value = TRUE.value(x, offset, stride, length);
            return switch (lie) {
                case "value" -> 0.5 * value;
                case "NaN" -> Double.NaN;
                case "square" -> value * value;
                default -> value;
            };
        }

        @Override
        public void prox(double weight, double[] x, int offset, int stride, int length) {
            TRUE.prox(lie.equals("prox") ? 2 * weight : weight, x, offset, stride, length);
        }

        @Override
        public double polarize(double[] z, int offset, int stride, int length) {
            double dual = TRUE.polarize(z, offset, stride, length);
            if (lie.equals("witness")) {
                z[offset] = 0;
            }
            return lie.equals("polarize") ? 0.9 * dual : dual;
        }

        @Override
        public double lowerConstant() {
            return lie.equals("constant") ? 2 : 1;
        }
    }
}
