package io.nadir.jmh;

/**
 * The composition with the fewest operations: a Khatri–Rao product U, m×r, of the first blocks and
 * V, n×r, of the last; X = U·Vᵀ and the residual G in memory; then G·V and Gᵀ·U, from which loops
 * that cost little sum up the gradients (as in Phan, Tichavský &amp; Cichocki 2013).
 */
final class SplitTensor extends JblasTensor {
    private final int split;
    private final int m;
    private final int n;
    private final double[] u;
    private final double[] v;
    private final double[] ofU;
    private final double[] ofV;
    private final double[] others;

    SplitTensor(TensorInputs inputs) {
        super(inputs);
        split = smallestSplit();
        m = size(0, split);
        n = size(split, shape.length);
        u = new double[m * r];
        v = new double[n * r];
        ofU = new double[m * r];
        ofV = new double[n * r];
        others = new double[Math.max(m, n) * r];
    }

    @Override
    public double evaluate() {
        formKhatriRao(0, split, NONE, u);
        formKhatriRao(split, shape.length, NONE, v);
        jblas.gemm('N', 'T', n, m, r, v, u, residual);
        double value = ComposedGradient.subtract(y, residual);
        jblas.gemm('T', 'N', m, r, n, residual, v, ofU);
        jblas.gemm('N', 'N', n, r, m, residual, u, ofV);
        contract(0, split, ofU);
        contract(split, shape.length, ofV);
        return value;
    }

    /** That of the smallest Khatri–Rao products. */
    private int smallestSplit() {
        int best = 1;
        for (int s = 2; s < shape.length; s++) {
            if (rows(s) < rows(best)) {
                best = s;
            }
        }
        return best;
    }

    private int rows(int s) {
        return size(0, s) + size(s, shape.length);
    }

    /** The gradients of the blocks in a range, from that in their Khatri–Rao product. */
    private void contract(int from, int to, double[] product) {
        for (int k = from; k < to; k++) {
            formKhatriRao(from, to, k, others);
            int inner = size(k + 1, to);
            int outer = size(from, k);
            for (int c = 0; c < r; c++) {
                for (int i = 0; i < shape[k]; i++) {
                    double sum = 0;
                    for (int o = 0; o < outer; o++) {
                        int run = ((c * outer + o) * shape[k] + i) * inner;
                        sum += inner(product, run, others, (c * outer + o) * inner, inner);
                    }
                    gradients[k][c * shape[k] + i] = sum;
                }
            }
        }
    }

    private static double inner(double[] a, int atA, double[] b, int atB, int length) {
        double sum = 0;
        for (int j = 0; j < length; j++) {
            sum += a[atA + j] * b[atB + j];
        }
        return sum;
    }
}
