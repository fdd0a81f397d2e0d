package io.nadir.jmh.peers;

/**
 * The dense products of one library, called as its documentation recommends, on one thread.
 *
 * @param <M> the library's matrix
 */
public interface Peer<M> {
    /** Library, version and the implementation that it chose here. */
    String describe();

    /** A matrix of zeros. */
    M zeros(int rows, int columns);

    /** A matrix in the library's own layout, copied from a row-major array. */
    M copyOf(int rows, int columns, double[] rowMajor);

    /** The elements as a new row-major array. */
    double[] toRowMajor(M a);

    /** The storage, shared: one element after the other, in the same order for equal shapes. */
    double[] elements(M a);

    /** C = A·B. */
    void multiply(M a, M b, M c);

    /** C = Aᵀ·B. */
    void transposeMultiply(M a, M b, M c);

    /** C = A·Bᵀ. */
    void multiplyTranspose(M a, M b, M c);
}
