package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.relaxation.RelaxationSearch;
import io.nadir.model.BlockPenalty;
import io.nadir.model.RelaxationBudget;
import io.nadir.reference.Csdp;
import io.nadir.reference.NormSumSdp;
import io.nadir.reference.NormSumSdp.Side;
import io.nadir.reference.SdpComparison;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Random;

/** Relaxations for given ratios, searched until they converge, beside the same ones under CSDP. */
@Tag("long")
class NormSumSdpTest {
    private static final int INSTANCES = 150;
    private static final int SEARCHES = 60;
    private static final int ITERATIONS = 40_000;
    private static final double ACCURACY = 1e-6;

    /** Ratios at which CSDP looks at what a search over all of them bounds. */
    private static final int GRID = 16;

    /** How far above the largest value at these a search may end, and what it is asked for. */
    private static final double NEAR = 1 + 1e-2;

    private static final double WANTED = 1 + 3e-3;
    private static final double TINY = 1e-12;

    @TempDir private Path directory;
    private final SdpComparison comparison = new SdpComparison(ACCURACY);

    /** For v̂ with signs and without, of a given 1-norm or, without signs, of any. */
    @Test
    void squaresHaveTheValuesThatCsdpFinds() {
        Csdp csdp = new Csdp(directory);
        for (int seed = 0; seed < INSTANCES; seed++) {
            Random random = new Random(seed);
            double[][] z = matrix(seed, 4, 2 + seed % 5, random);
            BlockPenalty gauge = gauge(random, seed % 3 > 0, seed % 3 < 2);
            double kappa = ratio(z[0].length, random);
            SquareRelaxation relaxation = new SquareRelaxation(gram(z), 1, gauge, kappa);
            Csdp.Optimum optimum = csdp.solve(NormSumSdp.square(z, side(gauge, kappa)));
            RelaxationSearch search = searched(relaxation);
            String what = "seed " + seed;
            comparison.check(what, search.proved(), optimum);
            checkLine(what, relaxation, search, gauge, 1, kappa);
        }
        comparison.requireAgreement(INSTANCES);
    }

    @Test
    void splitsOfSignsHaveTheValuesThatCsdpFinds() {
        Csdp csdp = new Csdp(directory);
        for (int seed = 0; seed < INSTANCES; seed++) {
            Random random = new Random(seed);
            double[][] z = matrix(seed, 4, 2 + seed % 4, random);
            BlockPenalty gauge = gauge(random, false, true);
            double kappa = ratio(z[0].length, random);
            SplitSignRelaxation relaxation = new SplitSignRelaxation(gram(z), 1, gauge, kappa);
            Csdp.Optimum optimum = csdp.solve(NormSumSdp.split(z, kappa));
            RelaxationSearch search = searched(relaxation);
            String what = "seed " + seed;
            comparison.check(what, search.proved(), optimum);
            checkLine(what, relaxation, search, gauge, 1, kappa);
        }
        comparison.requireAgreement(INSTANCES);
    }

    /** Both sides with a 1-norm or a sign, in all eight ways. */
    @Test
    void jointRelaxationsHaveTheValuesThatCsdpFinds() {
        Csdp csdp = new Csdp(directory);
        for (int seed = 0; seed < INSTANCES; seed++) {
            Random random = new Random(seed);
            double[][] z = matrix(seed, 2 + seed % 3, 2 + seed / 4 % 3, random);
            BlockPenalty left = gauge(random, (seed & 1) > 0, (seed & 1) == 0 || (seed & 8) > 0);
            BlockPenalty right = gauge(random, (seed & 2) > 0, (seed & 2) == 0 || (seed & 4) > 0);
            double kappa = left.one() > 0 ? ratio(z.length, random) : 1;
            double mu = right.one() > 0 ? ratio(z[0].length, random) : 1;
            JointRelaxation relaxation = new JointRelaxation(panel(z), left, right, kappa, mu);
            Csdp.Optimum optimum =
                    csdp.solve(NormSumSdp.joint(z, side(left, kappa), side(right, mu)));
            RelaxationSearch search = searched(relaxation);
            comparison.check("seed " + seed, search.proved(), optimum);
        }
        comparison.requireAgreement(INSTANCES);
    }

