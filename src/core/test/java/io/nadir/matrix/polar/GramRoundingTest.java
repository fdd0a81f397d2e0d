package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The bound of what rounding does to a product with DᵀD: against the largest errors that products
 * may have, so large that every term of the bound counts, and against those of the kernels, by
 * arithmetic of 60 digits.
 */
@Tag("kernel")
class GramRoundingTest {
    private static final MathContext DIGITS = new MathContext(60);

    /** Errors of products: small ones, and some as large as what is computed. */
    private static final double[] ERRORS = {1e-6, 1e-3, 0.1, 1, 30};

    /** The worst case itself is computed in float64. */
    private static final double ROUNDING = 1e-14;

    private static final double[] NORMS = {0, 1e-6, 1e-3, 0.02, 0.5, 1, 40};

    @Test
    void errorsOfEverySizeAndSignAreCovered() {
        for (int p : new int[] {0, 1, 2, 5, 20, 300}) {
            for (double g : ERRORS) {
                for (double normB : p == 0 ? new double[] {0} : NORMS) {
                    for (double normD : NORMS) {
                        WorstCase worst = new WorstCase(g, p, normB, normD);
                        double seen = Math.max(0, normB - 2 * g * Math.sqrt(p));
                        assertThat(GramRounding.bound(g, seen, p, normD))
                                .as("%s", worst)
                                .isGreaterThanOrEqualTo(worst.largest() - worst.rounding());
                    }
                }
            }
        }
    }

    /** Nothing is given away where only one part of the bound counts. */
    @ParameterizedTest
    @CsvSource({
        // g, p, ‖B‖, ‖D‖, how much larger the bound may be
        "1e-6, 0, 0, 1, 1.0001",
        "1e-6, 0, 0, 0, 1.0001",
        "1, 0, 0, 3, 1.0001",
        "1e-6, 1, 1, 0, 1.0001",
        "1e-6, 400, 1, 0, 1.0001",
        "1e-6, 400, 0.02, 1, 1.03",
    })
    void theBoundIsAttained(double g, int p, double normB, double normD, double factor) {
        WorstCase worst = new WorstCase(g, p, normB, normD);
        assertThat(GramRounding.bound(g, normB, p, normD))
                .isBetween(worst.largest() - worst.rounding(), factor * worst.largest());
    }

    /**
     * The largest error where Z is [A B; C D] with B = ‖B‖·x·vᵀ and D = ‖D‖·u·vᵀ, x = (1, …, 1)/√p,
     * and q = v. Then all errors may be along v, or what becomes v.
     */
    private record WorstCase(double g, int p, double normB, double normD) {
        double largest() {
            double largest = 0;
            for (int signs = 0; signs < 1 << 5; signs++) {
                largest = Math.max(largest, Math.abs(error(signs)));
            }
            return largest;
        }

        double rounding() {
            double size = normB + normD + g * (1 + Math.sqrt(p));
            return ROUNDING * size * size;
        }

        /** The component along v of s as computed, less that of DᵀDv. */
        private double error(int signs) {
            double root = Math.sqrt(p);
            double h = Math.hypot(normB, normD);
            double t = h + sign(signs, 0) * g;
            double s = h * t + sign(signs, 1) * g * Math.abs(t);
            // Outside Q, the columns of the coimage are ‖B‖/√p·v, each off by g.
            double outside = normB + sign(signs, 2) * g * root;
            double coefficients = outside + (p == 0 ? 0 : sign(signs, 3) * g);
            double removed = outside * coefficients;
            removed += (p == 0 ? 0 : sign(signs, 4)) * g * Math.abs(coefficients);
            return s - removed - normD * normD;
        }

        private static int sign(int signs, int index) {
            return (signs >> index & 1) == 0 ? 1 : -1;
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 48);
    }

