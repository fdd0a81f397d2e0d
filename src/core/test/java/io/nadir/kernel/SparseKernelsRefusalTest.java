package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shapes that do not fit are refused by name, value and what is allowed, before any work. */
@Tag("kernel")
class SparseKernelsRefusalTest {
    private static final SparseKernels KERNELS = Kernels.sparse();

    private final CompressedRows places =
            new CompressedRows(2, 3, new int[] {0, 2, 3}, new int[] {0, 2, 1});
    private final double[] values = new double[3];
    private final Panel left = Panel.zeros(2, 4);
    private final Panel right = Panel.zeros(3, 4);

    @Test
    void placesOutOfOrder() {
        refused(
                () -> new CompressedRows(1, 3, new int[] {0, 2}, new int[] {1, 1}),
                "column of entry 1 = 1, allowed in row 0 are 2 to 2");
        refused(
                () -> new CompressedRows(1, 3, new int[] {0, 1}, new int[] {3}),
                "column of entry 0 = 3, allowed in row 0 are 0 to 2");
        refused(
                () -> new CompressedRows(2, 3, new int[] {0, 2, 1}, new int[] {1}),
                "starts[1] = 2, allowed are 0 to 1");
        refused(
                () -> new CompressedRows(1, 3, new int[] {0, 2}, new int[] {1}),
                "starts[1] = 2, allowed are 0 to 1");
    }

    @Test
    void rowsThatAreNotThere() {
        refused(
                () -> KERNELS.multiply(places, values, 0, 3, right, left),
                "rows 0 to 3 of s, allowed are ranges within 0 to 2");
        refused(
                () -> KERNELS.sampledProduct(places, 2, 1, left, right, values),
                "rows 2 to 1 of s, allowed are ranges within 0 to 2");
    }

    @Test
    void arraysAndPanelsThatDoNotFit() {
        refused(
                () -> KERNELS.multiply(places, new double[2], 0, 2, right, left),
                "values.length = 2, must be at least s.entries() = 3");
        refused(
                () -> KERNELS.multiply(places, values, 0, 2, left, left),
                "b.rows() = 2, must equal s.columns() = 3");
        refused(
                () -> KERNELS.sampledProduct(places, 0, 2, left, Panel.zeros(3, 5), values),
                "v.columns() = 5, must equal u.columns() = 4");
        refused(
                () ->
                        KERNELS.multiply(
                                places, values, 0, 2, Panel.wrap(new double[12], 3, 4, 0), left),
                "a panel has stride 4 and first row 0, allowed are multiples of 8 and 0");
        refused(
                () ->
                        KERNELS.leastSquares(
                                places, values, null, 0, 2, 0, right, left, new Scratch()),
                "lambda = 0.0, allowed are finite numbers greater than 0");
    }

    @Test
    void equationsThatDoNotFit() {
        refused(
                () -> shifted(Panel.zeros(3, 4), new double[2], left),
                "base.rows() = 3, must equal u.columns() = 4");
        refused(
                () -> shifted(Panel.zeros(4, 5), new double[2], left),
                "base.columns() = 5, must equal u.columns() = 4");
        refused(
                () -> shifted(Panel.zeros(4, 4), new double[3], left),
                "scales.length = 3, must equal s.rows() = 2");
        refused(
                () -> shifted(Panel.zeros(4, 4), new double[2], right),
                "right.rows() = 3, must equal s.rows() = 2");
    }

    private void shifted(Panel base, double[] scales, Panel targets) {
        KERNELS.shiftedLeastSquares(
                places, values, 0, 2, 1, base, scales, targets, right, left, new Scratch());
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
