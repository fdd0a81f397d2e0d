package io.nadir.kernel;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Once warm, no kernel allocates: neither working memory nor boxes of vectors, which is how a tile
 * that the compiler gave up on shows.
 *
 * <p>Not among the tests that run at every width: one that the processor lacks is emulated with
 * boxes. The width that the JVM prefers is never emulated.
 */
@Tag("allocation")
class KernelAllocationTest {
    private final DenseKernels kernels = Kernels.get();
    private final Scratch scratch = new Scratch();
    private final Shapes shapes = new Shapes(1);
    private final Panel y = shapes.block(257, 530, 0);

    @Test
    void multiplyAdd() {
        Panel v = shapes.panel(530, 20);
        Panel t = Panel.zeros(257, 20);
        assertAllocatesNothing(() -> kernels.multiplyAdd(y, 0, 257, v, t.clear(), scratch));
    }

    @Test
    void transposeMultiplyAdd() {
        Panel u = shapes.panel(257, 20);
        Panel w = Panel.zeros(530, 20);
        assertAllocatesNothing(
                () -> kernels.transposeMultiplyAdd(y, 0, 257, u, w.clear(), scratch));
    }

    @Test
    void gramMultiply() {
        for (int columns : new int[] {1, 4, 8, 12, 24}) {
            Panel u = shapes.panel(257, 20);
            Panel b = shapes.panel(530, columns);
            Panel c = shapes.panel(20, columns);
            Panel t = Panel.zeros(257, columns);
            Panel w = Panel.zeros(530, columns);
            Panel s = Panel.zeros(20, columns);
            assertAllocatesNothing(() ->
                    kernels.gramMultiply(y, 0, 257, b, u, c, t, w.clear(), s.clear(), scratch));
        }
    }

    @Test
    void residualGradient() {
        residualGradient(new SquaredEntries(false));
    }

    @Test
    void residualGradientOfTheSquaredLoss() {
        residualGradient(new SquaredEntries(true));
    }

    private void residualGradient(ElementwiseLoss loss) {
        Panel u = shapes.panel(257, 20);
        Panel v = shapes.panel(530, 20);
        Panel gu = Panel.zeros(257, 20);
        Panel gv = Panel.zeros(530, 20);
        assertAllocatesNothing(() ->
                kernels.residualGradient(loss, y, 0, 257, u, v, v, u, gu, gv.clear(), scratch));
    }

    @Test
    void residualGradientOfNarrowData() {
        Panel narrow = shapes.block(257, 203, 0);
        Panel u = shapes.panel(257, 20);
        Panel v = shapes.panel(203, 20);
        Panel gu = Panel.zeros(257, 20);
        Panel gv = Panel.zeros(203, 20);
        ElementwiseLoss loss = new SquaredEntries(true);
        assertAllocatesNothing(() ->
                kernels.residualGradient(
                        loss, narrow, 0, 257, u, v, v, u, gu, gv.clear(), scratch));
    }

    @Test
    void rectifiers() {
        double[] x = shapes.panel(257, 20).data();
        double[] g = new double[x.length];
        assertAllocatesNothing(() -> {
            kernels.rectify(0.1, x, g, x.length);
            kernels.rectifyAdjoint(0.1, x, g, g, x.length);
        });
    }

    @Test
    void residualGramMultiply() {
        Panel u = shapes.panel(257, 20);
        Panel v = shapes.panel(530, 20);
        Panel b = shapes.panel(530, 8);
        Panel t = Panel.zeros(257, 8);
        Panel w = Panel.zeros(530, 8);
        ElementwiseLoss loss = new SquaredEntries(false);
        assertAllocatesNothing(() ->
                kernels.residualGramMultiply(loss, y, 0, 257, u, v, b, t, w.clear(), scratch));
    }

    @Test
    void gramAndCholesky() {
        Panel gram = Panel.zeros(530, 530);
        assertAllocatesNothing(() -> {
            kernels.gramLower(y, 0, 257, gram.clear(), scratch);
            for (int i = 0; i < 530; i++) {
                gram.set(i, i, gram.get(i, i) + 1e4);
            }
            kernels.cholesky(gram, scratch, KernelAllocationTest::carryOn);
        });
    }

    @Test
    void gramOfFloats() {
        FloatPanels rows = shapes.floatPanels(kernels, y);
        FloatSquare gram = FloatSquare.zeros(530);
        assertAllocatesNothing(() -> kernels.gramLower(rows, 257, gram, scratch));
    }

    @Test
    void substitutionOfFloats() {
        Panel l = Panel.zeros(128, 128);
        for (int i = 0; i < 128; i++) {
            l.set(i, i, 1);
        }
        FloatPanels x = kernels.floatPanels(128, 530);
        int panels = Math.ceilDiv(530, x.width());
        assertAllocatesNothing(() -> kernels.solveLower(l, x, 0, panels, scratch));
    }

    private static void assertAllocatesNothing(Runnable call) {
        Allocation.assertNoneWhenWarm("a kernel", call);
    }

    private static void carryOn() {}
}
