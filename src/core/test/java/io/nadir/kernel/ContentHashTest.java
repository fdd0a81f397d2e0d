package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.array.WorkInterruptedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

class ContentHashTest {
    private static final int PART = 1 << 19;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, PART - 1, PART, PART + 1, 3 * PART + 5})
    void threadsDoNotChangeTheHash(int length) {
        double[] numbers = numbers(length + 3);
        long expected = ContentHash.of(5, numbers, length, null);
        for (int threads = 1; threads <= 5; threads++) {
            try (Workers workers = new Workers(threads, null)) {
                assertThat(ContentHash.of(5, numbers, length, workers)).isEqualTo(expected);
            }
        }
    }

    @Test
    void partsMayNotChangePlaces() {
        double[] numbers = numbers(2 * PART);
        double[] turned = numbers.clone();
        System.arraycopy(numbers, 0, turned, PART, PART);
        System.arraycopy(numbers, PART, turned, 0, PART);
        assertThat(ContentHash.of(0, turned, turned.length, null))
                .isNotEqualTo(ContentHash.of(0, numbers, numbers.length, null));
    }

    @Test
    void aChangeIsSeenInEveryPart() {
        double[] numbers = numbers(2 * PART + 3);
        long before = ContentHash.of(0, numbers, numbers.length, null);
        for (int changed : new int[] {0, PART - 1, PART, 2 * PART - 1, 2 * PART, 2 * PART + 2}) {
            double kept = numbers[changed];
            numbers[changed] = Math.nextUp(kept);
            assertThat(ContentHash.of(0, numbers, numbers.length, null)).isNotEqualTo(before);
            numbers[changed] = kept;
        }
        assertThat(ContentHash.of(0, numbers, numbers.length, null)).isEqualTo(before);
    }

    @Test
    void onThreadsItMayBeCancelled() {
        double[] numbers = numbers(PART + 1);
        try (Workers workers = new Workers(2, null)) {
            workers.cancelAfter(-1);
            assertThatExceptionOfType(WorkInterruptedException.class)
                    .isThrownBy(() -> ContentHash.of(0, numbers, numbers.length, workers));
        }
    }

    private static double[] numbers(int length) {
        return new Random(1).doubles(length, -1, 1).toArray();
    }
}
