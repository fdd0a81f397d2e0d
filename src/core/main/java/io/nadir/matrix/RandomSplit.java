package io.nadir.matrix;

import io.nadir.check.Checks;
import io.nadir.kernel.CompressedRows;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Splits observed entries at random into two parts. */
final class RandomSplit {
    private final ObservedEntries all;

    /** Whether an entry goes into the second part. */
    private final boolean[] second;

    RandomSplit(ObservedEntries all, double fraction, long seed) {
        Checks.fraction("fraction", fraction);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.all = all;
        this.second = new boolean[all.entries().count()];
        int count = 0;
        for (int e = 0; e < second.length; e++) {
            second[e] = random.nextDouble() < fraction;
            count += second[e] ? 1 : 0;
        }
        if (count == 0 || count == second.length) {
            throw new IllegalArgumentException(
                    String.format(
                            "fraction = %s, allowed are those that leave an entry in each part, %d"
                                    + " of %d were drawn",
                            fraction, count, second.length));
        }
    }

    List<ObservedEntries> parts() {
        return List.of(part(false), part(true));
    }

    private ObservedEntries part(boolean wanted) {
        CompressedRows places = all.entries().byRow();
        double[] weights = all.weights();
        int[] numbers =
                IntStream.range(0, second.length).filter(e -> second[e] == wanted).toArray();
        int[] i = new int[numbers.length];
        int[] j = new int[numbers.length];
        double[] values = new double[numbers.length];
        double[] partWeights = new double[numbers.length];
        int row = 0;
        for (int e = 0; e < numbers.length; e++) {
            while (places.starts()[row + 1] <= numbers[e]) {
                row++;
            }
            i[e] = row;
            j[e] = places.indices()[numbers[e]];
            values[e] = all.entries().values()[numbers[e]];
            partWeights[e] = weights == null ? 1 : weights[numbers[e]];
        }
        return weights == null
                ? ObservedEntries.copyOf(all.rows(), all.columns(), i, j, values)
                : ObservedEntries.copyOf(all.rows(), all.columns(), i, j, values, partWeights);
    }
}
