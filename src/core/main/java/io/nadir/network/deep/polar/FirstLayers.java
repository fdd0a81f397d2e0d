package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.Rounding;
import io.nadir.model.Factors;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.deep.layer.Bias;
import io.nadir.network.deep.layer.Convolution;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.MaxPool;
import io.nadir.network.deep.layer.Maxout;
import io.nadir.network.deep.layer.MeanPool;
import io.nadir.network.deep.layer.Rectifier;
import io.nadir.network.deep.layer.Signal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a subnetwork up to the weights behind the first rectifier, where these are shared
 * linear maps of windows of a sample: a fully connected layer or a convolution, perhaps with a bias
 * of degree 1, and means of pixels anywhere.
 *
 * <p>One channel with weights k has σ(x_np·k) at pixel p of sample n, where x_np is the window, and
 * the mean pools make Σ_p A_cp·σ(x_np·k) of it in cell c. So the weights behind it, one vector v_c
 * for each cell, and Z give Σ_n Σ_p σ(x_np·k)·Σ_c A_cp·z_nᵀv_c: the two-layer network with rows
 * x_np for samples and ⊕_c A_cp·z_n for dual. As with hidden units, channels k_o with Σ‖k_o‖² ≤ 1
 * and Σ‖v_o‖² ≤ 1 are worth no more than the best one.
 *
 * <p>A bias b_p − b_n is √2·κ times the weights (κ, −κ)/√2, so a further number √2 in each row. It
 * is a block of its own; ‖k‖^p + ‖b‖^p ≤ 1 implies ‖(k, κ)‖ ≤ 2^(½ − 1/p), see {@link #stretch}.
 */
final class FirstLayers {
    private final Subnetwork network;

    /** Index of the layer with weights. */
    private final int weighted;

    /** Index of the first rectifier, or of the layer that takes its place. */
    private final int rectifier;

    /** Index of the layer behind the rectifiers and the pools behind these. */
    private final int end;

    private final boolean hasBias;
    private final double slope;

    /** The pools behind the rectifiers. */
    private final List<Integer> pools;

    private final LayerSteps steps;

    private FirstLayers(
            Subnetwork network,
            int weighted,
            int rectifier,
            int end,
            boolean hasBias,
            double slope,
            List<Integer> pools) {
        this.network = network;
        this.weighted = weighted;
        this.rectifier = rectifier;
        this.end = end;
        this.hasBias = hasBias;
        this.slope = slope;
        this.pools = pools;
        this.steps = new LayerSteps(network);
    }

    /** Those of a subnetwork; null if its first layers are of other kinds. */
    static @Nullable FirstLayers of(Subnetwork network) {
        List<Layer> layers = network.layers();
        int at = skipPools(layers, 0, new ArrayList<>());
        int weighted = at;
        if (at == layers.size()
                || !(layers.get(at) instanceof FullyConnected
                        || layers.get(at) instanceof Convolution)) {
            return null;
        }
        at++;
        boolean hasBias = at < layers.size() && layers.get(at).equals(new Bias(1));
        at = skipPools(layers, hasBias ? at + 1 : at, new ArrayList<>());
        int rectifier = at;
        double slope = 1;
        while (at < layers.size() && layers.get(at) instanceof Rectifier leaky) {
            slope *= leaky.slope();
            at++;
        }
        List<Integer> pools = new ArrayList<>();
        int end = skipPools(layers, at, pools);
        return new FirstLayers(network, weighted, rectifier, end, hasBias, slope, pools);
    }

    private static int skipPools(List<Layer> layers, int from, List<Integer> pools) {
        int at = from;
        while (at < layers.size() && layers.get(at) instanceof MeanPool) {
            pools.add(at);
            at++;
        }
        return at;
    }

    /** The product of the slopes of the first rectifiers; 1 if there is none. */
    double slope() {
        return slope;
    }

    /** The layers behind these. */
    List<Layer> others() {
        return network.layers().subList(end, network.layers().size());
    }

    /** The number of blocks of weights. */
    int blocks() {
        return hasBias ? 2 : 1;
    }

    boolean hasBias() {
        return hasBias;
    }

    /** Whether the rows are the samples themselves, or with a constant behind. */
    boolean isOfWholeSamples() {
        return network.layers().get(weighted) instanceof FullyConnected && pools.isEmpty();
    }

    /** What (k, κ) may exceed 1 by if each block has its own norm, under p-th powers. */
    double stretch() {
        double p = network.degree();
        return hasBias && p > 2 ? Rounding.up(Math.pow(2, 0.5 - 1 / p) * (1 + 0x1p-50)) : 1;
    }

    /** The number of elements of {@link #rows}. */
    double size(int samples) {
        double columns = network.weightRows(0) + 1.0;
        return samples * columns * network.before(rectifier).pixels();
    }

    /** The number of elements of {@link #dual}. */
    double dualSize(int samples, int outputs) {
        double cells = network.before(end).pixels();
        return samples * cells * network.before(rectifier).pixels() * outputs;
    }

    /** A bound on the norm of what the first rectifier gets, for a sample and weights of norm 1. */
    double gain() {
        double norm = 1;
        for (int l = 0; l < rectifier; l++) {
            norm = network.layers().get(l).bound(network.before(l), norm, 1);
        }
        return norm;
    }

    /** Whether all layers from the rectifier on multiply norms, and the last is fully connected. */
    boolean isFollowedByNorms() {
        List<Layer> layers = network.layers().subList(rectifier, network.layers().size());
        return !hasBias
                && !layers.isEmpty()
                && layers.getLast() instanceof FullyConnected
                && layers.stream().allMatch(FirstLayers::multipliesNorms);
    }

    private static boolean multipliesNorms(Layer layer) {
        return layer instanceof FullyConnected
                || layer instanceof Convolution
                || layer instanceof Rectifier
                || layer instanceof MeanPool
                || layer instanceof MaxPool
                || layer instanceof Maxout;
    }

    /** Roundings that an element of {@link #rows} or {@link #dual} goes through, at most. */
    double roundings() {
        double count = hasBias ? 2 : 0;
        for (int l = 0; l < end; l++) {
            if (network.layers().get(l) instanceof MeanPool) {
                count += 2 * network.before(l).pixels() + 4.0;
            }
        }
        return count;
    }

    /**
     * The windows x_np, one a row, sample by sample.
     *
     * @param inputs S, N×d without padding
     */
    Panel rows(Panel inputs) {
        if (isOfWholeSamples() && !hasBias && weighted == 0) {
            return inputs;
        }
        LayerShape shape = network.before(weighted);
        Layer map = network.layers().get(weighted);
        int weights = map.weightRows(shape);
        int channels = map.weightColumns(shape);
        int pixels = network.before(rectifier).pixels();
        int columns = weights + (hasBias ? 1 : 0);
        Panel rows = Panel.zeros(inputs.rows() * pixels, columns);
        for (int from = 0; from < columns; from += channels) {
            int count = Math.min(channels, columns - from);
            Signal out = arguments(inputs, from, weights, channels);
            for (int i = 0; i < rows.rows(); i++) {
                for (int c = 0; c < count; c++) {
                    rows.set(i, from + c, out.data()[i * channels + c]);
                }
            }
        }
        return rows;
    }

    /** What the first rectifier gets if channel c has the weight {@code first + c} alone, 1. */
    private Signal arguments(Panel inputs, int first, int count, int channels) {
        int n = inputs.rows();
        Panel weights = Panel.zeros(count, channels);
        Panel bias = Panel.zeros(2, channels);
        for (int c = 0; c < channels; c++) {
            if (first + c < count) {
                weights.set(first + c, c, 1);
            } else if (first + c == count) {
                bias.set(0, c, Math.sqrt(2));
            }
        }
        Signal signal = steps.inputs(inputs);
        for (int l = 0; l < rectifier; l++) {
            Panel own =
                    l == weighted
                            ? weights
                            : l == weighted + 1 && hasBias ? bias : LayerSteps.NO_WEIGHTS;
            signal = steps.forward(l, signal, own, n);
        }
        return signal;
    }

    /**
     * ⊕_c A_cp·z_n, one row for each row of {@link #rows}; cell by cell.
     *
     * @param dual Z, N×q
     */
    Panel dual(Panel dual) {
        if (isOfWholeSamples()) {
            return dual;
        }
        Panel means = steps.means(rectifier, pools);
        int q = dual.columns();
        int cells = means.rows();
        int pixels = means.columns();
        Panel out = Panel.zeros(dual.rows() * pixels, cells * q);
        for (int i = 0; i < out.rows(); i++) {
            for (int c = 0; c < cells; c++) {
                double share = means.get(c, i % pixels);
                for (int j = 0; j < q && share != 0; j++) {
                    out.set(i, c * q + j, share * dual.get(i / pixels, j));
                }
            }
        }
        return out;
    }

    /**
     * Sets the weights of one channel or unit of the first layers.
     *
     * @param weights (k, κ)
     */
    void set(Factors w, int column, int unit, double[] weights, double scale) {
        int channels = network.weightColumns(0);
        int count = network.weightRows(0);
        for (int j = 0; j < count; j++) {
            w.block(0).set(j * channels + unit, column, scale * weights[j]);
        }
        if (hasBias) {
            double half = scale * weights[count] * Math.sqrt(0.5);
            w.block(1).set(unit, column, half);
            w.block(1).set(channels + unit, column, -half);
        }
    }
}
