package io.nadir.solver.descent;

import io.nadir.array.Panel;
import io.nadir.model.Factors;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes factors and panels in binary, big-endian form with every bit preserved, and reads them.
 * For descent methods that save what they remember.
 */
public final class SavedFactors {
    private SavedFactors() {}

    /** Writes factors with their capacity, on which the order of summation may depend. */
    public static void write(DataOutput out, Factors factors) throws IOException {
        out.writeInt(factors.order());
        out.writeInt(factors.rank());
        for (int k = 0; k < factors.order(); k++) {
            write(out, factors.block(k));
        }
    }

    /** Reads what {@link #write(DataOutput, Factors)} wrote. */
    public static Factors read(DataInput in) throws IOException {
        Panel[] blocks = new Panel[size(in.readInt())];
        int rank = size(in.readInt());
        for (int k = 0; k < blocks.length; k++) {
            blocks[k] = readPanel(in);
        }
        return Factors.wrap(rank, blocks);
    }

    /** Writes a panel with its stride. */
    public static void write(DataOutput out, Panel panel) throws IOException {
        out.writeInt(panel.rows());
        out.writeInt(panel.columns());
        out.writeInt(panel.stride());
        for (int i = 0; i < panel.rows(); i++) {
            for (int j = 0; j < panel.columns(); j++) {
                out.writeDouble(panel.get(i, j));
            }
        }
    }

    /** Reads what {@link #write(DataOutput, Panel)} wrote. */
    public static Panel readPanel(DataInput in) throws IOException {
        int rows = size(in.readInt());
        int columns = size(in.readInt());
        int stride = size(in.readInt());
        Panel panel = Panel.zeros(rows, stride).setColumns(columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                panel.set(i, j, in.readDouble());
            }
        }
        return panel;
    }

    /**
     * Returns {@code number} if it can be a size.
     *
     * @throws IOException if it is negative
     */
    public static int size(int number) throws IOException {
        if (number < 0) {
            throw new IOException("a size is " + number);
        }
        return number;
    }
}
