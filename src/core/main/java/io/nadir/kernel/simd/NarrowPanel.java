package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.NARROW_WIDTH;
import static io.nadir.kernel.simd.Tuning.ORIGIN;
import static io.nadir.kernel.simd.Width.COUNT;

import io.nadir.array.Panel;

import java.util.Arrays;

/**
 * A matrix with a row for each column of the data, in the layout of {@link NarrowTile}: groups of
 * {@link Tuning#NARROW_WIDTH} columns; in a group, for each vector of rows one vector for each
 * column. What fills up the last group and the last vector is zero.
 */
final class NarrowPanel {
    private double[] data = new double[0];
    private int rows;
    private int groups;

    double[] data() {
        return data;
    }

    /** Number of groups of columns. */
    int groups() {
        return groups;
    }

    /** Index of the vectors of a group that hold the rows from {@code row} on, a whole vector. */
    int index(int group, int row) {
        return ORIGIN + (group * Math.ceilDiv(rows, COUNT) * COUNT + row) * NARROW_WIDTH;
    }

    /** Index of an element. */
    int element(int row, int column) {
        int lane = row % COUNT;
        return index(column / NARROW_WIDTH, row - lane) + column % NARROW_WIDTH * COUNT + lane;
    }

    /** Takes a shape, with all elements zero. */
    void clear(int rows, int columns) {
        this.rows = rows;
        groups = Math.ceilDiv(columns, NARROW_WIDTH);
        int end = index(groups, 0);
        if (data.length < end) {
            data = new double[Tuning.length(end)];
        }
        Arrays.fill(data, ORIGIN, end, 0.0);
    }

    /** Copies a panel whose {@code firstRow} is 0. */
    void copy(Panel source) {
        clear(source.rows(), source.columns());
        for (int row = 0; row < rows; row += COUNT) {
            int lanes = Math.min(COUNT, rows - row);
            for (int group = 0; group < groups; group++) {
                int from = source.index(row) + group * NARROW_WIDTH;
                int to = index(group, row);
                int end =
                        to
                                + Math.min(NARROW_WIDTH, source.columns() - group * NARROW_WIDTH)
                                        * COUNT;
                for (; to < end; to += COUNT) {
                    for (int lane = 0; lane < lanes; lane++) {
                        data[to + lane] = source.data()[from + lane * source.stride()];
                    }
                    from++;
                }
            }
        }
    }

    /** Adds to a panel of the same shape. */
    void addTo(Panel target) {
        for (int row = 0; row < rows; row += COUNT) {
            int lanes = Math.min(COUNT, rows - row);
            for (int group = 0; group < groups; group++) {
                int to = target.index(row) + group * NARROW_WIDTH;
                int from = index(group, row);
                int end =
                        from
                                + Math.min(NARROW_WIDTH, target.columns() - group * NARROW_WIDTH)
                                        * COUNT;
                for (; from < end; from += COUNT) {
                    for (int lane = 0; lane < lanes; lane++) {
                        target.data()[to + lane * target.stride()] += data[from + lane];
                    }
                    to++;
                }
            }
        }
    }
}
