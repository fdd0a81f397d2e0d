package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.FloatRows;
import io.nadir.kernel.PanelRows;
import io.nadir.kernel.RowBlock;

import java.nio.DoubleBuffer;
import java.util.Arrays;

/** The array of the row block that a {@link DenseMatrixBuilder} fills. */
interface BlockStore {
    /** The length of the array. */
    int capacity();

    /** Makes the array longer. */
    void grow(int length);

    /** Sets an element. */
    void set(int at, double value);

    /** Takes elements from a buffer. */
    void take(DoubleBuffer values, int at, int count);

    /** Hands over the rows, and starts again without an array. */
    RowBlock close(int rows, int columns, long firstRow);

    /** An array of float64. */
    final class Doubles implements BlockStore {
        private double[] data = new double[0];

        @Override
        public int capacity() {
            return data.length;
        }

        @Override
        public void grow(int length) {
            data = Arrays.copyOf(data, length);
        }

        @Override
        public void set(int at, double value) {
            data[at] = value;
        }

        @Override
        public void take(DoubleBuffer values, int at, int count) {
            values.get(data, at, count);
        }

        @Override
        public RowBlock close(int rows, int columns, long firstRow) {
            Panel panel = Panel.wrap(data, rows, columns, firstRow);
            data = new double[0];
            return new PanelRows(panel);
        }
    }

    /** An array of float32. */
    final class Floats implements BlockStore {
        private float[] data = new float[0];

        @Override
        public int capacity() {
            return data.length;
        }

        @Override
        public void grow(int length) {
            data = Arrays.copyOf(data, length);
        }

        @Override
        public void set(int at, double value) {
            float narrow = (float) value;
            if (narrow != value && !Double.isNaN(value)) {
                throw new IllegalArgumentException(
                        "element = " + value + ", allowed are numbers of float32");
            }
            data[at] = narrow;
        }

        @Override
        public void take(DoubleBuffer values, int at, int count) {
            for (int i = at; i < at + count; i++) {
                set(i, values.get());
            }
        }

        @Override
        public RowBlock close(int rows, int columns, long firstRow) {
            FloatRows block = new FloatRows(data, rows, columns, firstRow);
            data = new float[0];
            return block;
        }
    }
}
