package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;

/** The one-pass kernel, with what the caller completes: C = Vᵀ·B before, W − V·S after. */
final class NadirGram implements Gram {
    private final DenseKernels kernels = Kernels.get();
    private final PanelProducts products = new PanelProducts();
    private final Scratch scratch = new Scratch();
    private final int m;
    private final int n;
    private final Panel y;
    private final Panel u;
    private final Panel v;
    private final Panel b;
    private final Panel c;
    private final Panel s;
    private final Panel t;
    private final Panel w;

    NadirGram(Inputs inputs) {
        int r = inputs.rank();
        int block = inputs.block();
        m = inputs.shape().rows();
        n = inputs.shape().columns();
        y = Panel.wrap(inputs.y(), m, n, 0);
        u = PanelArrays.padded(m, r, inputs.u());
        v = PanelArrays.padded(n, r, inputs.v());
        b = PanelArrays.padded(n, block, inputs.b());
        c = Panel.zeros(r, block);
        s = Panel.zeros(r, block);
        t = Panel.zeros(m, block);
        w = Panel.zeros(n, block);
    }

    @Override
    public void multiply() {
        kernels.transposeMultiplyAdd(v, 0, n, b, c.clear(), scratch);
        kernels.gramMultiply(y, 0, m, b, u, c, t, w.clear(), s.clear(), scratch);
        products.subtractProduct(v, s, w);
    }

    @Override
    public double[] image() {
        return PanelArrays.toRowMajor(t);
    }

    @Override
    public double[] result() {
        return PanelArrays.toRowMajor(w);
    }
}
