package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.ThinQr;

import java.util.Arrays;
import java.util.Objects;

/**
 * Accumulates the second moments of samples that arrive one after the other and are seen once.
 *
 * <p>Keeps the triangular factor R of a QR factorization of all rows [xᵀ yᵀ] so far: rows are
 * collected, and a full block below R is factorized into the next R (sequential TSQR; Demmel,
 * Grigori, Hoemmen &amp; Langou, SIAM J. Sci. Comput. 34, 2012). RᵀR is the sum of the outer
 * products. The small singular values of R are accurate to rounding relative to the largest one;
 * from a sum of squares, they would be accurate only to the square root of that.
 *
 * <p>With n₀ inputs and n₂ targets, takes memory for 5·(n₀ + n₂)² numbers, but at least 512 rows,
 * and 4·(n₀ + n₂)² flops per sample, most of them in matrix products unless the columns are nearly
 * dependent. The order of the samples influences the result by rounding errors only. Not
 * thread-safe.
 */
public final class CovarianceAccumulator {
    /** A column is rescaled when an element exceeds its scale by this factor. */
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
     * Creates an accumulator without samples.
     *
     * @param inputs the number of inputs n₀, at least 1
     * @param outputs the number of targets n₂, at least 1
     * @throws IllegalArgumentException if a number is less than 1, or the memory exceeds the
     *     largest Java array
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
     * Adds a sample. The arrays are not kept.
     *
     * @param x the n₀ inputs
     * @param y the n₂ targets
     * @throws IllegalArgumentException if an array has another length, or an element is not between
     *     −1e150 and 1e150; the sample is then ignored
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

    /** Returns the number of samples so far. */
    public long samples() {
        return samples;
    }

    /**
     * Returns the moments of the samples so far, divided by their number. More samples may be added
     * afterwards.
     *
     * @throws IllegalArgumentException if there is no sample, or if all of x or all of y is nonzero
     *     but so small (below 1e-150) that squares underflow
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

    /** Replaces the rows by the triangular factor of their QR factorization. */
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
