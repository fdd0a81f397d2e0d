package io.nadir.model;

import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;

/** θ(w¹, …, w^K) = ½ Σ_k ‖w^k‖², for two blocks the variational form of the nuclear norm. */
public final class SquaredNorms implements Regularizer {
    /** Makes the regularizer; it has no parameters. */
    public SquaredNorms() {}

    @Override
    public String name() {
        return "squared-norms";
    }

    @Override
    public int degree() {
        return 2;
    }

    @Override
    public double value(Factors w, int column) {
        double sum = 0;
        for (int k = 0; k < w.order(); k++) {
            sum += columnSquare(w.block(k), column);
        }
        return 0.5 * sum;
    }

    @Override
    public void prox(Factors w, int k, double weight) {
        Panel block = w.block(k);
        Kernels.get().scale(1 / (1 + weight), block.data(), 0, block.data().length);
    }

    @Override
    public boolean isSmooth() {
        return true;
    }

    @Override
    public void addGradient(Factors w, double weight, Factors gradient) {
        gradient.add(weight, w);
    }

    private static double columnSquare(Panel block, int column) {
        double[] data = block.data();
        double sum = 0;
        for (int i = 0, at = column; i < block.rows(); i++, at += block.stride()) {
            sum += data[at] * data[at];
        }
        return sum;
    }
}
