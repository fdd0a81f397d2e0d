package io.nadir.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.MatrixModel;
import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.Centering;
import io.nadir.model.TrainedModel;
import io.nadir.model.Transformation;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.junit.jupiter.api.Test;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.matrix.store.SparseStore;

import java.util.Random;

/** Data and results as matrices of other libraries. */
class AdaptersTest {
    private static final int M = 7;
    private static final int N = 4;

    private final DMatrixRMaj ejml = new DMatrixRMaj(M, N);
    private final R064Store ojAlgo = R064Store.FACTORY.make(M, N);
    private final DMatrixSparseCSC ejmlSparse = new DMatrixSparseCSC(M, N);
    private final SparseStore<Double> ojAlgoSparse = SparseStore.R064.make(M, N);

    AdaptersTest() {
        Random random = new Random(1);
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                double y = 3 + i * j * 0.5 + random.nextGaussian();
                ejml.set(i, j, y);
                ojAlgo.set(i, j, y);
                if ((i + j) % 3 != 0) {
                    ejmlSparse.set(i, j, y);
                    ojAlgoSparse.set(i, j, y);
                }
            }
        }
    }

    @Test
    void denseMatricesHaveTheSameElements() {
        DenseMatrix transposed = OjAlgoMatrices.wrapTransposed(ojAlgo);
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                assertThat(EjmlMatrices.wrap(ejml).get(i, j)).isEqualTo(ejml.get(i, j));
                assertThat(EjmlMatrices.copyOf(ejml).get(i, j)).isEqualTo(ejml.get(i, j));
                assertThat(OjAlgoMatrices.copyOf(ojAlgo).get(i, j)).isEqualTo(ejml.get(i, j));
                assertThat(transposed.get(j, i)).isEqualTo(ejml.get(i, j));
            }
        }
        assertThat(EjmlMatrices.copyOf(EjmlMatrices.wrap(ejml)).data).containsExactly(ejml.data);
        assertThat(OjAlgoMatrices.copyOf(EjmlMatrices.wrap(ejml)).data)
                .containsExactly(ojAlgo.data);
    }

    /** A view has the array of the matrix, so that a solve notices what changes it. */
    @Test
    void viewsShareTheArray() {
        DenseMatrix view = EjmlMatrices.wrap(ejml);
        DenseMatrix copy = EjmlMatrices.copyOf(ejml);
        DenseMatrix transposed = OjAlgoMatrices.wrapTransposed(ojAlgo);
        ejml.set(2, 1, 100);
        ojAlgo.set(2, 1, 100);
        assertThat(view.get(2, 1)).isEqualTo(100);
        assertThat(transposed.get(1, 2)).isEqualTo(100);
        assertThat(copy.get(2, 1)).isLessThan(100);
        assertThatIllegalStateException().isThrownBy(() -> Nadir.solve(Problem.lowRank(view, 1)));
    }

    /** A matrix that was made smaller keeps its longer array. */
    @Test
    void longerArraysAreCopied() {
        ejml.reshape(3, N);
        DenseMatrix view = EjmlMatrices.wrap(ejml);
        assertThat(view.rows()).isEqualTo(3);
        assertThat(view.get(2, 3)).isEqualTo(ejml.get(2, 3));
    }

    @Test
    void sparseMatricesHaveTheSameElements() {
        SparseMatrix first = EjmlMatrices.sparse(ejmlSparse);
        SparseMatrix second = OjAlgoMatrices.sparse(ojAlgoSparse);
        ObservedEntries third = EjmlMatrices.observed(ejmlSparse);
        ObservedEntries fourth = OjAlgoMatrices.observed(ojAlgoSparse);
        assertThat(first.listed()).isEqualTo(ejmlSparse.nz_length);
        assertThat(second.listed()).isEqualTo(ejmlSparse.nz_length);
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                boolean there = (i + j) % 3 != 0;
                double expected = there ? ejml.get(i, j) : 0;
                double known = there ? ejml.get(i, j) : Double.NaN;
                assertThat(first.get(i, j)).isEqualTo(expected);
                assertThat(second.get(i, j)).isEqualTo(expected);
                assertThat(third.get(i, j)).isEqualTo(Double.valueOf(known));
                assertThat(fourth.get(i, j)).isEqualTo(Double.valueOf(known));
            }
        }
    }

    @Test
    void resultsAreMatricesOfTheLibrary() {
        ejml.set(3, 2, Double.NaN);
        Problem problem =
                Problem.lowRank(EjmlMatrices.observedNonNaN(ejml), 1)
                        .withCentering(Centering.COLUMNS);
        MatrixModel fitted = MatrixModel.fit(problem);
        TrainedModel model = fitted.model();
        int rank = model.factors().rank();
        DMatrixRMaj u = EjmlMatrices.factor(model, "U");
        DMatrixRMaj x = EjmlMatrices.entries(model);
        R064Store v = OjAlgoMatrices.factor(model, "V");
        R064Store sameX = OjAlgoMatrices.entries(model);
        assertThat(u.numRows).isEqualTo(M);
        assertThat(u.numCols).isEqualTo(rank);
        assertThat(v.countRows()).isEqualTo(N);
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                double expected = model.entries(new int[] {i}, new int[] {j})[0];
                assertThat(x.get(i, j)).isCloseTo(expected, within(1e-12));
                assertThat(sameX.doubleValue(i, j)).isEqualTo(x.get(i, j));
            }
        }
        Transformation found = fitted.transform(OjAlgoMatrices.copyOf(ojAlgo));
        assertThat(EjmlMatrices.codes(found).data).containsExactly(found.u());
        R064Store codes = OjAlgoMatrices.codes(found);
        assertThat(codes.doubleValue(M - 1, rank - 1)).isEqualTo(found.u()[found.u().length - 1]);
    }

    /** A model of rank 0 has factors without columns. */
    @Test
    void factorsMayBeEmpty() {
        Problem problem = Problem.lowRank(EjmlMatrices.wrap(ejml), 1e6);
        TrainedModel model = Nadir.solve(problem).model();
        assertThat(EjmlMatrices.factor(model, "U").numCols).isZero();
        assertThat(EjmlMatrices.factor(model, "U").numRows).isEqualTo(M);
        assertThat(OjAlgoMatrices.factor(model, "V").countColumns()).isZero();
        assertThat(EjmlMatrices.entries(model).get(6, 3)).isZero();
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested.
    void refusesWhatIsNoMatrixOfNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EjmlMatrices.wrap(new DMatrixRMaj(0, 0)))
                .withMessageContaining("rows");
        ejml.set(0, 0, Double.NaN);
        assertThatIllegalArgumentException().isThrownBy(() -> EjmlMatrices.wrap(ejml));
        assertThatNullPointerException()
                .isThrownBy(() -> EjmlMatrices.wrap(null))
                .withMessage("matrix");
    }
}
