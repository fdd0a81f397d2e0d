package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.map.TrainedFactorization;
import io.nadir.network.deep.layer.MaxPool;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;
import io.nadir.tensor.DenseTensor;
import io.nadir.tensor.ObservedTensor;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Values say what they are, in a line, however much they hold. */
class ToStringTest {
    private static final int LONGEST = 1000;

    @Test
    void dataSayTheirShape() {
        DenseMatrix dense = DenseMatrix.wrap(40, 30, new double[1200]);
        int[] one = {1};
        assertThat(dense).hasToString("DenseMatrix 40×30");
        assertThat(dense.withWeights(dense)).hasToString("WeightedMatrix 40×30");
        assertThat(DenseTensor.wrap(new int[] {2, 3, 4}, new double[24]))
                .hasToString("DenseTensor 2×3×4");
        assertThat(SparseMatrix.copyOf(4, 3, one, one, new double[] {2}))
                .hasToString("SparseMatrix 4×3, 1 listed");
        assertThat(ObservedEntries.copyOf(dense)).hasToString("ObservedEntries 40×30, 1200 known");
        assertThat(ObservedTensor.copyOfNonNaN(new int[] {2, 1}, new double[] {1, Double.NaN}))
                .hasToString("ObservedTensor 2×1, 1 known");
        assertThat(TwoLayerNetwork.relu(dense, dense).toString()).contains("DenseMatrix 40×30");
    }

    @Test
    void valuesSayWhatTheyAre() {
        Problem problem = Problem.lowRank(DenseMatrix.wrap(40, 30, new double[1200]), 2);
        assertThat(problem)
                .hasToString(
                        "Problem[y=DenseMatrix 40×30, loss=squared, regularizer="
                                + new SquaredNorms().name()
                                + ", lambda=2.0]");
        Factors factors = Factors.zeros(2, 40, 30);
        assertThat(factors).hasToString("Factors 40×2, 30×2");
        assertThat(new TrainedFactorization(false, factors).toString()).contains("Factors 40×2");
        assertThat(TwoLayerNetwork.trained(0, false, factors).toString()).contains("Factors 40×2");
        assertThat(List.of(new SquaredLoss(), new LogisticLoss(), new HuberLoss(0.5)))
                .hasToString("[squared, logistic, " + new HuberLoss(0.5).name() + "]");
        assertThat(new NormPowers(3, false)).hasToString(new NormPowers(3, false).name());
        assertThat(new MaxPool(2, 2, 0)).hasToString(new MaxPool(2, 2, 0).name());
        for (Object value :
                List.of(
                        Nadir.solve(problem),
                        Nadir.solve(problem).certificate(),
                        SolverOptions.defaults().withStart(factors))) {
            assertThat(value.toString())
                    .hasSizeLessThan(LONGEST)
                    .doesNotContain("[D@", "[I@")
                    .doesNotContainPattern("io\\.nadir\\.[a-zA-Z.$]+@");
        }
    }
}
