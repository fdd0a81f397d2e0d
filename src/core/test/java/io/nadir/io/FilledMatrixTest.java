package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;
import io.nadir.model.map.TrainedFactorization;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Matrices with the known entries kept and the others from a model. */
class FilledMatrixTest {
    private static final double[] U = {1, 2, 3, 4};
    private static final double[] V = {5, 6, 7, 8, 9, 10};

    /** 17, 23, 29; 39, 53, 67. */
    private final TrainedModel model =
            new TrainedFactorization(false, Factors.copyOfPair(2, 3, 2, U, V));

    private final MatrixData observed =
            ObservedEntries.copyOf(2, 3, new int[] {0, 1}, new int[] {1, 2}, new double[] {-7, 0});

    @Test
    void knownEntriesStayAndOthersAreOfTheModel() {
        FilledMatrix all = FilledMatrix.of(model);
        assertThat(all.row(0)).containsExactly(17, 23, 29);
        assertThat(all.row(1)).containsExactly(39, 53, 67);
        FilledMatrix filled = all.withKnown(observed);
        assertThat(filled.row(0)).containsExactly(17, -7, 29);
        assertThat(filled.row(1)).containsExactly(39, 53, 0);
        FilledMatrix clipped = filled.withRange(20, 50);
        assertThat(clipped.row(0)).containsExactly(20, -7, 29);
        assertThat(clipped.row(1)).containsExactly(39, 50, 0);
        assertThat(filled.withRange(Double.NEGATIVE_INFINITY, 20).row(0))
                .containsExactly(17, -7, 20);
    }

    @Test
    void whatIsKnownDependsOnTheData() {
        DenseMatrix y = DenseMatrix.copyOf(2, 3, new double[] {1, 2, 3, 4, 5, 6});
        MatrixData weighted =
                y.withWeights(DenseMatrix.copyOf(2, 3, new double[] {1, 0, 2, 0, 0, 1}));
        assertThat(row(y, 0)).containsExactly(1, 2, 3);
        assertThat(row(weighted, 0)).containsExactly(1, 23, 3);
        assertThat(row(weighted, 1)).containsExactly(39, 53, 6);
        assertThat(row(weighted.centered(Centering.ROWS), 1)).containsExactly(39, 53, 6);
        assertThat(
                        row(
                                ObservedEntries.copyOf(
                                        2,
                                        3,
                                        new int[] {0, 0},
                                        new int[] {0, 1},
                                        new double[] {1, 2},
                                        new double[] {0, 3}),
                                0))
                .containsExactly(17, 2, 29);
        MatrixData sparse =
                SparseMatrix.copyOf(2, 3, new int[] {0}, new int[] {1}, new double[] {2});
        assertThat(row(sparse, 0)).containsExactly(0, 2, 0);
        for (MatrixData data : List.of(y, weighted, sparse, observed)) {
            double[] part = {9, 9};
            data.copyKnown(0, 1, 3, part);
            double[] whole = {9, 9, 9};
            data.copyKnown(0, 0, 3, whole);
            assertThat(part[0]).isEqualTo(whole[1]);
        }
    }

    private double[] row(MatrixData data, int i) {
        return FilledMatrix.of(model).withKnown(data).row(i);
    }

    /** Each format gives back the bits of every row, by blocks of columns or not. */
    @Test
    void isReadBackFromEachFormat() throws IOException {
        int rows = 37;
        int columns = 41;
        Random random = new Random(3);
        TrainedModel large =
                new TrainedFactorization(
                        false,
                        Factors.copyOfPair(
                                rows,
                                columns,
                                3,
                                random.doubles(rows * 3L, -1, 1).toArray(),
                                random.doubles(columns * 3L, -1, 1).toArray()));
        double[] entries = large.allEntries();
        FilledMatrix filled = FilledMatrix.of(large).withRange(-0.5, 0.5);
        for (String name : List.of("x.npy", "x.csv", "x.mtx")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            filled.write(name, out);
            DenseMatrix read = MatrixReader.read(new ByteArrayInputStream(out.toByteArray()), name);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    assertThat(read.get(i, j))
                            .isEqualTo(Math.clamp(entries[i * columns + j], -0.5, 0.5))
                            .isEqualTo(filled.row(i)[j]);
                }
            }
        }
    }

    @Test
    void offsetsAreIncluded() {
        MatrixData y =
                ObservedEntries.copyOfNonNaN(
                                3,
                                3,
                                new double[] {1, 2, Double.NaN, 2, Double.NaN, 4, Double.NaN, 4, 5})
                        .centered(Centering.BOTH);
        TrainedModel trained = Nadir.solve(Problem.lowRank(y, 50)).model();
        double[] row = FilledMatrix.of(trained).withKnown(y).row(0);
        assertThat(row[0]).isEqualTo(1);
        assertThat(row[1]).isEqualTo(2);
        // The additive table i + j + 1 is what offsets alone give.
        assertThat(row[2]).isCloseTo(3, within(1e-9));
        assertThat(row[2]).isEqualTo(trained.entries(new int[] {0}, new int[] {2})[0]);
    }

    @Test
    void idsAreWrittenToTexts() throws IOException {
        FilledMatrix named =
                FilledMatrix.of(model)
                        .withKnown(observed)
                        .withIds(Indexing.byIds(List.of("Doe, J", "x"), List.of("a", "b", "c")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        named.write("F.CSV", out);
        assertThat(out.toString(StandardCharsets.UTF_8).replace("\"\",", ","))
                .isEqualTo(",a,b,c\n\"Doe, J\",17.0,-7.0,29.0\nx,39.0,53.0,0.0\n");
    }

    @Test
    void refusals() {
        FilledMatrix all = FilledMatrix.of(model);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.withRange(2, 1))
                .withMessage("range = 2.0 to 1.0, allowed are bounds in ascending order");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.withRange(Double.NaN, 1))
                .withMessageStartingWith("range = NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.withKnown(DenseMatrix.copyOf(1, 1, new double[] {1})))
                .withMessage("data are 1×1, must have the shape of the model, 2×3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.withIds(Indexing.byIds(List.of("a"), List.of())))
                .withMessageContaining("ids of rows = 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.write("x.txt", new ByteArrayOutputStream()))
                .withMessageContaining("allowed are names that end in .npy, .csv, .mtx");
        TrainedModel tensor =
                new TrainedFactorization(
                        true,
                        Factors.copyOf(
                                1,
                                new int[] {1, 1, 1},
                                List.of(new double[] {1}, new double[] {1}, new double[] {1})));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> FilledMatrix.of(tensor));
        TrainedModel huge =
                new TrainedFactorization(
                        false,
                        Factors.copyOfPair(1, 1, 1, new double[] {1e200}, new double[] {1e200}));
        assertThatIOException()
                .isThrownBy(() -> FilledMatrix.of(huge).write("x.csv", new ByteArrayOutputStream()))
                .withMessageContaining("in row 1, column 1 is Infinity");
    }
}
