package io.nadir.network.deep;

import io.nadir.array.Panel;
import io.nadir.model.Factors;

import java.util.Arrays;

/**
 * Sums over the paths of a subnetwork of fully connected layers: of the q-th powers of products of
 * weights, for q = 1 or 2.
 */
final class PathSums {
    private final Subnetwork network;
    private final int order;

    /** Takes the subnetwork and q. */
    PathSums(Subnetwork network, int order) {
        this.network = network;
        this.order = order;
    }

    /** The weight c_j of each element of block k. */
    double[] costs(Factors w, int k, int column) {
        double[] before = before(w, column, k);
        double[] after = after(w, column, k);
        double[] costs = new double[before.length * after.length];
        for (int p = 0, at = 0; p < before.length; p++) {
            for (int o = 0; o < after.length; o++, at++) {
                costs[at] = before[p] * after[o];
            }
        }
        return costs;
    }

    /** Σ |product|^q over the paths from all inputs to each input of block k. */
    double[] before(Factors w, int column, int k) {
        double[] sums = new double[network.weightRows(0)];
        Arrays.fill(sums, 1);
        for (int l = 0; l < k; l++) {
            double[] next = new double[network.weightColumns(l)];
            Panel block = w.block(l);
            for (int p = 0, at = column; p < sums.length; p++) {
                for (int o = 0; o < next.length; o++, at += block.stride()) {
                    next[o] += sums[p] * size(block.data()[at]);
                }
            }
            sums = next;
        }
        return sums;
    }

    /** Σ |product|^q over the paths from each output of block k to all outputs. */
    private double[] after(Factors w, int column, int k) {
        double[] sums = new double[network.weightColumns(network.blocks() - 1)];
        Arrays.fill(sums, 1);
        for (int l = network.blocks() - 1; l > k; l--) {
            double[] next = new double[network.weightRows(l)];
            Panel block = w.block(l);
            for (int p = 0, at = column; p < next.length; p++) {
                for (int o = 0; o < sums.length; o++, at += block.stride()) {
                    next[p] += sums[o] * size(block.data()[at]);
                }
            }
            sums = next;
        }
        return sums;
    }

    private double size(double weight) {
        return order == 1 ? Math.abs(weight) : weight * weight;
    }
}
