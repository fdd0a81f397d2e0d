package io.nadir.jmh;

import java.util.Arrays;

/**
 * The textbook's composition (Kolda &amp; Bader 2009, section 3.4): the residual in memory, for
 * each mode its unfolding times the Khatri–Rao product of all other blocks. The unfoldings along
 * the first and the last mode are what lies in memory, the others are copied.
 */
final class MatricizedTensor extends JblasTensor {
    private final double[] unfolding;
    private final double[] khatriRao;

    MatricizedTensor(TensorInputs inputs) {
        super(inputs);
        unfolding = new double[y.length];
        khatriRao = new double[y.length / Arrays.stream(shape).min().orElseThrow() * r];
    }

    @Override
    public double evaluate() {
        formKhatriRao(0, shape.length, 0, khatriRao);
        jblas.gemm('N', 'T', others(0), shape[0], r, khatriRao, blocks[0], residual);
        double value = ComposedGradient.subtract(y, residual);
        multiplyUnfolding(0);
        for (int k = 1; k < shape.length; k++) {
            formKhatriRao(0, shape.length, k, khatriRao);
            multiplyUnfolding(k);
        }
        return value;
    }

    private void multiplyUnfolding(int k) {
        int d = shape[k];
        if (k == shape.length - 1) {
            jblas.gemm('N', 'N', d, r, others(k), residual, khatriRao, gradients[k]);
        } else {
            double[] unfolded = k == 0 ? residual : unfold(k);
            jblas.gemm('T', 'N', d, r, others(k), unfolded, khatriRao, gradients[k]);
        }
    }

    /** The residual with index k slowest. */
    private double[] unfold(int k) {
        int d = shape[k];
        int outer = size(0, k);
        int inner = size(k + 1, shape.length);
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < d; i++) {
                int from = (o * d + i) * inner;
                System.arraycopy(residual, from, unfolding, (i * outer + o) * inner, inner);
            }
        }
        return unfolding;
    }

    private int others(int k) {
        return y.length / shape[k];
    }
}
