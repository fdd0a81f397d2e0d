package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.kernel.Allocation;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;

/** Matrices whose rows are not arrays of float64: what they say, copy and refuse. */
class RowSourceTest {
    private static final int ROWS = 7;
    private static final int COLUMNS = 5;

    private final double[] values =
            new Random(4).doubles((long) ROWS * COLUMNS).map(x -> (float) x).toArray();
    private final DenseMatrix copy = DenseMatrix.copyOf(ROWS, COLUMNS, values);
    private final DenseMatrix source =
            new DenseMatrix(DenseRows.of(new StoredRows(ROWS, COLUMNS, values), 3));
    private final DenseMatrix floats = DenseMatrix.copyOf(ROWS, COLUMNS, narrow(values));

    private static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    @Test
    void elementsAreThoseOfTheCopy() {
        for (DenseMatrix matrix : new DenseMatrix[] {source, floats}) {
            assertThat(matrix.toArray()).containsExactly(values);
            assertThat(matrix.whole().data()).containsExactly(values);
            assertThat(matrix.toFloat64().blocks().getFirst().data()).startsWith(values[0]);
            assertThat(matrix.transposed().toArray()).containsExactly(copy.transposed().toArray());
            assertThat(matrix.get(4, 2)).isEqualTo(copy.get(4, 2));
            assertThat(matrix.timesPowerOfTwo(-300).toArray())
                    .containsExactly(copy.timesPowerOfTwo(-300).toArray());
            assertThat(matrix.noise(1)).isEqualTo(copy.noise(1));
            double[] some = new double[11];
            matrix.copyRows(2, 2, some, 1);
            assertThat(Arrays.copyOfRange(some, 1, 11))
                    .containsExactly(Arrays.copyOfRange(values, 10, 20));
            double[] known = {-1, -1, -1};
            matrix.copyKnown(6, 1, 3, known);
            assertThat(known).containsExactly(values[31], values[32], -1);
            assertThat(matrix.split(0.3, 5).getFirst().fingerprint())
                    .isEqualTo(copy.split(0.3, 5).getFirst().fingerprint());
        }
        assertThat(floats.transposed().storage()).isEqualTo("float32");
        assertThat(copy.toFloat64()).isSameAs(copy);
    }

    @Test
    void storageIsTold() {
        assertThat(copy.storage()).isEqualTo(DenseMatrix.FLOAT64);
        assertThat(floats.storage()).isEqualTo("float32");
        assertThat(source.storage()).isEqualTo("rows from a source");
    }

    @Test
    void arraysThatAreNotThereAreNotShared() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(floats::blocks)
                .withMessage(
                        "blocks() shares arrays of float64, but this matrix has float32: use"
                                + " copyRows, or whole() for a copy");
    }

    @Test
    void elementsThatAreNotFiniteAreNamed() {
        float[] bad = narrow(values);
        bad[3 * COLUMNS + 4] = Float.NaN;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseMatrix.wrap(ROWS, COLUMNS, bad))
                .withMessage("element (3, 4) = NaN, allowed are finite numbers");
        double[] infinite = values.clone();
        infinite[6 * COLUMNS] = Double.NEGATIVE_INFINITY;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseMatrix.of(new StoredRows(ROWS, COLUMNS, infinite)))
                .withMessage("element (6, 0) = -Infinity, allowed are finite numbers");
    }

    @Test
    void shapesAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseMatrix.wrap(2, 3, new float[5]))
                .withMessage("values has 5 elements, must have rows * columns = 2 * 3 = 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseMatrix.of(new StoredRows(0, 3, new double[0])))
                .withMessageStartingWith("rows = 0");
    }

    @Test
    void numbersThatFloat32LacksAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DenseMatrix.builder(2).asFloats().add(0.1))
                .withMessage("element = 0.1, allowed are numbers of float32");
        DenseMatrixBuilder begun = DenseMatrix.builder(2).add(1);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(begun::asFloats);
    }

    @Test
    void whatDoesNotFitIntoMemoryIsRefusedBeforeTheWork() {
        long heap = Runtime.getRuntime().maxMemory();
        int rows = (int) Math.min(Integer.MAX_VALUE / 2, heap / 8 + 1000);
        DenseRows huge =
                DenseRows.of(
                        new RowSource() {
                            @Override
                            public int rows() {
                                return rows;
                            }

                            @Override
                            public int columns() {
                                return 8;
                            }

                            @Override
                            public void read(int row, int count, double[] target, int offset) {
                                throw new AssertionError("nothing is to be read");
                            }
                        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> huge.requireMemory("a transposed copy", Double.BYTES))
                .withMessageMatching(
                        "a transposed copy of \\d+ x 8 elements takes \\d+ MB, allowed is the heap"
                                + " of \\d+ MB: make it larger \\(-Xmx\\), or take fewer rows");
    }

    @Test
    void rowsThatChangeAreNoticed() {
        Problem problem = Problem.lowRank(source, 0.5);
        Nadir.solve(problem);
        values[9] = 5;
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Nadir.solve(problem))
                .withMessageContaining("are not what they were when it was made");
        float[] shared = new float[] {1, 2, 3, 4};
        DenseMatrix wrapped = DenseMatrix.wrap(2, 2, shared);
        shared[2] = 7;
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(wrapped::requireUnchanged);
    }

    @Test
    void whatReadingThrowsEndsTheSolve() {
        UncheckedIOException problem = new UncheckedIOException(new IOException("unplugged"));
        boolean[] broken = {false};
        RowSource breaking =
                new RowSource() {
                    @Override
                    public int rows() {
                        return ROWS;
                    }

                    @Override
                    public int columns() {
                        return COLUMNS;
                    }

                    @Override
                    public void read(int row, int count, double[] target, int offset) {
                        if (broken[0]) {
                            throw problem;
                        }
                        new StoredRows(ROWS, COLUMNS, values).read(row, count, target, offset);
                    }
                };
        Problem given = Problem.lowRank(DenseMatrix.of(breaking), 0.5);
        broken[0] = true;
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Nadir.solve(given))
                .isSameAs(problem);
    }

    @Test
    @Tag("allocation")
    void warmPassesAllocateNothing() {
        Random random = new Random(1);
        double[] numbers = new double[600 * 500];
        Arrays.setAll(numbers, i -> (float) random.nextGaussian());
        for (DenseMatrix y :
                new DenseMatrix[] {
                    DenseMatrix.wrap(600, 500, narrow(numbers)),
                    DenseMatrix.of(new StoredRows(600, 500, numbers))
                }) {
            MatrixMap map = y.bind(new SquaredLoss(), 1, null);
            Factors w = Factors.zeros(3, 600, 500);
            Factors gradient = w.copy();
            Panel b = Panel.zeros(500, 4);
            Panel t = Panel.zeros(600, 4);
            Panel s = Panel.zeros(500, 4);
            Allocation.assertNoneWhenWarm(
                    y.storage(),
                    () -> {
                        map.evaluate(w, gradient);
                        map.gram(w, b, t, s);
                        map.residualGram(w, b, t, s);
                    });
        }
    }
}
