package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Random;

/** Rows on several threads have the bits of those on one. */
@Tag("kernel")
class OutputRowsTest {
    @ParameterizedTest
    @CsvSource({"1501, 1100, 7", "613, 2003, 24", "90, 70, 3", "5, 200000, 9", "300, 200, 0"})
    void threadsChangeNoBits(int m, int n, int r) {
        Panel u = random(1, m, r);
        Panel v = random(2, n, r);
        OutputRows one = new OutputRows(u, v, () -> {});
        for (int threads = 1; threads <= 5; threads++) {
            try (Workers workers = new Workers(threads, null)) {
                assertSame(n, new OutputRows(u, v, () -> {}, workers), one, m, threads);
            }
            one = new OutputRows(u, v, () -> {});
        }
    }

    private static void assertSame(
            int n, OutputRows actual, OutputRows expected, int rows, int threads) {
        for (int i = 0; i < rows; i++) {
            int at = actual.row(i);
            int from = expected.row(i);
            assertThat(Arrays.equals(actual.data(), at, at + n, expected.data(), from, from + n))
                    .as("row %s on %s threads", i, threads)
                    .isTrue();
        }
    }

    private static Panel random(int seed, int rows, int columns) {
        double[] values = new Random(seed).doubles((long) rows * columns, -1, 1).toArray();
        return Panel.wrap(values, rows, columns, 0);
    }
}
