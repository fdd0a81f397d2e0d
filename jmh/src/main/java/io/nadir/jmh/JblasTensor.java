package io.nadir.jmh;

import io.nadir.jmh.peers.Jblas;

/**
 * What compositions of JBLAS products share. A tensor whose last index runs fastest is, for every
 * split of its modes, the column-major matrix (last modes)×(first modes) as it lies in memory.
 */
abstract class JblasTensor implements TensorGradient {
    /** Of {@link #formKhatriRao}: no block is left out. */
    static final int NONE = -1;

    final Jblas jblas = new Jblas();
    final int[] shape;
    final int r;
    final double[] y;

    /** Column-major, as are the gradients. */
    final double[][] blocks;

    final double[][] gradients;
    final double[] residual;

    JblasTensor(TensorInputs inputs) {
        shape = inputs.shape();
        r = inputs.rank();
        y = inputs.y();
        blocks = new double[shape.length][];
        gradients = new double[shape.length][];
        for (int k = 0; k < shape.length; k++) {
            blocks[k] = transposed(inputs.blocks()[k], shape[k], r);
            gradients[k] = new double[shape[k] * r];
        }
        residual = new double[y.length];
    }

    @Override
    public final double[] gradient(int k) {
        return transposed(gradients[k], r, shape[k]);
    }

    /** d_from⋯d_{to−1}. */
    final int size(int from, int to) {
        int size = 1;
        for (int k = from; k < to; k++) {
            size *= shape[k];
        }
        return size;
    }

    /** Column c: the Kronecker product of the columns c of the blocks in a range, but one. */
    final void formKhatriRao(int from, int to, int leftOut, double[] out) {
        int at = 0;
        for (int c = 0; c < r; c++) {
            int length = 1;
            out[at] = 1;
            for (int k = from; k < to; k++) {
                if (k != leftOut) {
                    expand(out, at, length, blocks[k], c * shape[k], shape[k]);
                    length *= shape[k];
                }
            }
            at += length;
        }
    }

    /** The elements from {@code at}, each times all of a column, in place: from the end. */
    private static void expand(
            double[] out, int at, int length, double[] block, int column, int d) {
        for (int j = length - 1; j >= 0; j--) {
            double x = out[at + j];
            for (int i = d - 1; i >= 0; i--) {
                out[at + j * d + i] = x * block[column + i];
            }
        }
    }

    private static double[] transposed(double[] a, int rows, int columns) {
        double[] out = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = a[i * columns + j];
            }
        }
        return out;
    }
}
