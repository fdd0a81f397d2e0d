package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;

/** The fused kernel, one pass over Y, and the Gram form, two. */
final class NadirGradient implements Gradient {
    private final DenseKernels kernels = Kernels.get();
    private final Loss loss = new SquaredLoss();
    private final Scratch scratch = new Scratch();
    private final int m;
    private final Panel y;
    private final Panel u;
    private final Panel v;
    private final Panel left;
    private final Panel right;
    private final Panel gramU;
    private final Panel gramV;
    private final double halfSquare;

    NadirGradient(Inputs inputs) {
        m = inputs.shape().rows();
        int n = inputs.shape().columns();
        y = Panel.wrap(inputs.y(), m, n, 0);
        u = PanelArrays.padded(m, inputs.rank(), inputs.u());
        v = PanelArrays.padded(n, inputs.rank(), inputs.v());
        left = Panel.zeros(m, inputs.rank());
        right = Panel.zeros(n, inputs.rank());
        gramU = Panel.zeros(inputs.rank(), inputs.rank());
        gramV = Panel.zeros(inputs.rank(), inputs.rank());
        halfSquare = inputs.halfSquare();
    }

    @Override
    public double residualGradient() {
        right.clear();
        return kernels.residualGradient(loss, y, 0, m, u, v, v, u, left, right, scratch);
    }

    @Override
    public double gramGradient() {
        kernels.multiplyAdd(y, 0, m, v, left.clear(), scratch);
        kernels.transposeMultiplyAdd(y, 0, m, u, right.clear(), scratch);
        kernels.transposeMultiplyAdd(u, 0, m, u, gramU.clear(), scratch);
        kernels.transposeMultiplyAdd(v, 0, v.rows(), v, gramV.clear(), scratch);
        double fit = 0.5 * Panels.inner(gramU, gramV) - Panels.inner(u, left);
        subtractFrom(u, gramV, left);
        subtractFrom(v, gramU, right);
        return halfSquare + fit;
    }

    /** C ← A·B − C. */
    private void subtractFrom(Panel a, Panel b, Panel c) {
        kernels.scale(-1, c.data(), 0, c.data().length);
        kernels.multiplyAdd(a, 0, a.rows(), b, c, scratch);
    }

    @Override
    public double[] left() {
        return PanelArrays.toRowMajor(left);
    }

    @Override
    public double[] right() {
        return PanelArrays.toRowMajor(right);
    }
}
