package io.nadir.jmh;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.kernel.Scratch;
import io.nadir.model.Loss;
import io.nadir.model.SquaredLoss;

/** The fused kernels, each one pass over Y. */
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

    NadirGradient(Inputs inputs) {
        m = inputs.shape().rows();
        int n = inputs.shape().columns();
        y = Panel.wrap(inputs.y(), m, n, 0);
        u = PanelArrays.padded(m, inputs.rank(), inputs.u());
        v = PanelArrays.padded(n, inputs.rank(), inputs.v());
        left = Panel.zeros(m, inputs.rank());
        right = Panel.zeros(n, inputs.rank());
    }

    @Override
    public void multiplyBoth() {
        right.clear();
        kernels.multiplyBoth(y, 0, m, v, u, left, right, scratch);
    }

    @Override
    public double residualGradient() {
        right.clear();
        return kernels.residualGradient(loss, y, 0, m, u, v, v, u, left, right, scratch);
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
