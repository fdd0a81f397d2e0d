package io.nadir.jmh;

import io.nadir.jmh.peers.Peer;

/**
 * What there is without a fused kernel: X = U·Vᵀ in memory, X − Y with the loss in a loop over both
 * arrays, then two products. Memory is allocated once.
 *
 * @param <M> the peer's matrix
 */
final class ComposedGradient<M> implements Gradient {
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
        double value = subtract(peer.elements(y), peer.elements(x));
        multiplyBoth(x);
        return value;
    }

    /**
     * x ← x − y; returns ½‖x − y‖². A loop that is compiled within a few calls, not our kernels:
     * peers are called too seldom here for those to warm up.
     */
    private static double subtract(double[] y, double[] x) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < x.length; i += 2) {
            double first = x[i] - y[i];
            double second = x[i + 1] - y[i + 1];
            x[i] = first;
            x[i + 1] = second;
            even += first * first;
            odd += second * second;
        }
        if (i < x.length) {
            x[i] -= y[i];
            even += x[i] * x[i];
        }
        return 0.5 * (even + odd);
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
