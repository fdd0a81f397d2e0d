package io.nadir.kernel;

import io.nadir.array.Panel;

import java.util.Arrays;
import java.util.Random;

/** Seeded random sparse matrices, with padded panels to multiply them by. */
final class SparseShapes {
    private final Random random;

    SparseShapes(long seed) {
        random = new Random(seed);
    }

    /** A number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Places: by chance some rows empty and some full. */
    CompressedRows places(int rows, int columns) {
        int[] starts = new int[rows + 1];
        int[] indices = new int[rows * columns];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            double density = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
            for (int j = 0; j < columns; j++) {
                if (random.nextDouble() < density) {
                    indices[count++] = j;
                }
            }
            starts[i + 1] = count;
        }
        return new CompressedRows(rows, columns, starts, Arrays.copyOf(indices, count));
    }

    /** Gaussian numbers. */
    double[] values(int length) {
        return random.doubles(length).map(x -> random.nextGaussian()).toArray();
    }

    /** Gaussian entries with zero padding; by chance more padding than needed. */
    Panel panel(int rows, int columns) {
        Panel panel = Panel.zeros(rows, columns + 8 * random.nextInt(3)).setColumns(columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                panel.set(i, j, random.nextGaussian());
            }
        }
        return panel;
    }

    static Panel abs(Panel panel) {
        Panel out = copy(panel);
        for (int i = 0; i < out.data().length; i++) {
            out.data()[i] = Math.abs(out.data()[i]);
        }
        return out;
    }

    static Panel copy(Panel panel) {
        Panel out = Panel.zeros(panel.rows(), panel.stride()).setColumns(panel.columns());
        System.arraycopy(panel.data(), 0, out.data(), 0, out.data().length);
        return out;
    }

    static double[] abs(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }
}
