package io.nadir.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.stream.IntStream.rangeClosed;

import io.nadir.array.Panel;
import io.nadir.kernel.FloatRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

/** The kernels of a {@link PlainStart} have the bits of the vector kernels. */
class PlainKernelsTest {
    private static final int LENGTH = 1 << 14;
    private static final int COUNT = Width.COUNT;

    private final SplittableRandom random = new SplittableRandom(42);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 64})
    void tilesOfRows(int depth) {
        int most = Width.MANY_REGISTERS ? Tuning.PANEL_VECTORS : 1;
        rangeClosed(1, most).forEach(vectors -> tileOfRows(depth, vectors));
    }

    private void tileOfRows(int depth, int some) {
        int vectors = Width.MANY_REGISTERS ? some : Tuning.PANEL_VECTORS;
        double[] a = numbers();
        double[] b = numbers();
        double[] d = numbers();
        double[] expected = numbers();
        double[] c = expected.clone();
        int width = vectors * COUNT;
        int stride = Tuning.STRIDE;
        RowTile.addProduct(a, 3, stride, b, 6, depth, vectors, d, 5, 90, expected, 7, 100);
        PlainTiles.addProduct(
                a, 3, stride, 1, b, 6, depth, Tuning.tileRows(vectors), width, d, 5, 90, c, 7, 100);
        assertArrayEquals(expected, c);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 64})
    void tilesOfColumns(int depth) {
        int most = Width.MANY_REGISTERS ? Tuning.PANEL_VECTORS : 1;
        rangeClosed(1, most).forEach(vectors -> tileOfColumns(depth, vectors));
    }

    private void tileOfColumns(int depth, int some) {
        int vectors = Width.MANY_REGISTERS ? some : Tuning.PANEL_VECTORS;
        double[] a = numbers();
        double[] b = numbers();
        double[] expected = numbers();
        double[] c = expected.clone();
        int height = Tuning.tileRows(vectors);
        int width = vectors * COUNT;
        ColumnTile.addProduct(a, 3, 100, b, 6, depth, vectors, expected, 7, 90);
        PlainTiles.addProduct(a, 3, 1, 100, b, 6, depth, height, width, c, 7, 90, c, 7, 90);
        assertArrayEquals(expected, c);
    }

    @Test
    void runsOfTilesWhereRegistersAreFew() {
        double[] a = numbers();
        double[] b = numbers();
        double[] expected = numbers();
        double[] c = expected.clone();
        int width = 2 * COUNT;
        int stride = Tuning.STRIDE;
        RowTile.setProducts(a, 3, b, 6, 9, expected, 7, 3);
        PlainTiles.addProduct(a, 3, stride, 1, b, 6, 9, 15, width, null, 0, 0, c, 7, stride);
        assertArrayEquals(expected, c);
        ColumnTile.addProducts(a, 3, 100, b, 6, 9, expected, 7, 3);
        PlainTiles.addProduct(a, 3, 1, 100, b, 6, 9, 15, width, c, 7, width, c, 7, width);
        assertArrayEquals(expected, c);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 11})
    void narrowProducts(int vectors) {
        double[] a = numbers();
        double[] b = numbers();
        double[] expected = numbers();
        double[] out = expected.clone();
        int rows = Tuning.NARROW_TILE_ROWS;
        NarrowTile.dotRows(a, 3, 100, vectors, b, 6, expected, 7);
        NarrowTile.dotRow(a, 3, vectors, b, 6, expected, 3000);
        PlainTiles.dotRows(a, 3, 100, rows, vectors, b, 6, out, 7);
        PlainTiles.dotRows(a, 3, 100, 1, vectors, b, 6, out, 3000);
        assertArrayEquals(expected, out);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 64})
    void narrowSums(int rows) {
        double[] a = numbers();
        double[] t = numbers();
        double[] expected = numbers();
        double[] w = expected.clone();
        int vectors = Tuning.NARROW_TILE_VECTORS;
        NarrowTile.addColumns(a, 3, 100, rows, t, 6, expected, 7);
        NarrowTile.addVector(a, 3, 100, rows, t, 6, expected, 3000);
        PlainTiles.addColumns(a, 3, 100, vectors, rows, t, 6, w, 7);
        PlainTiles.addColumns(a, 3, 100, 1, rows, t, 6, w, 3000);
        assertArrayEquals(expected, w);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 17, 300})
    void sumsOfLines(int length) {
        double[] numbers = random.doubles(length).toArray();
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) numbers[i];
        }
        double expected = 0;
        double expectedOfFloats = 0;
        for (int i = 0; i < length; i += 8) {
            expected += numbers[i];
            expectedOfFloats += i % 16 == 0 ? floats[i] : 0;
        }
        NarrowData doubles = new NarrowDoubles().of(Panel.wrap(numbers, 1, length, 0));
        NarrowData narrow = new NarrowFloats().of(new FloatRows(floats, 1, length, 0));
        assertEquals(expected, doubles.sumOfLines(0, length));
        assertEquals(expectedOfFloats, narrow.sumOfLines(0, length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 31, 64, 300})
    void sumsForProofs(int vectors) {
        double[] y = numbers();
        double[] x = numbers();
        double[] expected = numbers();
        double[] g = expected.clone();
        double[] sums = {1, 2, 3, 0.1};
        double[] plain = sums.clone();
        int end = vectors * COUNT;
        new SimdLossKernels().squaredSums(y, 3, x, 5, expected, end, sums);
        PlainLoops.squaredSums(y, 3, x, 5, g, end, plain);
        assertArrayEquals(sums, plain);
        assertArrayEquals(expected, g);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 40})
    void productOfSingleColumn(int vectors) {
        double[] a = numbers();
        double[] b = numbers();
        double[] expected = numbers();
        double[] out = expected.clone();
        NarrowTile.dotColumn(a, 3, 400, vectors, b, expected);
        PlainTiles.dotColumn(a, 3, 400, vectors, b, out);
        assertArrayEquals(expected, out);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 40})
    void sumOfSingleColumn(int vectors) {
        double[] a = numbers();
        double[] factors = numbers();
        double[] expected = numbers();
        double[] sum = expected.clone();
        NarrowTile.addRows(a, 3, 400, vectors, factors, 5, expected);
        PlainTiles.addRows(a, 3, 400, vectors, factors, 5, sum);
        assertArrayEquals(expected, sum);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 8, 16, 23, 24, 33, 64, 117, 1000})
    void loops(int length) {
        double[] x = numbers();
        double[] y = numbers();
        double[] z = numbers();
        assertEquals(VectorLoops.dot(x, 3, y, 5, length), PlainLoops.dot(x, 3, y, 5, length));
        assertEquals(VectorLoops.maxAbs(x, 3, length), PlainLoops.maxAbs(x, 3, length));
        double[] expected = z.clone();
        VectorLoops.axpy(0.7, x, 3, expected, 5, length);
        VectorLoops.scale(1.3, expected, 5, length);
        VectorLoops.addRows(y, 3, 17, expected, 2000, 20, 11, Math.min(length, 17));
        VectorLoops.addMultiples(x, 3, 9, y, 7, 1100, expected, 9000, length);
        double change = VectorLoops.replace(y, 7, expected, 11000, length);
        VectorLoops.rectify(0.1, x, y, expected, length / 2);
        VectorLoops.widen(floats(), 3, expected, 6000, length);
        PlainLoops.axpy(0.7, x, 3, z, 5, length);
        PlainLoops.scale(1.3, z, 5, length);
        PlainLoops.addRows(y, 3, 17, z, 2000, 20, 11, Math.min(length, 17));
        PlainLoops.addMultiples(x, 3, 9, y, 7, 1100, z, 9000, length);
        assertEquals(change, PlainLoops.replace(y, 7, z, 11000, length));
        PlainLoops.rectify(0.1, x, y, z, length / 2);
        PlainLoops.widen(floats(), 3, z, 6000, length);
        assertArrayEquals(expected, z);
    }

    @Test
    void squaredLoss() {
        double[] y = numbers();
        double[] x = numbers();
        double[] g = x.clone();
        int end = 13 * COUNT;
        SimdLossKernels kernels = new SimdLossKernels();
        double loss = kernels.squared(y, 3, null, x, 5, end);
        assertEquals(loss, 0.5 * PlainLoops.squared(y, 3, null, g, 5, end));
        loss = kernels.squared(y, 3, y, x, 5, end);
        assertEquals(loss, 0.5 * PlainLoops.squared(y, 3, y, g, 5, end));
        assertArrayEquals(x, g);
    }

    /** Of magnitudes that differ, so that each order of summation rounds differently. */
    private double[] numbers() {
        return random.doubles(LENGTH)
                .map(x -> (x - 0.5) * Math.scalb(1.0, random.nextInt(30)))
                .toArray();
    }

    private static float[] floats() {
        float[] numbers = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            numbers[i] = 1f / (i + 1);
        }
        return numbers;
    }
}
