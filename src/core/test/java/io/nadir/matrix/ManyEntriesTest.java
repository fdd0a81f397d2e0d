package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More than 2³¹ known entries, generated as they are read. */
@Tag("long")
class ManyEntriesTest {
    private static final int ROWS = 440_000;
    private static final int COLUMNS = 10_000;

    @Test
    void moreThanAnIntCountsHaveTheirGradientAndAreCertified() {
        Checkerboard board = new Checkerboard(ROWS, COLUMNS);
        MatrixData data = ObservedEntries.from(board);
        assertThat(data.observed()).isGreaterThan(1L << 31).isEqualTo((long) ROWS * COLUMNS / 2);
        KnownMinimum known = board.known(data, 0.3 * board.largest());
        known.requireGradient();
        known.requireCertificate();
    }
}
