package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The bound against ‖A·v‖/‖v‖ in arithmetic of 60 digits, v a leading singular vector: no bound may
 * be below, whatever P, Q and S are. And how close it comes where they are good.
 */
@Tag("kernel")
class DeflatedGradientTest {
    private static final DenseKernels KERNELS = Kernels.get();
    private static final MathContext DIGITS = new MathContext(60);

    private Random random = new Random(0);

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    /** Equal, clustered and spread singular values, whose directions are known or nearly known. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noBoundIsBelow(int seed) {
        random = new Random(seed);
        int m = 1 + random.nextInt(seed % 3 == 0 ? 300 : 40);
        int n = 1 + random.nextInt(Math.min(m, 40));
        int k = random.nextInt(n + 1);
        double lambda = Math.scalb(1 + random.nextDouble(), random.nextInt(1000) - 500);
        Instance instance = new Instance(m, n, lambda, spectrum(n, k, lambda));
        double error = seed % 2 == 0 ? 0 : Math.pow(10, -random.nextInt(16));
        Panel p = disturbed(Panels.leadingColumns(instance.u, k), error);
        Panel q = disturbed(Panels.leadingColumns(instance.v, k), error);
        assertSound(instance.a, p, q, core(instance.a, p, q, lambda), lambda);
    }

    /** Each part of the bound alone: P, Q or S is not that of the singular triplets. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noBoundIsBelowWhereOneFactorIsOff(int seed) {
        random = new Random(2000 + seed);
        int n = 2 + random.nextInt(12);
        int k = 1 + random.nextInt(n - 1);
        Instance instance = new Instance(n + random.nextInt(20), n, 1, spectrum(n, k, 1));
        double error = Math.pow(10, -3 * random.nextDouble());
        Panel p = Panels.leadingColumns(instance.u, k);
        Panel q = Panels.leadingColumns(instance.v, k);
        Panel s = core(instance.a, p, q, 1);
        Panel otherP = new PanelProducts().orthonormalBasis(disturbed(p, error));
        Panel otherQ = new PanelProducts().orthonormalBasis(disturbed(q, error));
        assertSound(instance.a, otherP, q, core(instance.a, otherP, q, 1), 1);
        assertSound(instance.a, p, otherQ, core(instance.a, p, otherQ, 1), 1);
        assertSound(instance.a, p, q, disturbed(s, error), 1);
        Panel shorter = Panels.copy(p);
        Panels.scaleColumns(shorter, shares(k));
        assertSound(instance.a, shorter, q, s, 1);
        // The same product with P or Q too long: their norms count.
        Panel longer = Panels.copy(p);
        Panel wider = Panels.copy(q);
        Panel smaller = Panels.copy(s);
        KERNELS.scale(1.2, longer.data(), 0, longer.data().length);
        KERNELS.scale(1.2, wider.data(), 0, wider.data().length);
        KERNELS.scale(1 / 1.2, smaller.data(), 0, smaller.data().length);
        assertSound(instance.a, longer, q, smaller, 1);
        assertSound(instance.a, p, wider, smaller, 1);
        Panel narrower = Panels.copy(q);
        Panels.scaleColumns(narrower, shares(k));
        assertSound(instance.a, p, narrower, s, 1);
    }

    /** Factors from 0.8 to 1.2. */
    private double[] shares(int k) {
        return random.doubles(k, 0.8, 1.2).toArray();
    }

