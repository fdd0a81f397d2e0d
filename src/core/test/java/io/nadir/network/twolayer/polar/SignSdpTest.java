package io.nadir.network.twolayer.polar;

import io.nadir.certify.relaxation.RelaxationSearch;
import io.nadir.reference.Csdp;
import io.nadir.reference.ReluSdp;
import io.nadir.reference.SdpComparison;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Relaxations of two-layer networks, for all directions and for some signs of S·w, searched until
 * they converge, beside the same ones under CSDP.
 */
@Tag("long")
class SignSdpTest {
    private static final int INSTANCES = 300;
    private static final int ITERATIONS = 40_000;
    private static final double ACCURACY = 1e-4;
    private static final double[] SLOPES = {0, 0.1, 0.5};

    @TempDir private Path directory;
    private final SdpComparison comparison = new SdpComparison(ACCURACY);

    @Test
    void relaxationsHaveTheValuesThatCsdpFinds() {
        Csdp csdp = new Csdp(directory);
        for (int seed = 0; seed < INSTANCES; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(5);
            int d = 2 + random.nextInt(3);
            double[][] s = ReluInstances.gaussian(random, n, d, 1);
            if (seed % 4 == 0) {
                Arrays.stream(s).forEach(row -> row[d - 1] = 1);
            }
            double[][] z = ReluInstances.dual(random, seed / 4 % 4, n, 1 + random.nextInt(3));
            int[] signs = new int[n];
            double[] inside = random.doubles(d, -1, 1).toArray();
            for (int i = 0; i < n; i++) {
                boolean given = seed % 3 > 0 && random.nextInt(3) == 0;
                signs[i] = given ? sign(s[i], inside) : 0;
            }
            double a = SLOPES[seed % SLOPES.length];
            Csdp.Optimum optimum = csdp.solve(ReluSdp.of(s, z, a, signs));
            comparison.check("seed " + seed, square(s, z, a, signs), optimum);
        }
        comparison.requireAgreement(INSTANCES);
    }

    private static int sign(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum >= 0 ? 1 : -1;
    }

    /** The square of the proved bound. */
    private static double square(double[][] s, double[][] z, double a, int[] signs) {
        ReluFunction f = ReluInstances.function(s, z, a);
        BalancedRows rows = BalancedRows.of(CollinearRows.of(f), 1000, () -> {});
        SignCell cell = new SignCell(rows, List.of(), fixed(rows, s, signs));
        SignRelaxation relaxation = new SignRelaxation(cell);
        RelaxationSearch search = new RelaxationSearch(relaxation, () -> {});
        search.setCloseness(1e-4 * ACCURACY);
        search.run(0, ITERATIONS);
        double[] t = relaxation.unscaled(search.multiplier());
        double bound = rows.upper(new SignProof(cell, () -> {}).upper(t, search.bound()));
        return bound * bound;
    }

    /** Rows are in another order, and multiples of those given. */
    private static int[] fixed(BalancedRows rows, double[][] s, int[] signs) {
        int[] codes = new int[s.length];
        int count = 0;
        for (int i = 0; i < s.length; i++) {
            for (int k = 0; k < rows.rows().rows(); k++) {
                double ratio = rows.rows().inputs().get(k, 0) / s[i][0];
                boolean same = ratio * s[i][1] == rows.rows().inputs().get(k, 1);
                if (same && signs[i] != 0) {
                    codes[count++] = signs[i] * (k + 1);
                }
            }
        }
        return Arrays.copyOf(codes, count);
    }
}
