package io.nadir.tensor.polar;

import io.nadir.certify.relaxation.RelaxationSearch;
import io.nadir.reference.Csdp;
import io.nadir.reference.SdpComparison;
import io.nadir.reference.SemidefiniteProgram;
import io.nadir.reference.TensorSdp;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Relaxations of tensors, searched until they converge, beside the same programs under CSDP. */
@Tag("long")
class TensorSdpTest {
    private static final int[][] SHAPES = {
        {2, 2, 2}, {2, 3, 2}, {3, 3, 3}, {2, 2, 2, 2}, {3, 3, 4}, {4, 3, 3}, {2, 3, 2, 2}
    };

    private static final int INSTANCES = 420;
    private static final int ITERATIONS = 20_000;

    /** Of the search, relative. */
    private static final double ACCURACY = 1e-6;

    @TempDir private Path directory;
    private final SdpComparison comparison = new SdpComparison(ACCURACY);

    @Test
    void relaxationsHaveTheValuesThatCsdpFinds() {
        Csdp csdp = new Csdp(directory);
        for (int seed = 0; seed < INSTANCES; seed++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L);
            int[] shape = SHAPES[seed % SHAPES.length];
            boolean[] nonNegative = new boolean[shape.length];
            int signs = seed / SHAPES.length % 3;
            for (int k = 0; k < shape.length; k++) {
                nonNegative[k] = signs == 1 || (signs == 2 && random.nextBoolean());
            }
            double[] values = entries(shape, random);
            int rowModes = rowModes(shape.length, random);
            boolean keepsRows = signs > 0 && seed % 2 == 0 && rows(nonNegative, rowModes);
            compare("seed " + seed, csdp, shape, values, nonNegative, rowModes, keepsRows);
        }
        comparison.requireAgreement(INSTANCES);
    }

    private void compare(
            String what,
            Csdp csdp,
            int[] shape,
            double[] values,
            boolean[] nonNegative,
            int rowModes,
            boolean keepsRows) {
        SemidefiniteProgram program =
                keepsRows
                        ? TensorSdp.bordered(shape, values, nonNegative, rowModes)
                        : TensorSdp.squared(shape, values, nonNegative, rowModes);
        Csdp.Optimum optimum = csdp.solve(program);
        TensorResidual residual = new TensorResidual(shape, values.clone());
        TensorStage stage = new TensorStage(residual, nonNegative, rowModes, keepsRows);
        RelaxationSearch search = new RelaxationSearch(stage.relaxation(), () -> {});
        search.setCloseness(1e-2 * ACCURACY);
        search.run(0, ITERATIONS);
        comparison.check(what, search.proved(), optimum);
    }

    private static int rowModes(int order, Random random) {
        int first = 1 << random.nextInt(order);
        return order == 4 && random.nextBoolean() ? first | 1 << random.nextInt(order) : first;
    }

    private static boolean rows(boolean[] nonNegative, int rowModes) {
        boolean all = true;
        for (int k = 0; k < nonNegative.length; k++) {
            all &= (rowModes >> k & 1) == 0 || nonNegative[k];
        }
        return all;
    }

    /**
     * Gaussian; few elements; nearly all negative; small integers; of rank one and noise; equal.
     */
    private static double[] entries(int[] shape, Random random) {
        double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        int kind = random.nextInt(6);
        for (int at = 0; at < values.length; at++) {
            double x = random.nextGaussian();
            values[at] =
                    switch (kind) {
                        case 0 -> x;
                        case 1 -> random.nextInt(3) == 0 ? x : 0;
                        case 2 -> 0.3 * x - 1;
                        case 3 -> Math.rint(x);
                        case 4 -> (at % shape[shape.length - 1] - 0.5) + 0.01 * x;
                        default -> 1;
                    };
        }
        return values;
    }
}
