package io.nadir.jmh;

import io.nadir.jmh.peers.Peer;

/**
 * The two-pass composition, the residual implicit: T = Y·B − U·(Vᵀ·B), W = Yᵀ·T − V·(Uᵀ·T). With
 * one column in B the products are those with a vector (gemv).
 *
 * @param <M> the peer's matrix
 */
final class ComposedGram<M> implements Gram {
    private final Peer<M> peer;
    private final boolean factored;
    private final M y;
    private final M u;
    private final M v;
    private final M b;
    private final M small;
    private final M ofU;
    private final M ofV;
    private final M t;
    private final M w;

    ComposedGram(Peer<M> peer, Inputs inputs) {
        int m = inputs.shape().rows();
        int n = inputs.shape().columns();
        int r = Math.max(1, inputs.rank()); // Some peers have no empty matrices.
        int block = inputs.block();
        this.peer = peer;
        factored = inputs.rank() > 0;
        y = peer.copyOf(m, n, inputs.y());
        u = factored ? peer.copyOf(m, r, inputs.u()) : peer.zeros(m, r);
        v = factored ? peer.copyOf(n, r, inputs.v()) : peer.zeros(n, r);
        b = peer.copyOf(n, block, inputs.b());
        small = peer.zeros(r, block);
        ofU = peer.zeros(m, block);
        ofV = peer.zeros(n, block);
        t = peer.zeros(m, block);
        w = peer.zeros(n, block);
    }

    @Override
    public void multiply() {
        peer.multiply(y, b, t);
        subtractLowRank(u, v, b, ofU, t);
        peer.transposeMultiply(y, t, w);
        subtractLowRank(v, u, t, ofV, w);
    }

    /** {@code from} −= left·(rightᵀ·x), through {@code product}. */
    private void subtractLowRank(M left, M right, M x, M product, M from) {
        if (!factored) {
            return;
        }
        peer.transposeMultiply(right, x, small);
        peer.multiply(left, small, product);
        double[] minuend = peer.elements(from);
        double[] subtrahend = peer.elements(product);
        for (int i = 0; i < minuend.length; i++) {
            minuend[i] -= subtrahend[i];
        }
    }

    @Override
    public double[] image() {
        return peer.toRowMajor(t);
    }

    @Override
    public double[] result() {
        return peer.toRowMajor(w);
    }
}
