package io.nadir.network.deep;

import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.model.Factors;

import java.util.Arrays;

/**
 * The weights of all subnetworks, or gradients in them, each block of each subnetwork a matrix of
 * its own, as layers want them. Memory is kept while the rank does not grow.
 */
final class SubnetworkWeights {
    private static final Panel NONE = Panel.zeros(0, 0);

    private final Subnetwork network;

    /** The panel of block k and subnetwork i. */
    private final Panel[][] panels;

    private int rank;

    SubnetworkWeights(Subnetwork network) {
        this.network = network;
        this.panels = new Panel[network.blocks()][0];
    }

    int rank() {
        return rank;
    }

    /** Weights of block k of subnetwork i; none for k = −1. */
    Panel get(int k, int i) {
        return k < 0 ? NONE : panels[k][i];
    }

    /** Makes room for that many subnetworks. */
    void setRank(int newRank) {
        rank = newRank;
        if (panels[0].length >= newRank) {
            return;
        }
        for (int k = 0; k < panels.length; k++) {
            int known = panels[k].length;
            panels[k] = Arrays.copyOf(panels[k], newRank);
            for (int i = known; i < newRank; i++) {
                panels[k][i] = Panel.zeros(network.weightRows(k), network.weightColumns(k));
            }
        }
    }

    void clear() {
        for (Panel[] block : panels) {
            for (int i = 0; i < rank; i++) {
                block[i].clear();
            }
        }
    }

    /** Takes over all columns of factors. */
    void load(Factors w) {
        setRank(w.rank());
        for (int k = 0; k < panels.length; k++) {
            double[] from = w.block(k).data();
            int stride = w.block(k).stride();
            for (int i = 0; i < rank; i++) {
                Panel to = panels[k][i];
                for (int a = 0, at = i; a < to.rows(); a++) {
                    for (int b = 0; b < to.columns(); b++, at += stride) {
                        to.data()[a * to.stride() + b] = from[at];
                    }
                }
            }
        }
    }

    /** Writes all columns of factors of that rank. */
    void store(Factors w) {
        for (int k = 0; k < panels.length; k++) {
            double[] to = w.block(k).data();
            int stride = w.block(k).stride();
            for (int i = 0; i < rank; i++) {
                Panel from = panels[k][i];
                for (int a = 0, at = i; a < from.rows(); a++) {
                    for (int b = 0; b < from.columns(); b++, at += stride) {
                        to[at] = from.data()[a * from.stride() + b];
                    }
                }
            }
        }
    }

    /** Adds others of the same rank. */
    void add(SubnetworkWeights others) {
        for (int k = 0; k < panels.length; k++) {
            for (int i = 0; i < rank; i++) {
                double[] from = others.panels[k][i].data();
                Kernels.get().axpy(1, from, 0, panels[k][i].data(), 0, from.length);
            }
        }
    }
}
