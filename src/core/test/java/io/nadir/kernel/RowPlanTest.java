package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class RowPlanTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1000, 1000, 1",
        "1024, 1024, 1",
        "1100, 1000, 2",
        "2000, 1000, 2",
        "3000, 1000, 4",
        "4000, 2000, 8",
        "5000, 1000, 6",
        "1050000, 1, 2",
        "3, 500000, 1",
        "1100001, 1, 2"
    })
    void chunksAreEvenInNumberAndSize(int rows, int columns, int expected) {
        RowPlan plan = plan(rows, columns);
        assertThat(plan.size()).isEqualTo(expected);
        long next = 0;
        long most = 0;
        for (int k = 0; k < plan.size(); k++) {
            RowPlan.Chunk chunk = plan.chunk(k);
            assertThat(chunk.from()).isEqualTo(next);
            next = chunk.to();
            most = Math.max(most, chunk.to() - chunk.from());
        }
        assertThat(next).isEqualTo(rows);
        assertThat(plan.sumDepth()).isEqualTo(most + plan.size());
        // Rounding to whole tiles is all that tells them apart.
        assertThat(most).isLessThan(Math.ceilDiv(rows, expected) + 8L);
    }

    @Test
    void wideRowsHaveChunksOfWholeTiles() {
        RowPlan plan = plan(40, 300_000);
        assertThat(plan.size()).isEqualTo(5);
        for (int k = 0; k < plan.size(); k++) {
            assertThat(plan.chunk(k).to() - plan.chunk(k).from()).isEqualTo(8);
        }
    }

    private static RowPlan plan(int rows, int columns) {
        double[] data = new double[rows * columns];
        return new RowPlan(List.of(new PanelRows(Panel.wrap(data, rows, columns, 0))));
    }
}
