package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralBounds;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * Bounds where all rounding errors have one sign, because 10⁵ and more equal numbers are added.
 * What they bound is known: the one singular value of a constant matrix is c√(mn).
 */
@Tag("kernel")
class OneSignedRoundingTest {
    private static final MathContext DIGITS = new MathContext(60);

    /** Relative to the largest singular value. */
    private static final double LAMBDA = 0.5;

    @ParameterizedTest
    @CsvSource({
        // m, n, c, and the constant element of U·Vᵀ
        "600000, 1, 0.1, 0",
        "300000, 2, 0.3333333333333333, 0",
        "2, 100000, 0.1, 0",
        "600000, 1, 0.1, 0.05",
        "300000, 2, 0.3333333333333333, 0.1666",
        "1, 100000, 1.0000000149011612, 0.5",
        "2, 100000, 0.1, 0.0501",
        "2, 100000, 0.1, 0.09999999",
        "300000, 2, 0.3333333333333333, 0.33333332",
    })
    void boundsHoldOfConstantData(int m, int n, double c, double x) {
        DenseMatrix data = DenseMatrix.wrap(m, n, constant(m * n, c));
        double lambda = LAMBDA * c * Math.sqrt((double) m * n);
        Factors w = Factors.empty(m, n);
        if (x > 0) {
            double u = Math.sqrt(x) * Math.pow((double) n / m, 0.25);
            w = Factors.wrap(1, column(m, u), column(n, x / u));
        }
        for (Loss loss : new Loss[] {new SquaredLoss(), new HuberLoss(2)}) {
            try (MatrixMap map = data.bind(loss, 1, null)) {
                Objective<MatrixMap> objective = new Objective<>(map, new SquaredNorms(), lambda);
                assertBounds(objective, w, c);
            }
        }
    }

    /** Sums of chunks are short where blocks are, but a norm of an image is a sum over all rows. */
    @ParameterizedTest
    @CsvSource({"1000000, 1000, 0.1", "300000, 500, 0.1"})
    void boundsHoldOfConstantDataInBlocks(int m, int rowsPerBlock, double c) {
        DenseMatrix data =
                DenseMatrix.builder(1, rowsPerBlock).add(DoubleBuffer.wrap(constant(m, c))).build();
        double lambda = LAMBDA * c * Math.sqrt(m);
        for (Loss loss : new Loss[] {new SquaredLoss(), new HuberLoss(2)}) {
            try (MatrixMap map = data.bind(loss, 1, null)) {
                Objective<MatrixMap> objective = new Objective<>(map, new SquaredNorms(), lambda);
                assertBounds(objective, Factors.empty(m, 1), c);
            }
        }
    }

    private static void assertBounds(Objective<MatrixMap> objective, Factors w, double c) {
        BigDecimal entries = decimal((double) objective.map().entries());
        BigDecimal lambda = decimal(objective.lambda());
        BigDecimal sigma = decimal(c).multiply(entries.sqrt(DIGITS), DIGITS);
        BigDecimal x = decimal(0);
        BigDecimal norms = decimal(0);
        if (w.rank() > 0) {
            BigDecimal u = decimal(w.block(0).get(0, 0));
            BigDecimal v = decimal(w.block(1).get(0, 0));
            x = u.multiply(v);
            norms =
                    u.multiply(u)
                            .multiply(decimal(w.block(0).rows()))
                            .add(v.multiply(v).multiply(decimal(w.block(1).rows())));
        }
        BigDecimal rest = decimal(c).subtract(x);
        BigDecimal polar = rest.multiply(entries.sqrt(DIGITS)).divide(lambda, DIGITS);
        BigDecimal half = decimal(0.5);
        BigDecimal value =
                half.multiply(entries.multiply(rest).multiply(rest).add(lambda.multiply(norms)));
        BigDecimal minimum = lambda.multiply(sigma.subtract(half.multiply(lambda)));

        SpectralPoint point = new SpectralPoint(objective, w, w.rank());
        double f = point.value().objective();
        assertThat(decimal(f).subtract(value).abs().doubleValue())
                .isLessThanOrEqualTo(point.value().objectiveRounding());
        // Products are with the data, and with entries of Z where much is asked for.
        for (double enough : new double[] {3, 1 + 1e-15}) {
            PolarBounds bounds = new SpectralBounds(point, 1).bounds(enough, 1e-10);
            double gap = point.value().gap(bounds.upper());

            assertThat(decimal(bounds.upper())).isGreaterThanOrEqualTo(polar);
            assertThat(decimal(bounds.lower())).isLessThanOrEqualTo(polar);
            assertThat(decimal(f).subtract(decimal(gap))).isLessThanOrEqualTo(minimum);
        }
    }

    private static Panel column(int rows, double element) {
        Panel panel = Panel.zeros(rows, 1);
        for (int i = 0; i < rows; i++) {
            panel.set(i, 0, element);
        }
        return panel;
    }

    private static double[] constant(int length, double element) {
        double[] all = new double[length];
        Arrays.fill(all, element);
        return all;
    }

    private static BigDecimal decimal(double number) {
        return new BigDecimal(number);
    }
}