    /** What stands in P, Q and S may be anything. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noBoundIsBelowForGarbage(int seed) {
        random = new Random(1000 + seed);
        int m = 1 + random.nextInt(30);
        int n = 1 + random.nextInt(m);
        int k = 1 + random.nextInt(5);
        int l = 1 + random.nextInt(5);
        Instance instance = new Instance(m, n, 1, spectrum(n, random.nextInt(n + 1), 1));
        double[] sizes = {0, 1e-300, 1e-20, 1e-8, 0.3, 0.9, 1, 1.1, 30, 1e8, 1e200, Double.NaN};
        Panel p = gaussian(m, k, sizes[random.nextInt(sizes.length)]);
        Panel q = gaussian(n, l, sizes[random.nextInt(sizes.length)]);
        Panel s = gaussian(k, l, sizes[random.nextInt(sizes.length)]);
        assertSound(instance.a, p, q, s, 1);
        Panel orthonormal = new PanelProducts().orthonormalBasis(p);
        if (orthonormal.columns() == k) {
            assertSound(instance.a, orthonormal, disturbed(q, 1e-3), s, 1);
        }
    }

    /** Directions that are normal only, and not orthogonal: ε_P is at least 1. */
    @Test
    void repeatedDirectionsProveNothing() {
        Instance instance = new Instance(20, 10, 1, spectrum(10, 2, 1));
        Panel p = Panels.leadingColumns(instance.u, 1);
        Panel q = Panels.leadingColumns(instance.v, 1);
        Panel pp = Panels.concatenate(p, p);
        Panel qq = Panels.concatenate(q, q);
        DeflatedGradient bound = split(instance.a, pp, qq, gaussian(2, 2, 0.5), 1);
        assertThat(bound.attempt(100)).isInfinite();
    }

