package io.nadir.matrix.polar;

import io.nadir.array.Panel;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A second search for a better column, where the bounds leave open whether there is one: from as
 * many random starts as cost next to nothing. A few starts miss a narrow maximum. Its random
 * numbers are its own, so that a search that finds nothing leaves no trace in the bits of a result.
 */
final class OpenSearch {
    private static final int MOST_STARTS = 512;

    /** What all starts may cost: some milliseconds. */
    private static final double OPERATIONS = 2e7;

    /** Operations of an ascent for each element of Z, at most. */
    private static final double OPERATIONS_PER_START = 240;

    private final AlternatingAscent ascent;
    private final RandomGenerator random;

    OpenSearch(AlternatingAscent ascent, long seed) {
        this.ascent = ascent;
        this.random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(Long.rotateLeft(~seed, 32));
    }

    /** Pairs above a value, for an m×n matrix Z; none if Z is large. */
    List<SingularCandidate> above(double value, int m, int n, Runnable checkpoint) {
        int starts = (int) Math.min(MOST_STARTS, OPERATIONS / (OPERATIONS_PER_START * m * n));
        if (starts == 0) {
            return List.of();
        }
        Panel v = Panel.zeros(n, starts);
        AlternatingAscent.fillGaussian(v, 0, random);
        return ascent.run(v, checkpoint).stream().filter(pair -> pair.value() > value).toList();
    }
}
