package io.nadir.kernel;

/**
 * Products of large matrices by a library of this machine, which is worth the copies to its memory
 * and back where no side is below some 256.
 *
 * <p>Thread-safe. The last bits of a result depend on the library and on its number of threads.
 */
public interface MatrixProducts {

    /**
     * C += op(A)·B, where op(A) is A or Aᵀ. 2·p·q·r operations for a p × q matrix op(A) and r
     * columns of B. Numbers are not checked: a NaN gives NaN.
     *
     * @param a A, p × q, or q × p if it is transposed; not changed
     * @param transposed whether op(A) is Aᵀ
     * @param b B, q × r; not changed
     * @param c C, p × r, whose array is neither A's nor B's
     * @throws IllegalArgumentException if the shapes do not fit
     */
    void multiplyAdd(MatrixView a, boolean transposed, MatrixView b, MatrixView c);
}
