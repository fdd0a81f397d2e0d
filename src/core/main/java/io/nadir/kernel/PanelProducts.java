package io.nadir.kernel;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

/**
 * Products of whole panels, with working memory that is kept from call to call. Not thread-safe:
 * one instance for each algorithm.
 */
public final class PanelProducts {
    private static final DenseKernels KERNELS = Kernels.get();

    private final Scratch scratch = new Scratch();

    /** Makes an instance that holds no memory yet. */
    public PanelProducts() {}

    /** The working memory, for other kernels of the same algorithm. */
    public Scratch scratch() {
        return scratch;
    }

    /** A·B, a new panel. */
    public Panel multiply(Panel a, Panel b) {
        Panel out = Panel.zeros(a.rows(), b.columns());
        KERNELS.multiplyAdd(a, 0, a.rows(), b, out, scratch);
        return out;
    }

    /** C ← A·B. */
    public void multiplyInto(Panel a, Panel b, Panel c) {
        c.clear();
        KERNELS.multiplyAdd(a, 0, a.rows(), b, c, scratch);
    }

    /** Aᵀ·B, a new panel. */
    public Panel transposeMultiply(Panel a, Panel b) {
        Panel out = Panel.zeros(a.columns(), b.columns());
        KERNELS.transposeMultiplyAdd(a, 0, a.rows(), b, out, scratch);
        return out;
    }

    /** C ← Aᵀ·B. */
    public void transposeMultiplyInto(Panel a, Panel b, Panel c) {
        c.clear();
        KERNELS.transposeMultiplyAdd(a, 0, a.rows(), b, c, scratch);
    }

    /** C ← C − A·B; B becomes −B. */
    public void subtractProduct(Panel a, Panel b, Panel c) {
        KERNELS.scale(-1, b.data(), 0, b.data().length);
        KERNELS.multiplyAdd(a, 0, a.rows(), b, c, scratch);
    }

    /** A ← A − Q·(Qᵀ·A), the components outside the column space of an orthonormal Q. */
    public void removeComponents(Panel q, Panel a) {
        subtractProduct(q, transposeMultiply(q, a), a);
    }

    /** An orthonormal basis of the column space of {@code a}, which is not changed. */
    public Panel orthonormalBasis(Panel a) {
        Panel q = Panels.copy(a);
        ThinQr.factor(q, this);
        ThinQr.dropZeroColumns(q);
        return q;
    }
}
