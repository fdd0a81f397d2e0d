package io.nadir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.DenseMatrix;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Regularizers of a user's own: those that break their contract are refused by name. */
class RegularizerContractTest {
    private static final List<Integer> DIMENSIONS = List.of(5, 3);
    private static final DenseMatrix Y = DenseMatrix.wrap(3, 2, new double[] {3, -2, 0.5, 4, 1, 2});

    @Test
    void thoseOfTheLibraryPass() {
        for (int rows : new int[] {1, 2, 7, 1000}) {
            for (Regularizer theta :
                    List.of(
                            new SquaredNorms(),
                            SquaredNorms.nonNegative(),
                            new SquaredNorms(false, true),
                            new NormPowers(2, false),
                            new NormPowers(2, true),
                            new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.ONE),
                            new GaugeProduct(
                                    new EuclideanPlusL1(0x1p-40, 0x1p40),
                                    EuclideanPlusL1.sparse(0.3)))) {
                assertThatCode(() -> RegularizerContract.require(theta, List.of(rows, 3)))
                        .doesNotThrowAnyException();
            }
            NormPowers cubes = new NormPowers(3, false);
            assertThatCode(() -> RegularizerContract.require(cubes, List.of(rows, 3, 2)))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aBrokenPartIsNamed(Broken part) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegularizerContract.require(new Uneven(3, part), DIMENSIONS))
                .withMessageStartingWith("regularizer = uneven breaks its contract: ")
                .withMessageContaining(part.message);
    }

    @Test
    void aProblemWithABrokenOneIsRefused() {
        Problem problem =
                Problem.lowRank(Y, 1).withRegularizer(new Uneven(3, Broken.PRODUCT_OF_GAUGES));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(problem))
                .withMessageStartingWith("regularizer = uneven breaks its contract: value = ");
    }

    /** Its least value is not where the norms of u and v are equal. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "columns", "quasi-newton", "proximal-gradient"})
    void anUnevenOneHasTheNuclearNormsMinimum(String descent) {
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-9);
        Solution expected = Nadir.solve(Problem.lowRank(Y, 1), options);
        Problem problem = Problem.lowRank(Y, 1).withRegularizer(new Uneven(3, Broken.NONE));
        Solution found = Nadir.solve(problem, options.withDescent(new Descent(descent)));
        assertThat(found.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(found.objective())
                .isCloseTo(expected.objective(), within(2e-9 * expected.objective()));
    }

    @Test
    void methodsForEqualNormsAreNotForAnUnevenOne() {
        assertThat(new Uneven(3, Broken.NONE).isNuclear()).isTrue();
        assertThat(new Uneven(3, Broken.NONE).isNuclearAtEqualNorms()).isFalse();
        assertThat(new Uneven(1, Broken.NONE).isNuclearAtEqualNorms()).isTrue();
        assertThat(new SquaredNorms().isNuclearAtEqualNorms()).isTrue();
        assertThat(SquaredNorms.nonNegative().isNuclearAtEqualNorms()).isFalse();
    }

    /** What is wrong, and how the message says it. */
    enum Broken {
        NONE(""),
        VALUE("value = NaN, allowed are numbers from 0"),
        DEGREE("value(2w) = "),
        PRODUCT_OF_GAUGES("must be at least the product of the gauges"),
        BALANCE("balance leaves a column whose blocks have gauge 1 with the value "),
        OUTPUT("balance multiplies the blocks by numbers whose product is "),
        PROX("prox of block 1 with weight 0.1 leads to "),
        GRADIENT("addGradient says that the slope in a direction is ");

        private final String message;

        Broken(String message) {
            this.message = message;
        }
    }

    /** ½(c‖u‖² + ‖v‖²/c), with one part broken. */
    private record Uneven(double c, Broken part) implements Regularizer {
        @Override
        public String name() {
            return "uneven";
        }

        @Override
        public int degree() {
            return part == Broken.DEGREE ? 3 : 2;
        }

        @Override
        public double value(Factors w, int column) {
            double u = norm(w, 0, column);
            double v = norm(w, 1, column);
            double scale = part == Broken.PRODUCT_OF_GAUGES ? 0.01 : 1;
            return part == Broken.VALUE ? Double.NaN : scale * 0.5 * (c * u * u + v * v / c);
        }

        private static double norm(Factors w, int k, int column) {
            double[] data = w.block(k).data();
            return EuclideanPlusL1.EUCLIDEAN.value(data, column, w.block(k).stride(), rows(w, k));
        }

        private static int rows(Factors w, int k) {
            return w.block(k).rows();
        }

        @Override
        public double price(Factors w, int k, int column) {
            return 1;
        }

        @Override
        public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
            double share = part == Broken.PROX && k == 1 ? 2 : 1;
            for (int i = 0; i < length; i++) {
                x[offset + i * stride] /= 1 + share * weight * weight(k);
            }
        }

        @Override
        public Gauge gauge(int k) {
            return EuclideanPlusL1.EUCLIDEAN;
        }

        @Override
        public void balance(Factors w) {
            if (part == Broken.BALANCE) {
                return;
            }
            for (int i = 0; i < w.rank(); i++) {
                double u = norm(w, 0, i);
                double v = norm(w, 1, i);
                double ratio = u > 0 && v > 0 ? Math.sqrt(v / (c * u)) : 0;
                double other = ratio > 0 && part != Broken.OUTPUT ? 1 / ratio : 0.5 * ratio;
                scale(w, 0, i, ratio);
                scale(w, 1, i, other);
            }
        }

        private static void scale(Factors w, int k, int column, double factor) {
            for (int i = 0; i < rows(w, k); i++) {
                w.block(k).set(i, column, factor * w.block(k).get(i, column));
            }
        }

        @Override
        public boolean isSmooth() {
            return true;
        }

        @Override
        public BlockPenalty blockPenalty(int k) {
            return new BlockPenalty(weight(k), 0, 0, false);
        }

        @Override
        public void addGradient(Factors w, double weight, Factors gradient) {
            double share = part == Broken.GRADIENT ? 0.5 : 1;
            for (int k = 0; k < 2; k++) {
                for (int i = 0; i < rows(w, k); i++) {
                    for (int j = 0; j < w.rank(); j++) {
                        double slope = share * weight * weight(k) * w.block(k).get(i, j);
                        gradient.block(k).set(i, j, gradient.block(k).get(i, j) + slope);
                    }
                }
            }
        }

        private double weight(int k) {
            return k == 0 ? c : 1 / c;
        }
    }
}
