package io.nadir.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** Tensors made of listed entries are those made of all elements. */
class ListedTensorTest {
    private static final int[] SHAPE = {2, 3, 2};
    private static final int[][] INDICES = {{1, 0, 0}, {2, 0, 1}, {0, 1, 1}};
    private static final double[] VALUES = {5, -1, 0};

    @Test
    void areTheSameInAnyOrder() {
        double[] all = new double[12];
        Arrays.fill(all, Double.NaN);
        all[10] = 5;
        all[1] = -1;
        all[3] = 0;
        ObservedTensor listed = ObservedTensor.copyOf(SHAPE, INDICES, VALUES);
        assertThat(listed.fingerprint())
                .isEqualTo(ObservedTensor.copyOfNonNaN(SHAPE, all).fingerprint());
        assertThat(listed.positions()).containsExactly(1, 3, 10);
        assertThat(listed.withZeros().values())
                .containsExactly(0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0);
    }

    @Test
    void theLastElementOfTheLargestShapeIsFound() {
        int[] shape = {1 << 15, 1 << 15, 1};
        ObservedTensor tensor =
                ObservedTensor.copyOf(
                        shape, new int[][] {{shape[0] - 1}, {shape[1] - 1}, {0}}, new double[] {1});
        assertThat(tensor.positions()).containsExactly((1 << 30) - 1);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ObservedTensor.copyOf(
                                SHAPE, new int[][] {{0, 0}, {1, 1}, {1, 1}}, new double[2]))
                .withMessage(
                        "entries 1 and 2 are both at [0, 1, 1] (counted from 0), allowed is one");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ObservedTensor.copyOf(SHAPE, new int[][] {{2}, {0}, {0}}, new double[1]))
                .withMessage("entry 1 has the index 2 in mode 1, allowed are 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ObservedTensor.copyOf(SHAPE, new int[][] {{0}, {}, {0}}, new double[1]));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ObservedTensor.copyOf(SHAPE, new int[][] {{0}, {0}}, new double[1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ObservedTensor.copyOf(
                                SHAPE, new int[][] {{0}, {0}, {0}}, new double[] {Double.NaN}))
                .withMessage("entry 1 = NaN, allowed are finite numbers");
    }
}
