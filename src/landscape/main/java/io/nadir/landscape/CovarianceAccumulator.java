package io.nadir.landscape;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.ThinQr;

import java.util.Arrays;
import java.util.Objects;

/**
 * Accumulates second moments of samples that come one after the other, each seen once.
 *
 * <p>Keeps the triangle R of a QR factorization of all rows [xᵀ yᵀ] so far: rows are collected, and
 * a full block below R is factored into the next R (sequential TSQR; Demmel, Grigori, Hoemmen &amp;
 * Langou, SIAM J. Sci. Comput. 34, 2012). RᵀR is the sum of outer products, and singular values of
 * R are known to rounding relative to the largest, which a sum of squares knows only to its square
 * root.
 *
 * <p>Memory: 5·(n₀ + n₂)² numbers, at least 512 rows. Cost: 4·(n₀ + n₂)² flops a sample, most of it
 * matrix products unless the columns are nearly dependent. The result depends on the order of the
 * samples by rounding only. Not thread-safe.
 */
public final class CovarianceAccumulator {
    /** A column is scaled again when an element exceeds its scale by this factor. */
    private static final double ROOM = 0x1p200;

    private static final int LEAST_ROWS = 512;

    private final int inputs;
    private final int columns;
    private final double[] rows;
    private final int[] exponents;
    private final double[] scales;
    private final double[] largest;
    private final ThinQr qr = new ThinQr(new PanelProducts());
    private int filled;
    private long samples;

    /**
     * No samples yet.
     *
     * @param inputs n₀, at least 1
     * @param outputs n₂, at least 1
     * @throws IllegalArgumentException if a number is less than 1 or the memory exceeds an array
     */
    public CovarianceAccumulator(int inputs, int outputs) {
        this.inputs = Checks.positive("inputs", inputs);
        this.columns = Math.addExact(inputs, Checks.positive("outputs", outputs));
        int height = Math.max(LEAST_ROWS, Math.multiplyExact(5, columns));
        this.rows = new double[Checks.arrayLength("rows * columns", height, columns)];
        this.exponents = new int[columns];
        this.scales = new double[columns];
        this.largest = new double[columns];
        Arrays.fill(scales, 1);
    }

    /**
     * Adds a sample. Neither array is kept.
     *
     * @param x n₀ numbers
     * @param y n₂ numbers
     * @throws IllegalArgumentException if an array has another length or an element is not within
     *     ±1e150; the sample is left out then
     */
    public void add(double[] x, double[] y) {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");

        Checks.equal("x.length", x.length, "inputs", inputs);
        Checks.equal("y.length", y.length, "outputs", columns - inputs);
        check("x", x);
        check("y", y);
        if (filled == rows.length / columns) {
            compress();
        }
        int at = filled * columns;
        filled++;
        samples++;
        put(x, 0, at);
        put(y, inputs, at + inputs);
    }

    /** Number of samples so far. */
    public long samples() {
        return samples;
    }

    /**
     * The moments of the samples so far, divided by their number. More may be added later.
     *
     * @throws IllegalArgumentException if there is no sample, or all of x or all of y is so small
     *     that squares leave the range of float64, below 1e-150, but not 0
     */
    public Covariances toCovariances() {
        if (samples == 0) {
            throw new IllegalArgumentException("samples = 0, allowed are 1 and more");
        }
        checkSize("x", 0, inputs);
        checkSize("y", inputs, columns);
        if (filled > columns) {
            compress();
        }
        Panel factor = Panel.zeros(filled, columns);
        double scale = 1 / Math.sqrt((double) samples);
        for (int i = 0; i < filled; i++) {
            for (int j = 0; j < columns; j++) {
                factor.set(i, j, scale * rows[i * columns + j]);
            }
        }
        return new Covariances(factor, exponents.clone(), inputs);
    }

    private void check(String name, double[] values) {
        for (int j = 0; j < values.length; j++) {
            if (!(Math.abs(values[j]) <= Covariances.LIMIT)) {
                throw new IllegalArgumentException(
                        String.format(
                                "%s[%d] of sample %d = %s, allowed are -%s to %5$s",
                                name, j, samples, values[j], Covariances.LIMIT));
            }
        }
    }

    private void checkSize(String name, int from, int to) {
        double size = 0;
        for (int j = from; j < to; j++) {
            size = Math.max(size, largest[j]);
        }
        if (size > 0 && size < 1 / Covariances.LIMIT) {
            throw new IllegalArgumentException(
                    String.format(
                            "largest magnitude of %s = %s, allowed are %s to %s, and 0",
                            name, size, 1 / Covariances.LIMIT, Covariances.LIMIT));
        }
    }

    private void put(double[] values, int firstColumn, int at) {
        for (int k = 0; k < values.length; k++) {
            int j = firstColumn + k;
            double magnitude = Math.abs(values[k]);
            if (magnitude > largest[j]) {
                largest[j] = magnitude;
                if (magnitude * scales[j] > ROOM || exponents[j] == 0) {
                    rescale(j, Math.max(Math.getExponent(magnitude), -500));
                }
            }
            rows[at + k] = values[k] * scales[j];
        }
    }

    private void rescale(int j, int exponent) {
        for (int i = 0; i < filled; i++) {
            rows[i * columns + j] = Math.scalb(rows[i * columns + j], exponents[j] - exponent);
        }
        exponents[j] = exponent;
        scales[j] = Math.scalb(1.0, -exponent);
    }

    /** The rows become the triangle of their QR factorization. */
    private void compress() {
        Panel r = qr.factor(Panel.wrap(rows, filled, columns, 0));
        Panels.copyInto(r, Panel.wrap(rows, columns, columns, 0));
        filled = columns;
    }

    @Override
    public String toString() {
        return String.format(
                "CovarianceAccumulator of %d samples, %d inputs and %d outputs",
                samples(), inputs, columns - inputs);
    }
}
