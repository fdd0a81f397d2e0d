package io.nadir.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.stream.IntStream.range;

import io.nadir.array.Panel;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

/** Products with panels of any width have the same bits, as a {@link NarrowStart} needs. */
class NarrowPanelsTest {
    private static final int INSTANCES = 200;

    private final SplittableRandom random = new SplittableRandom(42);
    private final TileProducts products = new TileProducts();
    private final Block block = Block.compact(Tuning.SLICE);

    @Test
    void panelsAreWideWithoutTheProperty() {
        assertEquals(Tuning.PANEL_VECTORS, NarrowStart.panelVectors());
    }

    @Test
    void products() {
        range(0, INSTANCES).forEach(i -> product());
    }

    private void product() {
        Panel a = numbers(random.nextInt(1, Tuning.SLICE + 1), random.nextInt(1, 90));
        Panel b = numbers(a.columns(), columns());
        Panel c = numbers(a.rows(), b.columns());
        block.of(a, 0, 0, a.rows(), a.columns());
        requireSameSums(b, c, (packed, sum) -> products.into(sum, 0).add(block, packed, 0));
    }

    @Test
    void transposedProducts() {
        range(0, INSTANCES).forEach(i -> transposedProduct());
    }

    private void transposedProduct() {
        Panel a = numbers(random.nextInt(1, Tuning.SLICE + 1), random.nextInt(1, 90));
        Panel b = numbers(a.rows(), columns());
        Panel c = numbers(a.columns(), b.columns());
        block.of(a, 0, 0, a.rows(), a.columns());
        requireSameSums(b, c, (packed, sum) -> products.into(sum, 0).addTransposed(block, packed));
    }

    /** What is above the diagonal is in a tile with it or not, and has no meaning. */
    @Test
    void lowerTriangles() {
        range(0, INSTANCES).forEach(i -> lowerTriangle());
    }

    private void lowerTriangle() {
        int order = columns();
        Panel a = numbers(random.nextInt(1, Tuning.SLICE + 1), order);
        int first = random.nextInt(order);
        block.of(a, 0, first, a.rows(), order - first);
        Panel c = numbers(order, order);
        requireSameSums(
                a,
                c,
                (packed, sum) -> {
                    products.into(sum, first).addTransposedLower(block, packed, first);
                    clearAboveDiagonal(sum);
                });
    }

    private static void clearAboveDiagonal(Panel square) {
        for (int i = 0; i < square.rows(); i++) {
            for (int j = i + 1; j < square.columns(); j++) {
                square.set(i, j, 0);
            }
        }
    }

    /** Adds a product with a packed matrix to a sum. */
    private interface Addition {
        void add(Packed packed, Panel sum);
    }

    /** Requires the same sums for every number of vectors that the machine has tiles for. */
    private static void requireSameSums(Panel b, Panel start, Addition addition) {
        double[] expected = sums(b, start, addition, Tuning.PANEL_VECTORS);
        int fewest = Width.MANY_REGISTERS ? 1 : Tuning.PANEL_VECTORS;
        for (int vectors = fewest; vectors < Tuning.PANEL_VECTORS; vectors++) {
            assertArrayEquals(expected, sums(b, start, addition, vectors));
        }
    }

    private static double[] sums(Panel b, Panel start, Addition addition, int vectors) {
        Packed packed = new Packed();
        packed.shape(b.rows(), b.columns(), vectors);
        packed.fill(b, 0);
        Panel sum = Panel.wrap(start.data().clone(), start.rows(), start.columns(), 0);
        addition.add(packed, sum);
        return sum.data();
    }

    private int columns() {
        return random.nextInt(1, 3 * Tuning.PANEL);
    }

    /** Of magnitudes that differ, so that each order of summation rounds differently. */
    private Panel numbers(int rows, int columns) {
        double[] numbers =
                random.doubles((long) rows * columns)
                        .map(x -> (x - 0.5) * Math.scalb(1.0, random.nextInt(30)))
                        .toArray();
        return Panel.wrap(numbers, rows, columns, 0);
    }
}
