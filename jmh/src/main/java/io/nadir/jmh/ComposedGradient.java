package io.nadir.jmh;

import io.nadir.jmh.peers.Peer;

/**
 * What there is without a fused kernel: X = U·Vᵀ in memory, X − Y with the loss in a loop over both
 * arrays, then two products; or, in the Gram form, products alone. Memory is allocated once.
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
    private final M gramU;
    private final M gramV;
    private final M ofU;
    private final M ofV;
    private final double halfSquare;

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
        gramU = peer.zeros(r, r);
        gramV = peer.zeros(r, r);
        ofU = peer.zeros(m, r);
        ofV = peer.zeros(n, r);
        halfSquare = inputs.halfSquare();
    }

    @Override
    public double residualGradient() {
        peer.multiplyTranspose(u, v, x);
        double value = subtract(peer.elements(y), peer.elements(x));
        products(x);
        return value;
    }

    /**
     * x ← x − y; returns ½‖x − y‖². A loop that is compiled within a few calls, not our kernels:
     * peers are called too seldom here for those to warm up.
     */
    static double subtract(double[] y, double[] x) {
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

    @Override
    public double gramGradient() {
        products(y);
        peer.transposeMultiply(u, u, gramU);
        peer.transposeMultiply(v, v, gramV);
        peer.multiply(u, gramV, ofU);
        peer.multiply(v, gramU, ofV);
        double square = inner(peer.elements(gramU), peer.elements(gramV));
        double pairing = subtractFrom(peer.elements(u), peer.elements(ofU), peer.elements(left));
        subtractFrom(peer.elements(v), peer.elements(ofV), peer.elements(right));
        return halfSquare + 0.5 * square - pairing;
    }

    private static double inner(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** c ← a − c; returns ⟨f, c⟩ with the former c. */
    private static double subtractFrom(double[] f, double[] a, double[] c) {
        double product = inner(f, c);
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] - c[i];
        }
        return product;
    }

    private void products(M matrix) {
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
