package io.nadir.network.deep.polar;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;
import io.nadir.model.RelaxationBudget;
import io.nadir.reference.ChainSdp;
import io.nadir.reference.Csdp;
import io.nadir.reference.SdpComparison;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Bounds of chains of rectifiers in the plane beside semidefinite programs under CSDP: that of the
 * best majorant, and, for two rectifiers, the largest over all signs of g, which is the truth.
 */
@Tag("long")
class ChainSdpTest {
    private static final int INSTANCES = 120;
    private static final int DEEPER = 60;
    private static final double OPERATIONS = 1e9;
    private static final double ACCURACY = 1e-4;

    /** Of a search for three rectifiers. */
    private static final double MAJORANT_ACCURACY = 1.05;

    @TempDir private Path directory;
    private final SdpComparison comparison = new SdpComparison(ACCURACY);

    @Test
    void boundsOfTwoRectifiersMeetTheLargestOverAllSigns() {
        Csdp csdp = new Csdp(directory);
        int better = 0;
        for (int seed = 0; seed < INSTANCES; seed++) {
            Random random = new Random(seed);
            double[][] s = inputs(random, 3 + seed % 2);
            double[] z = random.doubles(s.length, -1, 1).toArray();
            double[] slopes = {0.1 * (seed % 3), seed % 2 == 0 ? 0 : 0.3};
            String what = "seed " + seed;
            Csdp.Optimum majorant = best(csdp, s, z, slopes, false);
            ChainBound bound = bound(s, z, slopes);
            checkMajorant(what, bound, majorant);
            bound.run(0, new RelaxationBudget(OPERATIONS, upper -> true));
            Csdp.Optimum truth = best(csdp, s, z, slopes, true);
            comparison.check(what, bound.upper(), truth);
            better += truth.value() < majorant.value() * (1 - 1e-3) ? 1 : 0;
        }
        comparison.requireAgreement(INSTANCES);
        assertThat(better).as("majorants that are no truth").isGreaterThan(5);
    }

    /**
     * Three rectifiers: a tree of majorants. Nearly always the best one is found, and sometimes
     * signs that are taken for granted give a better bound.
     */
    @Test
    void boundsOfThreeRectifiersMeetTheBestMajorant() {
        Csdp csdp = new Csdp(directory);
        int close = 0;
        for (int seed = 0; seed < DEEPER; seed++) {
            Random random = new Random(seed);
            double[][] s = inputs(random, 3 + seed % 2);
            double[] z = random.doubles(s.length, -1, 1).toArray();
            double[] slopes = {0.1 * (seed % 3), seed % 2 == 0 ? 0 : 0.3, 0.2 * (seed % 4)};
            Csdp.Optimum majorant = best(csdp, s, z, slopes, false);
            ChainBound bound = bound(s, z, slopes);
            String what = "seed " + seed;
            double slack = 1e-12 + majorant.error();
            assertThat(bound.quick()).as(what).isGreaterThan(majorant.value() - slack);
            bound.run(0, new RelaxationBudget(OPERATIONS, upper -> true));
            assertThat(bound.upper())
                    .as(what)
                    .isBetween(bound.lower(), majorant.value() * MAJORANT_ACCURACY);
            close += bound.upper() <= (majorant.value() + slack) * (1 + ACCURACY) ? 1 : 0;
        }
        assertThat(close).isGreaterThanOrEqualTo(DEEPER * 9 / 10);
    }

    /** Without a search it is no better than the best majorant, with one it is as good. */
    private static void checkMajorant(String what, ChainBound bound, Csdp.Optimum majorant) {
        double slack = 1e-12 + majorant.error();
        assertThat(bound.quick()).as(what).isGreaterThan(majorant.value() - slack);
        double wanted = (majorant.value() + slack) * (1 + ACCURACY);
        bound.run(wanted, new RelaxationBudget(OPERATIONS, upper -> true));
        assertThat(bound.upper()).as(what).isLessThanOrEqualTo(wanted);
    }

    /** The larger value of both signs of z, and, if so wanted, of all signs of g. */
    private static Csdp.Optimum best(
            Csdp csdp, double[][] s, double[] z, double[] slopes, boolean allSigns) {
        Csdp.Optimum best = new Csdp.Optimum(Double.NEGATIVE_INFINITY, 0);
        for (int sign : new int[] {1, -1}) {
            double[] signed = Arrays.stream(z).map(x -> sign * x).toArray();
            for (int pattern = 0; pattern < (allSigns ? 1 << z.length : 1); pattern++) {
                int[] signs = new int[z.length];
                for (int n = 0; n < z.length && allSigns; n++) {
                    signs[n] = (pattern >> n & 1) == 0 ? 1 : -1;
                }
                Csdp.Optimum found = csdp.solve(ChainSdp.of(s, signed, slopes, signs));
                best = found.value() > best.value() ? found : best;
            }
        }
        return best;
    }

    /** In every other instance one input and a bias. */
    private static double[][] inputs(Random random, int n) {
        double[][] s = new double[n][2];
        boolean bias = random.nextBoolean();
        for (double[] row : s) {
            row[0] = random.nextGaussian();
            row[1] = bias ? 1 : random.nextGaussian();
        }
        return s;
    }

    private static ChainBound bound(double[][] s, double[] z, double[] slopes) {
        RectifierChain chain = new RectifierChain(Arrays.stream(slopes).boxed().toList());
        Panel inputs = Panel.zeros(s.length, 2);
        Panel dual = Panel.zeros(s.length, 1);
        for (int n = 0; n < s.length; n++) {
            inputs.set(n, 0, s[n][0]);
            inputs.set(n, 1, s[n][1]);
            dual.set(n, 0, z[n]);
        }
        return new ChainBound(chain, inputs, dual, 1, () -> {});
    }
}