    /** A singular value beside the directions that is above λ, or only just not. */
    @ParameterizedTest
    @ValueSource(doubles = {-1e-3, -1e-6, -1e-9, 0, 1e-9, 1e-7, 1e-6, 1e-4, 0.5})
    void aSpikeBesideTheDirectionsIsSeen(double excess) {
        for (int seed = 0; seed < 20; seed++) {
            random = new Random(seed);
            double[] sigma = spectrum(30, 4, 1);
            sigma[4] = 1 + excess;
            Instance instance = new Instance(50, 30, 1, sigma);
            Panel p = Panels.leadingColumns(instance.u, 4);
            Panel q = Panels.leadingColumns(instance.v, 4);
            assertSound(instance.a, p, q, core(instance.a, p, q, 1), 1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-150, 1e-30, 1, 1e30, 1e150})
    void closeWhereTheDirectionsAreGoodAndTheRestIsSmaller(double lambda) {
        for (int seed = 0; seed < 10; seed++) {
            random = new Random(seed);
            double[] sigma = new double[60];
            for (int i = 0; i < sigma.length; i++) {
                sigma[i] = lambda * (i < 5 ? 1 : 0.9 * random.nextDouble());
            }
            Instance instance = new Instance(200, 60, lambda, sigma);
            Panel p = Panels.leadingColumns(instance.u, 5);
            Panel q = Panels.leadingColumns(instance.v, 5);
            DeflatedGradient bound =
                    split(instance.a, p, q, core(instance.a, p, q, lambda), lambda);
            double truth = sigmaDown(instance.a).doubleValue();
            double proved = bound.attempt(lambda * (1 + 1e-9));
            assertThat(proved / truth).isBetween(1.0, 1 + 2e-9);
            assertThat(bound.factorizations()).isEqualTo(1);
        }
    }

    @Test
    void rowsOfVeryDifferentSizeUnderflowWithoutHarm() {
        for (int seed = 0; seed < 20; seed++) {
            random = new Random(seed);
            Panel a = gaussian(40, 12, 1);
            for (int i = 0; i < 40; i++) {
                double factor = Math.pow(10, -random.nextInt(80) * (i % 3));
                for (int j = 0; j < 12; j++) {
                    a.set(i, j, a.get(i, j) * factor);
                }
            }
            assertSound(a, Panel.zeros(40, 0), Panel.zeros(12, 0), Panel.zeros(0, 0), 5);
            assertSound(a, Panel.zeros(40, 0), Panel.zeros(12, 0), Panel.zeros(0, 0), 1e-30);
        }
    }

    /** Elements that float32 has no room for, since λ is nowhere near them. */
    @ParameterizedTest
    @ValueSource(doubles = {1e10, 1e19, 1e30, 1e60, 1e300})
    void overflowProvesNothing(double factor) {
        Panel a = gaussian(20, 10, factor);
        assertSound(a, Panel.zeros(20, 0), Panel.zeros(10, 0), Panel.zeros(0, 0), 1);
    }

    @Test
    void zeroHasTheNormZero() {
        Panel none = Panel.zeros(0, 0);
        DeflatedGradient bound =
                split(Panel.zeros(9, 4), Panel.zeros(9, 0), Panel.zeros(4, 0), none, 1);
        assertThat(bound.attempt(1e-6)).isBetween(0.0, 1.0000001e-6);
    }

    /** 1 + 2⁻²⁶ is 1 in float32: 127 such terms are lost, and the bound has to make up for them. */
    @Test
    void whatTheGramMatrixLosesIsAdded() {
        Panel a = Panel.zeros(128, 1);
        for (int i = 0; i < 128; i++) {
            a.set(i, 0, i == 0 ? 1 : 0x1p-13);
        }
        Panel none = Panel.zeros(0, 0);
        BigDecimal truth = sigmaDown(a);
        assertThat(truth.doubleValue()).isGreaterThan(1 + 9e-7);
        DeflatedGradient bound = split(a, Panel.zeros(128, 0), Panel.zeros(1, 0), none, 1);
        for (double share = 1e-8; share < 1e-3; share *= 1.01) {
            assertSound(bound.attempt(1 + share), truth);
        }
        assertThat(bound.attempt(1 + 1e-4)).isLessThan(1 + 1.0001e-4);
    }

    /**
     * Wherever something is added to 1, it is 2⁻²⁴, which is lost: by the other rows of the first
     * chain, by the other chains of the first slab, and by the other slabs.
     */
    @Test
    void whatSumsOfSumsLoseIsAdded() {
        int slabs = 75;
        int chains = DeflatedGradient.SLAB / DenseKernels.FLOAT_CHAIN;
        Panel a = Panel.zeros(slabs * DeflatedGradient.SLAB, 1);
        for (int i = 1; i < DenseKernels.FLOAT_CHAIN; i++) {
            a.set(i, 0, 0x1p-12);
        }
        for (int k = 1; k < chains; k++) {
            a.set(k * DenseKernels.FLOAT_CHAIN, 0, 0x1p-12);
        }
        for (int k = 1; k < slabs; k++) {
            a.set(k * DeflatedGradient.SLAB, 0, 0x1p-12);
        }
        a.set(0, 0, 1);
        int lost = DenseKernels.FLOAT_CHAIN + chains + slabs - 3;
        BigDecimal square = new BigDecimal(1 + lost * 0x1p-24);
        Panel p = Panel.zeros(a.rows(), 0);
        DeflatedGradient bound = split(a, p, Panel.zeros(1, 0), Panel.zeros(0, 0), 1);
        for (double share = 1e-7; share < 1e-3; share *= 1.01) {
            double proved = bound.attempt(1 + share);
            if (proved < Double.POSITIVE_INFINITY) {
                assertThat(new BigDecimal(proved).pow(2)).isGreaterThanOrEqualTo(square);
            }
        }
        assertThat(bound.attempt(1 + 1e-4)).isLessThan(1 + 1.0001e-4);
    }

    /** Numbers or their products that are 0 in float32. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-19, 1e-22, 1e-25, 1e-40, 1e-46, 1e-100, 1e-300})
    void underflowOfAllElementsIsAdded(double factor) {
        Panel a = gaussian(20, 10, factor);
        assertSound(a, Panel.zeros(20, 0), Panel.zeros(10, 0), Panel.zeros(0, 0), 1);
    }

    /** 1 + 2⁻²⁴ is 1 in float32. */
    @Test
    void whatRoundingToFloatsLosesIsAdded() {
        Panel a = Panel.zeros(1, 1);
        a.set(0, 0, 1 + 0x1p-24);
        Panel none = Panel.zeros(0, 0);
        DeflatedGradient bound = split(a, Panel.zeros(1, 0), Panel.zeros(1, 0), none, 1);
        for (double share = 1e-9; share < 1e-3; share *= 1.1) {
            assertThat(bound.attempt(1 + share)).isGreaterThanOrEqualTo(1 + 0x1p-24);
        }
    }

    @Test
    void rowsThatAreMissingAreNoticed() {
        DeflatedGradient bound =
                new DeflatedGradient(
                        Panel.zeros(3, 0),
                        Panel.zeros(2, 0),
                        Panel.zeros(0, 0),
                        1,
                        new PanelProducts(),
                        () -> {});
        assertThatIllegalStateException().isThrownBy(() -> bound.end(1));
    }

    /** Groups that threads split at the same time give the bits of rows that come in turn. */
    @Test
    void groupsHaveTheBitsOfRowsInTurn() {
        for (int rows : new int[] {1, 63, 64, 65, 511, 512, 513, 1100}) {
            random = new Random(rows);
            int n = 1 + random.nextInt(20);
            Panel a = gaussian(rows, n, 1);
            Panel p = gaussian(rows, 3, Math.sqrt(1.0 / rows));
            Panel q = new PanelProducts().orthonormalBasis(gaussian(n, 1, 1));
            Panel s = gaussian(3, 1, 1);
            double expected = split(a, p, q, s, 1).attempt(1e3);
            MatrixMap[] maps = new MatrixMap[3];
            for (int threads = 1; threads <= 3; threads++) {
                // A = X − Y at X = 0.
                Panel data = Panels.copy(a);
                KERNELS.scale(-1, data.data(), 0, data.data().length);
                DenseMatrix y = DenseMatrix.copyOf(rows, n, packed(data));
                MatrixMap map = y.bind(new SquaredLoss(), threads, null);
                maps[threads - 1] = map;
                DeflatedGradient bound =
                        new DeflatedGradient(p, q, s, 1, map.threadedProducts(), () -> {});
                GradientGroups groups = bound;
                new EntrySums(map, Factors.empty(rows, n), false, groups);
                bound.end(SpectralNorm.frobenius(a));
                assertThat(bound.attempt(1e3)).isEqualTo(expected);
            }
            for (MatrixMap map : maps) {
                map.close();
            }
        }
    }

    private static double[] packed(Panel panel) {
        double[] out = new double[panel.rows() * panel.columns()];
        for (int i = 0; i < panel.rows(); i++) {
            for (int j = 0; j < panel.columns(); j++) {
                out[i * panel.columns() + j] = panel.get(i, j);
            }
        }
        return out;
    }

    /** σ of k values at or beside λ, clustered, and others below it, some of them close. */
    private double[] spectrum(int n, int k, double lambda) {
        double[] nearby = {0, 1e-12, -1e-12, 1e-9, -1e-9, 1e-7, 1e-6, -1e-3};
        double[] sigma = new double[n];
        double below = new double[] {1e-12, 1e-6, 0.1, 0.5, 1}[random.nextInt(5)];
        for (int i = 0; i < n; i++) {
            sigma[i] =
                    i < k
                            ? lambda * (1 + nearby[random.nextInt(nearby.length)])
                            : lambda * (1 - below * (random.nextInt(3) + random.nextDouble()) / 3);
        }
        return sigma;
    }

    private void assertSound(Panel a, Panel p, Panel q, Panel s, double lambda) {
        DeflatedGradient bound = split(a, p, q, s, lambda);
        BigDecimal truth = sigmaDown(a);
        double sigma = truth.doubleValue();
        assertSound(bound.attempt(sigma), truth);
        for (double share = 1e-14; share < 10; share *= 3) {
            assertSound(bound.attempt(sigma * (1 - share)), truth);
            assertSound(bound.attempt(sigma * (1 + share)), truth);
        }
    }

    private static void assertSound(double proved, BigDecimal truth) {
        assertThat(proved).isNotNaN();
        if (proved < Double.POSITIVE_INFINITY) {
            assertThat(new BigDecimal(proved)).isGreaterThanOrEqualTo(truth);
        }
    }

    private static DeflatedGradient split(Panel a, Panel p, Panel q, Panel s, double lambda) {
        DeflatedGradient bound =
                new DeflatedGradient(p, q, s, lambda, new PanelProducts(), () -> {});
        int n = a.columns();
        double[] row = new double[n];
        double[] ones = DoubleStream.generate(() -> 1).limit(n).toArray();
        int[] places = IntStream.range(0, n).toArray();
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < n; j++) {
                row[j] = a.get(i, j);
            }
            bound.add(new EntryRow(i, n, places, row, ones, 0, row, 0), row);
        }
        bound.end(SpectralNorm.frobenius(a));
        return bound;
    }

    /** S = PᵀAQ/λ. */
    private static Panel core(Panel a, Panel p, Panel q, double lambda) {
        PanelProducts products = new PanelProducts();
        Panel core = products.transposeMultiply(p, products.multiply(a, q));
        for (int i = 0; i < core.rows(); i++) {
            for (int j = 0; j < core.columns(); j++) {
                core.set(i, j, core.get(i, j) / lambda);
            }
        }
        return core;
    }

    private Panel gaussian(int rows, int columns, double size) {
        Panel out = Panel.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out.set(i, j, size * random.nextGaussian());
            }
        }
        return out;
    }

    private Panel disturbed(Panel panel, double error) {
        Panel out = gaussian(panel.rows(), panel.columns(), error);
        for (int i = 0; i < out.rows(); i++) {
            for (int j = 0; j < out.columns(); j++) {
                out.set(i, j, out.get(i, j) + panel.get(i, j));
            }
        }
        return out;
    }

    /** ‖A·v‖/‖v‖ ≤ σ_max(A), rounded to 60 digits and then down. */
    private static BigDecimal sigmaDown(Panel a) {
        double[] v = leading(a);
        BigDecimal image = BigDecimal.ZERO;
        BigDecimal square = BigDecimal.ZERO;
        for (int i = 0; i < a.rows(); i++) {
            BigDecimal sum = BigDecimal.ZERO;
            for (int j = 0; j < v.length; j++) {
                sum = sum.add(new BigDecimal(a.get(i, j)).multiply(new BigDecimal(v[j])), DIGITS);
            }
            image = image.add(sum.multiply(sum), DIGITS);
        }
        for (double x : v) {
            square = square.add(new BigDecimal(x).multiply(new BigDecimal(x)), DIGITS);
        }
        BigDecimal down = BigDecimal.ONE.subtract(new BigDecimal("1e-50"));
        return image.divide(square, DIGITS).sqrt(DIGITS).multiply(down, DIGITS);
    }

    private static double[] leading(Panel a) {
        double largest = Panels.frobenius(a);
        Panel scaled = Panels.copy(a);
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                scaled.set(i, j, largest == 0 ? 0 : a.get(i, j) / largest);
            }
        }
        Panel v = SmallDense.svd(scaled).v();
        double[] out = new double[a.columns()];
        for (int j = 0; j < out.length; j++) {
            out[j] = v.get(j, 0);
        }
        return out;
    }

    /** A = U·diag(σ)·Vᵀ, rounded, with σ in descending order. */
    private final class Instance {
        final Panel u;
        final Panel v;
        final Panel a;

        Instance(int m, int n, double lambda, double[] sigma) {
            PanelProducts products = new PanelProducts();
            u = products.orthonormalBasis(gaussian(m, n, 1));
            v = products.orthonormalBasis(gaussian(n, n, 1));
            Panel weighted = Panels.copy(u);
            double[] shares = new double[n];
            for (int i = 0; i < n; i++) {
                shares[i] = sigma[i] / lambda;
            }
            Panels.scaleColumns(weighted, shares);
            a = Panels.multiplyTransposed(weighted, v);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    a.set(i, j, a.get(i, j) * lambda);
                }
            }
        }
    }
}
