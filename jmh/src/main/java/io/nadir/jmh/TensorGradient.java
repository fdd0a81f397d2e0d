package io.nadir.jmh;

/** The squared loss of a sum of outer products with its gradients in all blocks. */
interface TensorGradient {
    /** Loss and gradients. */
    double evaluate();

    /** The gradient of the last evaluation in block k, d_k×r row-major, a new array. */
    double[] gradient(int k);
}
