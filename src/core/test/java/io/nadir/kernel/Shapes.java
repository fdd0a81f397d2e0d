package io.nadir.kernel;

import io.nadir.array.Panel;

import java.util.Random;

/** Seeded random panels of every kind that a kernel must accept. */
final class Shapes {
    private final Random random;

    Shapes(long seed) {
        random = new Random(seed);
    }

    /** A number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Gaussian entries; by chance padded or wrapped without padding. */
    Panel panel(int rows, int columns) {
        Panel panel =
                random.nextBoolean()
                        ? Panel.zeros(rows, columns)
                        : Panel.wrap(new double[rows * columns], rows, columns, 0);
        return fill(panel);
    }

    /** A row block whose first row has the global index {@code firstRow}. */
    Panel block(int rows, int columns, long firstRow) {
        return fill(Panel.wrap(new double[rows * columns], rows, columns, firstRow));
    }

    /** The numbers of a panel as rows of float32. */
    FloatRows floats(Panel panel) {
        float[] data = new float[panel.rows() * panel.columns()];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) panel.get(i / panel.columns(), i % panel.columns());
        }
        return new FloatRows(data, panel.rows(), panel.columns(), panel.firstRow());
    }

    /** The numbers of a panel in panels of float32. */
    FloatPanels floatPanels(DenseKernels kernels, Panel panel) {
        FloatRows rows = floats(panel);
        FloatPanels panels = kernels.floatPanels(rows.rows(), rows.columns());
        for (int i = 0; i < rows.rows(); i++) {
            panels.set(i, rows.data(), i * rows.columns());
        }
        return panels;
    }

    /** A symmetric matrix of float32. */
    FloatSquare square(int order) {
        FloatSquare square = FloatSquare.zeros(order);
        for (int i = 0; i < square.data().length; i++) {
            square.data()[i] = (float) random.nextGaussian();
        }
        return square;
    }

    private Panel fill(Panel panel) {
        for (int i = 0; i < panel.rows(); i++) {
            for (int j = 0; j < panel.columns(); j++) {
                panel.set(i, j, random.nextGaussian());
            }
        }
        return panel;
    }

    /** The same shape, padding and numbers in other memory. */
    static Panel copy(Panel panel) {
        Panel copy =
                panel.stride() == panel.columns()
                        ? Panel.wrap(
                                new double[panel.rows() * panel.columns()],
                                panel.rows(),
                                panel.columns(),
                                panel.firstRow())
                        : Panel.zeros(panel.rows(), panel.columns());
        System.arraycopy(panel.data(), 0, copy.data(), 0, copy.data().length);
        return copy;
    }

    /** The same shape and padding with absolute values. */
    static Panel abs(Panel panel) {
        Panel copy = copy(panel);
        for (int i = 0; i < copy.data().length; i++) {
            copy.data()[i] = Math.abs(copy.data()[i]);
        }
        return copy;
    }
}
