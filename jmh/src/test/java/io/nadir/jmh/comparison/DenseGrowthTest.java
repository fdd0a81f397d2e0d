package io.nadir.jmh.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.IOException;

/** Each size is solved to its rank, and has a row. */
class DenseGrowthTest {
    @Test
    void refusesToTimeNothing() {
        DenseGrowth growth = new DenseGrowth();
        new CommandLine(growth).parseArgs("--repeats=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> growth.print(new StringBuilder()))
                .withMessageContaining("--repeats = 0");
    }

    @Test
    void eachSizeHasARow() throws IOException {
        DenseGrowth growth = new DenseGrowth();
        new CommandLine(growth).parseArgs("--sizes=60x40:2,80x50:3", "--warm-ups=0", "--repeats=1");
        StringBuilder table = new StringBuilder();
        growth.print(table);
        String[] lines = table.toString().split("\n", -1);
        assertThat(lines).hasSize(2 + 2 + 1);
        for (int k = 0; k < 2; k++) {
            String[] cells = lines[2 + k].split("\\|", -1);
            assertThat(cells[7].strip()).isEqualTo(String.valueOf(2 + k));
            assertThat(cells[8].strip()).startsWith("GLOBAL");
            assertThat(Double.parseDouble(cells[4])).isPositive();
        }
    }
}
