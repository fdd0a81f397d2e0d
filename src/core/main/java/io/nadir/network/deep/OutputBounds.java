package io.nadir.network.deep;

import io.nadir.kernel.Panels;
import io.nadir.model.Factors;

/** Bounds of the outputs of single subnetworks for samples of average size. Not thread-safe. */
final class OutputBounds {
    private final Subnetwork network;
    private final double sampleNorm;
    private final double[] norms;

    /** Takes samples and architecture. */
    OutputBounds(DeepNetwork data) {
        this.network = data.subnetwork();
        this.sampleNorm = data.inputs().frobenius() / Math.sqrt(data.inputs().rows());
        this.norms = new double[network.blocks()];
    }

    /** The square of the bound of a column's outputs for a w^k of norm 1. */
    double square(Factors w, int k, int column) {
        for (int l = 0; l < norms.length; l++) {
            norms[l] = l == k ? 1 : Panels.columnNorm(w.block(l), column);
        }
        double bound = network.bound(sampleNorm, norms);
        return bound * bound;
    }
}
