package io.nadir.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;

import io.nadir.array.Panel;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What one partition, or several, contribute to sums over all rows: numbers, a small array, and
 * rows of a matrix with a row for each column of the data.
 *
 * @param sums numbers to be added
 * @param small an array to be added, such as UᵀU
 * @param columns the columns of the data that the rows of {@code panel} belong to; null for all
 * @param width the length of a row of {@code panel}
 * @param panel row after row, without padding
 */
@DefaultSerializer(JavaSerializer.class)
record Partial(double[] sums, double[] small, int @Nullable [] columns, int width, double[] panel)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** What no rows contribute. */
    static Partial none(int sums, int small, int width) {
        return new Partial(new double[sums], new double[small], new int[0], width, new double[0]);
    }

    /** The elements of a panel without its padding. */
    static double[] unpadded(Panel panel) {
        int width = panel.columns();
        double[] out = new double[Math.multiplyExact(panel.rows(), width)];
        for (int i = 0; i < panel.rows(); i++) {
            System.arraycopy(panel.data(), i * panel.stride(), out, i * width, width);
        }
        return out;
    }

    /** A panel of these elements. */
    static Panel padded(double[] elements, int rows, int width) {
        Panel out = Panel.zeros(rows, width);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(elements, i * width, out.data(), i * out.stride(), width);
        }
        return out;
    }

    /** Adds contributions one after another; the order decides about the last bits. */
    static final class Sum {
        private final int columns;
        private final int width;
        private final double[] panel;
        private double[] sums = new double[0];
        private double[] small = new double[0];

        Sum(int columns, int width) {
            this.columns = columns;
            this.width = width;
            this.panel = new double[Math.multiplyExact(columns, width)];
        }

        Sum add(Partial part) {
            sums = added(sums, part.sums);
            small = added(small, part.small);
            int[] places = part.columns;
            int rows = places == null ? columns : places.length;
            for (int i = 0; i < rows; i++) {
                int to = (places == null ? i : places[i]) * width;
                int from = i * width;
                for (int j = 0; j < width; j++) {
                    panel[to + j] += part.panel[from + j];
                }
            }
            return this;
        }

        private static double[] added(double[] to, double[] terms) {
            if (to.length == 0) {
                return terms.clone();
            }
            double[] out = Arrays.copyOf(to, Math.max(to.length, terms.length));
            for (int i = 0; i < terms.length; i++) {
                out[i] += terms[i];
            }
            return out;
        }

        /** All that was added. */
        Partial total() {
            return new Partial(sums, small, null, width, panel);
        }
    }
}
