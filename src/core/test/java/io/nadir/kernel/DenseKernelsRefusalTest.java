package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shapes that do not fit are refused by name, value and what is allowed, before any work. */
@Tag("kernel")
class DenseKernelsRefusalTest {
    private static final DenseKernels KERNELS = Kernels.get();

    private final Scratch scratch = new Scratch();
    private final Panel data = Panel.wrap(new double[12], 3, 4, 10);
    private final Panel left = Panel.wrap(new double[6], 3, 2, 10);
    private final Panel right = Panel.zeros(4, 2);

    @Test
    void rowsOutsideTheBlock() {
        refused(
                () -> KERNELS.multiplyAdd(data, 9, 13, right, left, scratch),
                "rows 9 to 13 of a, allowed are ranges within 10 to 13");
        refused(
                () -> KERNELS.multiplyAdd(data, 10, 14, right, left, scratch),
                "rows 10 to 14 of a, allowed are ranges within 10 to 13");
        refused(
                () -> KERNELS.multiplyAdd(data, 12, 11, right, left, scratch),
                "rows 12 to 11 of a, allowed are ranges within 10 to 13");
    }

    @Test
    void rowsOutsideTheResult() {
        refused(
                () -> KERNELS.multiplyAdd(data, 10, 13, right, Panel.zeros(3, 2), scratch),
                "rows 10 to 13 of c, allowed are ranges within 0 to 3");
    }

    @Test
    void factorsThatDoNotFitTheData() {
        refused(
                () -> KERNELS.multiplyAdd(data, 10, 13, Panel.zeros(5, 2), left, scratch),
                "b.rows() = 5, must equal a.columns() = 4");
        refused(
                () -> KERNELS.transposeMultiplyAdd(data, 10, 13, left, Panel.zeros(4, 3), scratch),
                "c.columns() = 3, must equal b.columns() = 2");
        refused(
                () -> KERNELS.product(left, Panel.zeros(4, 3), 10, 13, data, scratch),
                "v.columns() = 3, must equal u.columns() = 2");
        refused(
                () -> KERNELS.gramLower(data, 10, 13, Panel.zeros(4, 5), scratch),
                "c.columns() = 5, must equal a.columns() = 4");
    }

    @Test
    void gramMatricesOfFloats() {
        FloatPanels rows = KERNELS.floatPanels(3, 4);
        refused(
                () -> KERNELS.gramLower(rows, 3, FloatSquare.zeros(5), scratch),
                "c.order() = 5, must equal a.columns() = 4");
        int other = rows.width() + 1;
        FloatPanels others = FloatPanels.zeros(3, 4, other);
        refused(
                () -> KERNELS.gramLower(others, 3, FloatSquare.zeros(4), scratch),
                "a.width() = " + other + ", must equal columns of a panel = " + rows.width());
        assertThatThrownBy(() -> KERNELS.gramLower(rows, 4, FloatSquare.zeros(4), scratch))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FloatPanels(new float[12], 3, 4, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data.length = 12");
        assertThatThrownBy(() -> new FloatSquare(new float[16], 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data.length = 16");
    }

    @Test
    void substitutionInFloats() {
        FloatPanels x = KERNELS.floatPanels(3, 4);
        int panels = Math.ceilDiv(4, x.width());
        refused(
                () -> KERNELS.solveLower(Panel.zeros(3, 2), x, 0, 1, scratch),
                "l.rows() = 3, must equal l.columns() = 2");
        refused(
                () -> KERNELS.solveLower(Panel.zeros(4, 4), x, 0, 1, scratch),
                "l.rows() = 4, allowed is up to 3");
        refused(
                () -> KERNELS.solveLower(Panel.zeros(3, 3), x, 1, panels + 1, scratch),
                String.format(
                        "panels 1 to %d of x, allowed are ranges within 0 to %d",
                        panels + 1, panels));
        FloatPanels many = KERNELS.floatPanels(129, 1);
        refused(
                () -> KERNELS.solveLower(Panel.zeros(129, 129), many, 0, 1, scratch),
                "l.rows() = 129, allowed is up to 128");
        FloatPanels other = FloatPanels.zeros(3, 4, x.width() + 1);
        refused(
                () -> KERNELS.solveLower(Panel.zeros(3, 3), other, 0, 1, scratch),
                String.format(
                        "x.width() = %d, must equal columns of a panel = %d",
                        x.width() + 1, x.width()));
    }

    @Test
    void choleskyOfARectangle() {
        refused(
                () -> KERNELS.cholesky(Panel.zeros(3, 4), scratch, () -> {}),
                "a.rows() = 3, must equal a.columns() = 4");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
