package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What holds of all values: they say what they are, and notice that shared arrays changed. */
class ValuesTest {
    @Test
    void theySayWhatTheyAre() {
        DenseMatrix x = DenseMatrix.copyOf(3, 1, new double[] {1, 2, 3});
        DenseMatrix y = DenseMatrix.copyOf(3, 1, new double[] {2, 4, 7});
        Covariances moments = Covariances.of(x, y);
        assertThat(moments).hasToString("Covariances of 1 inputs and 1 outputs");
        assertThat(LinearLandscape.of(moments)).hasToString("LinearLandscape of " + moments);
        assertThat(LinearNetwork.zeros(3, 2, 1)).hasToString("LinearNetwork of widths [3, 2, 1]");
        assertThat(ReducedRankRegression.fit(moments, 1).toString())
                .startsWith("ReducedRankRegression of rank 1, value 0.");
        assertThat(new CovarianceAccumulator(2, 1))
                .hasToString("CovarianceAccumulator of 0 samples, 2 inputs and 1 outputs");
        DenseMatrix row = DenseMatrix.copyOf(1, 3, new double[] {1, 2, 3});
        assertThat(WideParameters.of(List.of(x, row)))
                .hasToString("WideParameters of widths [1, 3, 1]");
    }

    @Test
    void theyNoticeThatASharedArrayChanged() {
        double[] array = {1, 2, 3, 4};
        DenseMatrix matrix = DenseMatrix.wrap(2, 2, array);
        array[3]++;
        assertThatIllegalStateException().isThrownBy(() -> Covariances.of(matrix, matrix));
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new WideProblem(
                                matrix,
                                matrix,
                                List.of(WideActivation.relu()),
                                WideLoss.squared(),
                                WideConstraint.NONE));
    }
}