    /**
     * Over all ratios: the sharper relaxation is worth the largest of its values at one of them.
     */
    @Test
    void boundsForAllRatiosMeetTheLargestThatCsdpFinds() {
        Csdp csdp = new Csdp(directory);
        for (int seed = 0; seed < SEARCHES; seed++) {
            Random random = new Random(seed);
            double[][] z = matrix(seed, 3, 2 + seed % 3, random);
            int n = z[0].length;
            BlockPenalty left = new BlockPenalty(0, 1, 0, false);
            BlockPenalty right = gauge(random, false, true);
            double sharp = 0;
            for (int k = 0; k <= GRID; k++) {
                double kappa = 1 + (Math.sqrt(n) - 1) * k / GRID;
                double gauge = right.euclidean() + right.one() * kappa;
                double square = gauge * gauge;
                Csdp.Optimum split = csdp.solve(NormSumSdp.split(z, kappa));
                sharp = Math.max(sharp, (split.value() - split.error()) / square);
            }
            RatioSearch search = RatioSearch.ofNorms(panel(z), left, right, () -> {});
            RelaxationBudget budget = new RelaxationBudget(1e10, upper -> true);
            double largest = Math.sqrt(sharp);
            search.run(WANTED * largest, largest, budget, new Ignored());
            assertThat(search.bound())
                    .as("seed " + seed)
                    .isBetween(largest * (1 - 1e-9), NEAR * largest + TINY);
        }
    }

    /** The line of a multiplier at the ratios it was found for is the bound there. */
    private static void checkLine(
            String what,
            RatioRelaxation relaxation,
            RelaxationSearch search,
            BlockPenalty gauge,
            double kappa,
            double mu) {
        double[] t = search.multiplier();
        RatioLine line =
                relaxation.line(t, search.bound() - relaxation.cost(t), new Scratch(), () -> {});
        double polar = relaxation.polar(search.proved());
        assertThat(line.at(kappa, mu, new BlockPenalty(0, 1, 0, false), gauge))
                .as(what)
                .isBetween(polar * (1 - 1e-9), polar * (1 + 1e-9) + 1e-12);
    }

    private static RelaxationSearch searched(RatioRelaxation relaxation) {
        RelaxationSearch search = new RelaxationSearch(relaxation, () -> {});
        search.setCloseness(1e-2 * ACCURACY);
        search.run(0, ITERATIONS);
        return search;
    }

    private static BlockPenalty gauge(Random random, boolean nonNegative, boolean one) {
        double weight = one ? Math.pow(10, 2 * random.nextDouble() - 1.5) : 0;
        return new BlockPenalty(0, 0.5 + random.nextDouble(), weight, nonNegative);
    }

    private static Side side(BlockPenalty gauge, double ratio) {
        return new Side(gauge.nonNegative(), gauge.one() > 0 ? ratio : 0);
    }

    /** Inside, or nearly at the ends. */
    private static double ratio(int n, Random random) {
        double share = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
        return 1 + (Math.sqrt(n) - 1) * (0.02 + 0.96 * share);
    }

    /** Gaussian, with zeros, integer, negative, of equal singular values, of rank one. */
    private static double[][] matrix(int seed, int m, int n, Random random) {
        double[][] z = new double[m][n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double x = random.nextGaussian();
                z[i][j] =
                        switch (seed / 6 % 6) {
                            case 0 -> x;
                            case 1 -> random.nextInt(3) == 0 ? 0 : x;
                            case 2 -> random.nextInt(5) - 2;
                            case 3 -> -Math.abs(x);
                            case 4 -> i == j ? 1 : 0;
                            default -> (i + 1) * (j - 1.5) * 0.3;
                        };
            }
        }
        return z;
    }

    private static GramMatrix gram(double[][] z) {
        return new GramMatrix(panel(z), new Scratch(), () -> {});
    }

    private static Panel panel(double[][] z) {
        int n = z[0].length;
        Panel panel = Panel.wrap(new double[z.length * n], z.length, n, 0);
        for (int at = 0; at < z.length * n; at++) {
            panel.data()[at] = z[at / n][at % n];
        }
        return panel;
    }

    private static final class Ignored implements RatioSearch.Listener {
        @Override
        public double climb(Panel starts) {
            return 0;
        }

        @Override
        public void improved(double bound) {}
    }
}
