package io.nadir.jmh.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Growth on few entries: every way to keep them finds the same, and other programs get the same.
 */
class GrowthTest {
    @TempDir private Path directory;

    @Test
    void eachWayToKeepEntriesIsSolvedAndCertified() throws IOException {
        Growth growth = new Growth();
        new CommandLine(growth)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--sizes=4000", "--kept=arrays,rows,floats,generated", "--threads=1");
        StringBuilder table = new StringBuilder();
        growth.print(table);
        String[] lines = table.toString().split("\n", -1);
        assertThat(lines).hasSize(2 + 4 + 1);
        for (int k = 2; k < 6; k++) {
            String[] cells = lines[k].split("\\|", -1);
            assertThat(cells[2].strip()).isEqualTo("40×200");
            assertThat(cells[12].strip()).startsWith("GLOBAL");
            assertThat(cells[11]).isEqualTo(lines[2].split("\\|", -1)[11]);
        }
    }

    @Test
    void entriesAreWrittenForOtherPrograms() throws IOException {
        Path file = directory.resolve("entries.csv");
        new Growth().write(500, file);
        GrowingEntries entries = new GrowingEntries(500);
        int[] columns = new int[500];
        double[] values = new double[500];
        entries.read(0, 5, columns, values, 0);
        assertThat(Files.readAllLines(file)).hasSize(500);
        String[] last = Files.readAllLines(file).get(499).split(",", -1);
        assertThat(last[0]).isEqualTo("4");
        assertThat(Integer.parseInt(last[1])).isEqualTo(columns[499]);
        assertThat(Double.parseDouble(last[2]))
                .isEqualTo(values[499], org.assertj.core.api.Assertions.within(1e-6));
    }
}
