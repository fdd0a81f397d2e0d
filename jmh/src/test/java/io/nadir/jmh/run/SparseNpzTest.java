package io.nadir.jmh.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.io.SparseReader;
import io.nadir.jmh.Triplets;
import io.nadir.matrix.ObservedEntries;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** The library reads what was written. */
class SparseNpzTest {
    @Test
    void isRead(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("entries.npz");
        int[] i = {0, 2, 1};
        int[] j = {3, 0, 1};
        double[] values = {0.1, -2, 0};
        SparseNpz.write(file, new Triplets(3, 4, i, j, values));
        ObservedEntries read = SparseReader.readListed(file);
        assertThat(read.rows()).isEqualTo(3);
        assertThat(read.columns()).isEqualTo(4);
        assertThat(read.observed()).isEqualTo(3);
        for (int e = 0; e < values.length; e++) {
            assertThat(read.get(i[e], j[e])).isEqualTo(values[e]);
        }
    }
}
