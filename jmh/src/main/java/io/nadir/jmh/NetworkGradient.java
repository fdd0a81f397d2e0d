package io.nadir.jmh;

/** The squared loss of parallel networks with its gradients in all weights. */
interface NetworkGradient {
    /** Loss and gradients. */
    double evaluate();

    /** The gradient of the last evaluation in layer k of network i, row-major. */
    double[] gradient(int k, int i);
}