    /**
     * Points beside solutions of all accuracies, where ‖Y‖ or ‖U‖‖V‖ exceeds λ by up to a million
     * times; sums whose roundings have one sign; all shapes; entries of Z formed or not.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void errorsOfProductsAreCovered(int seed) {
        Random random = new Random(seed);
        int m = 2 + random.nextInt(60);
        int n = 2 + random.nextInt(60);
        int r = random.nextInt(Math.min(4, Math.min(m, n)));
        double size = Math.scalb(1.0, random.nextInt(21));
        Factors w = Factors.wrap(r, gaussian(m, r, random), gaussian(n, r, random));
        double[] y = solvedBy(w, size, seed % 4 == 1 ? 0 : 0.9, random);
        disturb(w, seed % 3 == 0 ? 0 : Math.pow(10, -2 - 8 * random.nextDouble()), random);
        if (seed % 5 == 2 && r > 0) {
            w = withCancellingColumns(w, size, random);
        }
        DenseMatrix data = DenseMatrix.wrap(m, n, y);
        assertCovered(data, new SquaredLoss(), w, random);
        assertCovered(data, new HuberLoss(1e9), w, random);
    }

    private static void assertCovered(DenseMatrix y, Loss loss, Factors w, Random random) {
        try (MatrixMap map = y.bind(loss, 1, null)) {
            Objective<MatrixMap> objective = new Objective<>(map, new SquaredNorms(), 1);
            SpectralPoint point = new SpectralPoint(objective, w, w.rank());
            DeflatedRest rest = point.settled();
            Exact exact = new Exact(y, w, rest.deflation());
            Panel q = gaussian(y.columns(), 3, random);
            new PanelProducts().removeComponents(rest.directions(), q);
            Panel s = Panel.zeros(y.columns(), 3);
            rest.apply(q, Panel.zeros(y.rows(), 3), s);
            double normD = exact.normD();
            for (int j = 0; j < q.columns(); j++) {
                double error = exact.error(q, s, j);
                assertThat(error)
                        .as("%s of %s", j, y)
                        .isLessThanOrEqualTo(rest.operatorError(normD));
            }
        }
    }

    /**
     * Data of which w, with columns made of norm √size, is a solution but for rounding, at λ = 1.
     */
    private static double[] solvedBy(Factors w, double size, double noise, Random random) {
        int m = w.block(0).rows();
        int n = w.block(1).rows();
        PanelProducts products = new PanelProducts();
        Panel p = products.orthonormalBasis(w.block(0));
        Panel q = products.orthonormalBasis(w.block(1));
        Panel rest = random.nextBoolean() ? gaussian(m, n, random) : thirds(m, n);
        Panel transposed = Panels.transposed(rest);
        products.removeComponents(q, transposed);
        rest = Panels.transposed(transposed);
        products.removeComponents(p, rest);
        double norm = SmallDense.svd(rest).values()[0];
        double[] y = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                y[i * n + j] = norm > 1e-9 ? noise / norm * rest.get(i, j) : 0;
            }
        }
        for (int k = 0; k < w.rank(); k++) {
            double sigma = size * (k + 1);
            for (int i = 0; i < m; i++) {
                w.block(0).set(i, k, Math.sqrt(sigma) * p.get(i, k));
                for (int j = 0; j < n; j++) {
                    y[i * n + j] += (sigma + 1) * p.get(i, k) * q.get(j, k);
                }
            }
            for (int j = 0; j < n; j++) {
                w.block(1).set(j, k, Math.sqrt(sigma) * q.get(j, k));
            }
        }
        return y;
    }

    /** Numbers of one sign, all of which round alike. */
    private static Panel thirds(int m, int n) {
        Panel a = Panel.zeros(m, n);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                a.set(i, j, 1.0 / 3 + (i == 0 && j == 0 ? 1 : 0));
            }
        }
        return a;
    }

    /** Changes X by about that much. */
    private static void disturb(Factors w, double error, Random random) {
        double size = Panels.frobenius(w.block(0)) + 1e-300;
        for (Panel block : w.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < block.columns(); j++) {
                    double share = error / size / Math.sqrt(block.rows());
                    block.set(i, j, block.get(i, j) + share * random.nextGaussian());
                }
            }
        }
    }

    /** The same X with two more columns, whose products cancel. */
    private static Factors withCancellingColumns(Factors w, double size, Random random) {
        Panel u = gaussian(w.block(0).rows(), 1, random);
        Panel v = gaussian(w.block(1).rows(), 1, random);
        Panel left = Panels.copy(u);
        for (int i = 0; i < u.rows(); i++) {
            u.set(i, 0, size * u.get(i, 0));
            left.set(i, 0, -u.get(i, 0));
        }
        return Factors.wrap(
                w.rank() + 2,
                Panels.concatenate(w.block(0), Panels.concatenate(u, left)),
                Panels.concatenate(w.block(1), Panels.concatenate(v, v)));
    }

    private static Panel gaussian(int rows, int columns, Random random) {
        Panel a = Panel.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                a.set(i, j, random.nextGaussian());
            }
        }
        return a;
    }

    /** D = (I − PPᵀ)(Y − UVᵀ)(I − QQᵀ) at λ = 1, with P and Q made orthonormal to 60 digits. */
    private static final class Exact {
        private final BigDecimal[][] right;
        private final BigDecimal[][] d;

        Exact(DenseMatrix y, Factors w, Deflation deflation) {
            right = orthonormal(deflation.right());
            BigDecimal[][] left = orthonormal(deflation.left());
            double[] entries = y.toArray();
            int n = y.columns();
            d = new BigDecimal[y.rows()][n];
            for (int i = 0; i < d.length; i++) {
                for (int j = 0; j < n; j++) {
                    d[i][j] = new BigDecimal(entries[i * n + j]);
                    for (int k = 0; k < w.rank(); k++) {
                        BigDecimal u = new BigDecimal(w.block(0).get(i, k));
                        d[i][j] =
                                d[i][j].subtract(u.multiply(new BigDecimal(w.block(1).get(j, k))));
                    }
                }
                removeFrom(d[i], right);
            }
            for (int j = 0; j < n; j++) {
                BigDecimal[] column = new BigDecimal[d.length];
                for (int i = 0; i < d.length; i++) {
                    column[i] = d[i][j];
                }
                removeFrom(column, left);
                for (int i = 0; i < d.length; i++) {
                    d[i][j] = column[i];
                }
            }
        }

        double normD() {
            Panel rounded = Panel.zeros(d.length, d[0].length);
            for (int i = 0; i < d.length; i++) {
                for (int j = 0; j < d[0].length; j++) {
                    rounded.set(i, j, d[i][j].doubleValue());
                }
            }
            return SmallDense.svd(rounded).values()[0];
        }

        /** ‖(I − QQᵀ)s − DᵀDq‖/‖q‖ for column j. */
        double error(Panel q, Panel s, int j) {
            BigDecimal[] found = column(s, j);
            removeFrom(found, right);
            BigDecimal[] vector = column(q, j);
            for (BigDecimal[] row : d) {
                BigDecimal image = dot(row, vector);
                for (int i = 0; i < found.length; i++) {
                    found[i] = found[i].subtract(image.multiply(row[i], DIGITS), DIGITS);
                }
            }
            return norm(found).divide(norm(vector), DIGITS).doubleValue();
        }

        private static BigDecimal[][] orthonormal(Panel a) {
            BigDecimal[][] columns = new BigDecimal[a.columns()][];
            for (int k = 0; k < a.columns(); k++) {
                BigDecimal[] column = column(a, k);
                for (int earlier = 0; earlier < k; earlier++) {
                    removeFrom(column, new BigDecimal[][] {columns[earlier]});
                }
                BigDecimal norm = norm(column);
                for (int i = 0; i < column.length; i++) {
                    column[i] = column[i].divide(norm, DIGITS);
                }
                columns[k] = column;
            }
            return columns;
        }

        private static void removeFrom(BigDecimal[] x, BigDecimal[][] directions) {
            for (BigDecimal[] direction : directions) {
                BigDecimal share = dot(direction, x);
                for (int i = 0; i < x.length; i++) {
                    x[i] = x[i].subtract(share.multiply(direction[i], DIGITS), DIGITS);
                }
            }
        }

        private static BigDecimal dot(BigDecimal[] x, BigDecimal[] y) {
            BigDecimal sum = BigDecimal.ZERO;
            for (int i = 0; i < x.length; i++) {
                sum = sum.add(x[i].multiply(y[i], DIGITS), DIGITS);
            }
            return sum;
        }

        private static BigDecimal norm(BigDecimal[] x) {
            return dot(x, x).sqrt(DIGITS);
        }

        private static BigDecimal[] column(Panel a, int j) {
            BigDecimal[] column = new BigDecimal[a.rows()];
            for (int i = 0; i < column.length; i++) {
                column[i] = new BigDecimal(a.get(i, j));
            }
            return column;
        }
    }
}
