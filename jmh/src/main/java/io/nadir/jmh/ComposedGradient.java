package io.nadir.jmh;

import io.nadir.jmh.peers.Peer;
import io.nadir.model.Loss;
import io.nadir.model.SquaredLoss;

/**
 * What there is without a fused kernel: X = U·Vᵀ in memory, X − Y with the loss in a loop over both
 * arrays, then two products. Memory is allocated once.
 *
 * @param <M> the peer's matrix
 */
final class ComposedGradient<M> implements Gradient {
    private final Loss loss = new SquaredLoss();
    private final Peer<M> peer;
    private final M y;
    private final M u;
    private final M v;
    private final M x;
    private final M left;
    private final M right;

    ComposedGradient(Peer<M> peer, Inputs inputs) {
        int m = inputs.shape().rows();
        int n = inputs.shape().columns();
        int r = inputs.rank();
        this.peer = peer;
        y = peer.copyOf(m, n, inputs.y());
        u = peer.copyOf(m, r, inputs.u());
        v = peer.copyOf(n, r, inputs.v());
        x = peer.zeros(m, n);
        left = peer.zeros(m, r);
        right = peer.zeros(n, r);
    }

    @Override
    public void multiplyBoth() {
        multiplyBoth(y);
    }

    @Override
    public double residualGradient() {
        peer.multiplyTranspose(u, v, x);
        double[] elements = peer.elements(x);
        double value = loss.gradientInPlace(peer.elements(y), 0, elements, 0, elements.length);
        multiplyBoth(x);
        return value;
    }

    private void multiplyBoth(M matrix) {
        peer.multiply(matrix, v, left);
        peer.transposeMultiply(matrix, u, right);
    }

    @Override
    public double[] left() {
        return peer.toRowMajor(left);
    }

    @Override
    public double[] right() {
        return peer.toRowMajor(right);
    }
}
