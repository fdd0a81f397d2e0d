package io.nadir.model;

import io.nadir.kernel.Panel;

/**
 * θ(u, v) = g₁(u)·g₂(v): the nuclear norm for two Euclidean norms, projective tensor norms for
 * others, sparse dictionaries for ‖u‖₂(‖v‖₂ + γ‖v‖₁), with sign constraints for gauges that have
 * them.
 *
 * <p>A column with one zero block has θ = 0 whatever the other block is, and stays at zero under
 * descent.
 *
 * @param left g₁
 * @param right g₂
 */
public record GaugeProduct(Gauge left, Gauge right) implements Regularizer {
    @Override
    public String name() {
        return "product:" + left.name() + "," + right.name();
    }

    @Override
    public int degree() {
        return 2;
    }

    @Override
    public double value(Factors w, int column) {
        double u = size(w, 0, column);
        double v = size(w, 1, column);
        // Not the product: a constraint holds beside a zero partner too.
        return Double.isFinite(u) && Double.isFinite(v) ? u * v : Double.POSITIVE_INFINITY;
    }

    @Override
    public double price(Factors w, int k, int column) {
        return size(w, 1 - k, column);
    }

    @Override
    public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
        gauge(k).prox(weight, x, offset, stride, length);
    }

    @Override
    public Gauge gauge(int k) {
        return k == 0 ? left : right;
    }

    /** Makes g₁(u_i) = g₂(v_i); a column with a zero block becomes zero. */
    @Override
    public void balance(Factors w) {
        for (int i = 0; i < w.rank(); i++) {
            double u = size(w, 0, i);
            double v = size(w, 1, i);
            double ratio = u > 0 && v > 0 ? Math.sqrt(v / u) : 0;
            scale(w.block(0), i, ratio);
            scale(w.block(1), i, ratio > 0 ? 1 / ratio : 0);
        }
    }

    private double size(Factors w, int k, int column) {
        Panel block = w.block(k);
        return gauge(k).value(block.data(), column, block.stride(), block.rows());
    }

    private static void scale(Panel block, int column, double factor) {
        Strided.scale(factor, block.data(), column, block.stride(), block.rows());
    }
}
