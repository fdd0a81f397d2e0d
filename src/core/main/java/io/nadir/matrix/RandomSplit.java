package io.nadir.matrix;

import io.nadir.check.Checks;
import io.nadir.kernel.CompressedRows;
import io.nadir.model.ModelData.Fold;
import io.nadir.model.ModelData.Folds;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Splits observed entries at random into two parts. */
final class RandomSplit {
    private final ObservedEntries all;
    private final double fraction;

    /** Whether an entry goes into the second part. */
    private final boolean[] second;

    private RandomSplit(ObservedEntries all, double fraction, RandomGenerator random) {
        Checks.fraction("fraction", fraction);
        this.all = all;
        this.fraction = fraction;
        this.second = new boolean[all.entries().count()];
        for (int e = 0; e < second.length; e++) {
            second[e] = random.nextDouble() < fraction;
        }
    }

    /** Throws unless entries can be held out so many times. */
    static void requireRepeats(int repeats) {
        if (repeats < 2) {
            throw new IllegalArgumentException("repeats = " + repeats + ", allowed are 2 and more");
        }
    }

    /** Splits once. */
    static RandomSplit of(ObservedEntries all, double fraction, long seed) {
        return new RandomSplit(all, fraction, generator(seed));
    }

    /** Splits several times, and leaves an entry of each row and column in the first part. */
    static Folds repeated(ObservedEntries all, int repeats, double fraction, long seed) {
        RandomGenerator random = generator(seed);
        List<Fold> folds = new ArrayList<>();
        for (int k = 0; k < repeats; k++) {
            RandomSplit split = new RandomSplit(all, fraction, random);
            SparseEntries places = all.entries();
            boolean[] none = new boolean[places.count()];
            leaveOneOfEach(places.byRow(), null, split.second, none, random);
            leaveOneOfEach(places.byColumn(), places.numbers(), split.second, none, random);
            List<ObservedEntries> parts = split.parts();
            folds.add(new Fold(parts.get(0), parts.get(1)));
        }
        return new Folds(folds, false);
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Both parts. */
    List<ObservedEntries> parts() {
        int count = 0;
        for (boolean drawn : second) {
            count += drawn ? 1 : 0;
        }
        if (count == 0 || count == second.length) {
            throw new IllegalArgumentException(
                    String.format(
                            "fraction = %s, allowed are those that leave an entry in each part, %d"
                                    + " of %d were drawn",
                            fraction, count, second.length));
        }
        return List.of(all.only(e -> !second[e]), all.only(e -> second[e]));
    }

    /**
     * Moves an entry to the first part, of each row whose entries are all in the second.
     *
     * @param numbers of the entries in the order of {@code places}; null if they are in this order
     * @param second which entries are in the second part
     * @param missing which entries are in neither part
     */
    static void leaveOneOfEach(
            CompressedRows places,
            int @Nullable [] numbers,
            boolean[] second,
            boolean[] missing,
            RandomGenerator random) {
        int[] own = new int[0];
        for (int i = 0; i < places.rows(); i++) {
            int begin = places.starts()[i];
            int end = places.starts()[i + 1];
            own = own.length < end - begin ? new int[end - begin] : own;
            int count = 0;
            boolean whole = true;
            for (int at = begin; at < end; at++) {
                int entry = numbers == null ? at : numbers[at];
                if (!missing[entry]) {
                    own[count++] = entry;
                    whole &= second[entry];
                }
            }
            if (whole && count > 0) {
                second[own[random.nextInt(count)]] = false;
            }
        }
    }
}
