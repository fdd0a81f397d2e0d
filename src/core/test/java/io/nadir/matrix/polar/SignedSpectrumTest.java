package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.reference.Truth;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The bound of nonnegative polars against all supports, and against the bound by splits. */
class SignedSpectrumTest {
    private static final int INSTANCES = 1000;
    private static final int MANY_INSTANCES = 3000;
    private static final int RESIDUALS = 6;

    /** Matrices of nonnegative vectors of 4 elements in all: the relaxation is exact (Diananda). */
    private static final int EXACT = 4;

    @Test
    void theTruthIsNeverAboveTheBound() {
        check(0, INSTANCES);
    }

    @Test
    @Tag("long")
    void theTruthIsNeverAboveManyBounds() {
        check(INSTANCES, MANY_INSTANCES);
    }

    private static void check(int from, int to) {
        int exact = 0;
        int closed = 0;
        for (int seed = from; seed < to; seed++) {
            double[][] z = matrix(seed);
            double truth = Truth.nonNegative(z);
            // What is wanted may be met, or out of reach.
            double wanted = truth * (seed % 3 == 0 ? 0.9 : 1 + 1e-5);
            double bound = bound(z, wanted > 0 ? wanted : 1);
            assertThat(bound).as("seed %d", seed).isGreaterThanOrEqualTo(truth * (1 - 1e-12));
            if (z.length + z[0].length <= EXACT && wanted > truth) {
                exact++;
                closed += bound <= truth * (1 + 2e-5) ? 1 : 0;
            }
        }
        assertThat(exact).isGreaterThan((to - from) / 8);
        assertThat(closed).as("exact relaxations solved").isGreaterThan(exact * 98 / 100);
    }

    @Test
    void scalesDoNotMatter() {
        double[][] z = matrix(8);
        double[][] scaled = new double[z.length][z[0].length];
        double truth = Truth.nonNegative(z);
        double bound = bound(z, truth);
        for (int exponent : new int[] {-390, -100, 100, 240}) {
            for (int i = 0; i < z.length; i++) {
                for (int j = 0; j < z[0].length; j++) {
                    scaled[i][j] = Math.scalb(z[i][j], exponent);
                }
            }
            double other = Math.scalb(bound(scaled, Math.scalb(truth, exponent)), -exponent);
            assertThat(other / bound).isBetween(1 - 1e-9, 1 + 1e-9);
        }
    }

    /** Where several nonnegative pairs that overlap are the best, R + N does not do. */
    @Test
    void splitsAreImprovedOn() {
        int sharper = 0;
        for (int seed = 0; seed < RESIDUALS; seed++) {
            Panel r = residual(seed);
            PanelProducts products = new PanelProducts();
            SpectralSplit split =
                    new SpectralSplit(
                            r,
                            1,
                            List.of(SplitPart.NEGATIVE),
                            new double[1],
                            () -> {},
                            random(),
                            products);
            split.search(1, 1);
            SignedSpectrum spectrum = new SignedSpectrum(r, split.remainder(), () -> {});
            spectrum.search(1);
            double bound = spectrum.proved();
            assertThat(bound).isLessThanOrEqualTo(split.value() * (1 + 1e-4));
            sharper += bound < 0.99 * split.value() ? 1 : 0;
        }
        assertThat(sharper).isGreaterThan(RESIDUALS * 7 / 10);
    }

    private static double bound(double[][] z, double wanted) {
        Panel r = Panel.wrap(new double[z.length * z[0].length], z.length, z[0].length, 0);
        for (int i = 0; i < z.length; i++) {
            System.arraycopy(z[i], 0, r.data(), i * z[0].length, z[0].length);
        }
        SignedSpectrum spectrum = new SignedSpectrum(r, r, () -> {});
        spectrum.search(wanted);
        return spectrum.proved();
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    }

    /** Y − UVᵀ of 20×10 where nothing is left to gain, with λ = 1: many pairs have the value 1. */
    private static Panel residual(int seed) {
        double[] y = new Random(seed).doubles(20 * 10, 0, 1).map(e -> 4 * e * e * e).toArray();
        Problem problem =
                Problem.lowRank(DenseMatrix.wrap(20, 10, y), 1)
                        .withRegularizer(SquaredNorms.nonNegative());
        Factors w = Nadir.solve(problem, SolverOptions.defaults()).factors();
        Panel r = Panel.wrap(y, 20, 10, 0);
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 10; j++) {
                for (int k = 0; k < w.rank(); k++) {
                    y[10 * i + j] -= w.block(0).get(i, k) * w.block(1).get(j, k);
                }
            }
        }
        return r;
    }

    /** Gaussian, sparse, integer, negative, of equal singular values, nearly constant. */
    private static double[][] matrix(int seed) {
        Random random = new Random(97L * seed);
        double[][] z = new double[1 + random.nextInt(4)][1 + random.nextInt(4)];
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z[0].length; j++) {
                double gaussian = random.nextGaussian();
                z[i][j] =
                        switch (seed % 8) {
                            case 0, 1 -> gaussian;
                            case 2 -> i == 0 || random.nextBoolean() ? 0 : gaussian;
                            case 3 -> random.nextInt(5) - 2;
                            case 4 -> -Math.abs(gaussian);
                            case 5 -> i == j ? 1 : -1e-9 * Math.abs(gaussian);
                            case 6 -> i == j ? 1 : gaussian;
                            default -> 1 + 1e-9 * gaussian;
                        };
            }
        }
        return z;
    }
}
