package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.COLUMN_ADD_ROWS;
import static io.nadir.kernel.simd.Tuning.COLUMN_DOT_ROWS;
import static io.nadir.kernel.simd.Tuning.NARROW_WIDTH;
import static io.nadir.kernel.simd.Tuning.ORIGIN;
import static io.nadir.kernel.simd.Width.COUNT;

import org.jspecify.annotations.Nullable;

/**
 * {@link RowTile}, {@link ColumnTile} and {@link NarrowTile} without vectors: every lane has the
 * sum that it has there, in the same order, rounded in the same places.
 */
final class PlainTiles {
    private PlainTiles() {}

    /**
     * C = D + A·B for a tile of {@code height} rows of {@code width} columns, an even number.
     * Element (i, k) of A is at {@code a + i * rowStep + k * depthStep}.
     *
     * @param ds array that has D, or null for C = A·B
     */
    static void addProduct(
            double[] as,
            int a,
            int rowStep,
            int depthStep,
            double[] bs,
            int b,
            int depth,
            int height,
            int width,
            double @Nullable [] ds,
            int d,
            int dStride,
            double[] c,
            int at,
            int cStride) {
        PlainStart.count((long) depth * height * width);
        for (int i = 0; i < height; i++) {
            int row = a + i * rowStep;
            for (int j = 0; j < width; j += 2) {
                double s = 0;
                double t = 0;
                int p = row;
                int q = b + j;
                for (int k = 0; k < depth; k++) {
                    double x = as[p];
                    s = Math.fma(x, bs[q], s);
                    t = Math.fma(x, bs[q + 1], t);
                    p += depthStep;
                    q += width;
                }
                int from = d + i * dStride + j;
                int to = at + i * cStride + j;
                c[to] = ds == null ? s : ds[from] + s;
                c[to + 1] = ds == null ? t : ds[from + 1] + t;
            }
        }
    }

    /** {@link NarrowTile#dotRows} for {@code rows} rows. */
    static void dotRows(
            double[] as,
            int a,
            int stride,
            int rows,
            int vectors,
            double[] bs,
            int b,
            double[] out,
            int at) {
        PlainStart.count((long) rows * vectors * COUNT * NARROW_WIDTH);
        for (int i = 0; i < rows; i++) {
            for (int lane = 0; lane < COUNT; lane++) {
                int from = a + i * stride + lane;
                dot(as, from, vectors, bs, b + lane, out, at + i * NARROW_WIDTH * COUNT + lane);
            }
        }
    }

    /** One lane of a row. */
    private static void dot(
            double[] as, int a, int vectors, double[] bs, int b, double[] out, int at) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int q = b;
        for (int k = 0; k < vectors; k++) {
            double y = as[a + k * COUNT];
            s0 = Math.fma(y, bs[q], s0);
            s1 = Math.fma(y, bs[q + COUNT], s1);
            s2 = Math.fma(y, bs[q + 2 * COUNT], s2);
            s3 = Math.fma(y, bs[q + 3 * COUNT], s3);
            q += NARROW_WIDTH * COUNT;
        }
        out[at] = s0;
        out[at + COUNT] = s1;
        out[at + 2 * COUNT] = s2;
        out[at + 3 * COUNT] = s3;
    }

    /** {@link NarrowTile#addColumns} for {@code vectors} vectors. */
    static void addColumns(
            double[] as,
            int a,
            int stride,
            int vectors,
            int rows,
            double[] ts,
            int t,
            double[] ws,
            int w) {
        PlainStart.count((long) rows * vectors * COUNT * NARROW_WIDTH);
        for (int vector = 0; vector < vectors; vector++) {
            for (int lane = 0; lane < COUNT; lane++) {
                int to = w + vector * NARROW_WIDTH * COUNT + lane;
                addColumn(as, a + vector * COUNT + lane, stride, rows, ts, t, ws, to);
            }
        }
    }

    /** One lane of a vector. */
    private static void addColumn(
            double[] as, int a, int stride, int rows, double[] ts, int t, double[] ws, int w) {
        double s0 = ws[w];
        double s1 = ws[w + COUNT];
        double s2 = ws[w + 2 * COUNT];
        double s3 = ws[w + 3 * COUNT];
        int p = a;
        int q = t;
        for (int i = 0; i < rows; i++) {
            double y = as[p];
            s0 = Math.fma(ts[q], y, s0);
            s1 = Math.fma(ts[q + 1], y, s1);
            s2 = Math.fma(ts[q + 2], y, s2);
            s3 = Math.fma(ts[q + 3], y, s3);
            p += stride;
            q += NARROW_WIDTH;
        }
        ws[w] = s0;
        ws[w + COUNT] = s1;
        ws[w + 2 * COUNT] = s2;
        ws[w + 3 * COUNT] = s3;
    }

    /** {@link NarrowTile#dotColumn}. */
    static void dotColumn(double[] as, int a, int stride, int vectors, double[] bs, double[] out) {
        int length = vectors * COUNT;
        PlainStart.count((long) COLUMN_DOT_ROWS * length);
        for (int i = 0; i < COLUMN_DOT_ROWS; i++) {
            int row = a + i * stride;
            for (int lane = 0; lane < COUNT; lane++) {
                double sum = 0;
                for (int p = lane; p < length; p += COUNT) {
                    sum = Math.fma(as[row + p], bs[ORIGIN + p], sum);
                }
                out[ORIGIN + i * COUNT + lane] = sum;
            }
        }
    }

    /** {@link NarrowTile#addRows}. */
    static void addRows(
            double[] as, int a, int stride, int vectors, double[] factors, int f, double[] ws) {
        for (int i = 0; i < COLUMN_ADD_ROWS; i++) {
            PlainLoops.axpy(factors[f + i], as, a + i * stride, ws, ORIGIN, vectors * COUNT);
        }
    }
}
