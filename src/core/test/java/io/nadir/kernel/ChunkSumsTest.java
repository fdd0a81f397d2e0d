package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class ChunkSumsTest {
    private static final int ROWS = 37;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 16})
    void theOrderInWhichChunksFinishChangesNoBits(int chunks) {
        ChunkSums sums = new ChunkSums(chunks);
        Random random = new Random(chunks);
        for (int round = 0; round < 20; round++) {
            int columns = 1 + random.nextInt(20);
            List<Panel> parts = random(chunks, columns, random);
            fill(sums, parts, columns);
            List<Integer> order = new ArrayList<>();
            for (int k = 0; k < chunks; k++) {
                order.add(k);
            }
            Collections.shuffle(order, random);
            // Some are left to the total.
            order.subList(0, random.nextInt(chunks + 1)).forEach(sums::finish);
            // A stride of its own, and old contents.
            Panel total = Panel.zeros(ROWS, 40).setColumns(columns);
            total.set(0, 0, 9);
            sums.total(total);
            assertThat(Panels.equalsExactly(total, inOrder(parts, columns))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void threadsChangeNoBits(int threads) {
        int chunks = 24;
        ChunkSums sums = new ChunkSums(chunks);
        Random random = new Random(threads);
        try (Workers workers = new Workers(threads, null)) {
            for (int round = 0; round < 200; round++) {
                int columns = 1 + round % 9;
                List<Panel> parts = random(chunks, columns, random);
                sums.shape(ROWS, columns);
                workers.run(
                        chunks,
                        (index, context) -> {
                            Panels.copyInto(parts.get(index), sums.cleared(index));
                            sums.finish(index);
                        });
                Panel total = Panel.zeros(ROWS, columns);
                sums.total(total);
                assertThat(Panels.equalsExactly(total, inOrder(parts, columns))).isTrue();
            }
        }
    }

    @Test
    void aPassThatWasCancelledLeavesNothing() {
        ChunkSums sums = new ChunkSums(3);
        Random random = new Random(1);
        fill(sums, random(3, 4, random), 4);
        sums.finish(0);
        sums.finish(1);
        List<Panel> parts = random(3, 4, random);
        fill(sums, parts, 4);
        sums.finish(2);
        Panel total = Panel.zeros(ROWS, 4);
        sums.total(total);
        assertThat(Panels.equalsExactly(total, inOrder(parts, 4))).isTrue();
    }

    @Test
    void sumsWithoutColumnsAreEmpty() {
        ChunkSums sums = new ChunkSums(3);
        sums.shape(ROWS, 0);
        assertThat(sums.cleared(1).columns()).isZero();
        sums.finish(1);
        Panel total = Panel.zeros(ROWS, 0);
        sums.total(total);
        assertThat(total.columns()).isZero();
    }

    private static void fill(ChunkSums sums, List<Panel> parts, int columns) {
        sums.shape(ROWS, columns);
        for (int k = 0; k < parts.size(); k++) {
            Panels.copyInto(parts.get(k), sums.cleared(k));
        }
    }

    private static Panel inOrder(List<Panel> parts, int columns) {
        Panel total = Panel.zeros(ROWS, columns);
        for (Panel part : parts) {
            Panels.addScaled(1, part, total);
        }
        return total;
    }

    private static List<Panel> random(int count, int columns, Random random) {
        List<Panel> parts = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            Panel part = Panel.zeros(ROWS, columns);
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < columns; j++) {
                    part.set(i, j, random.nextGaussian());
                }
            }
            parts.add(part);
        }
        return parts;
    }
}
