package io.nadir.network.deep;

import io.nadir.array.Panel;
import io.nadir.kernel.Strided;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Rectifier;

import java.util.Arrays;
import java.util.Objects;

/**
 * The path norm of a subnetwork of fully connected layers with rectifiers between them: the 1-norm
 * or 2-norm of the products of weights along all paths from an input to an output (Neyshabur,
 * Salakhutdinov &amp; Srebro, NIPS 2015; Haeffele &amp; Vidal 2017, section 7). It has degree 1 in
 * each block and degree K in all.
 *
 * <p>While the other blocks are fixed, it is a weighted norm (Σ c_j·|w_j|^q)^(1/q) of block k,
 * which has an exact proximal map. The weight c_j of an element is the path norm up to its start
 * times the path norm from its end; a sweep over the blocks computes all of them and allocates as
 * many numbers as a layer has outputs.
 */
public final class PathNorm implements Regularizer {
    /**
     * Weights on paths with smaller costs are treated as weights on no path, so that no square
     * overflows.
     */
    static final double NEGLIGIBLE = 1e-150;

    private final Subnetwork network;
    private final int order;
    private final PathSums sums;

    /**
     * Creates the regularizer.
     *
     * @param network the subnetwork
     * @param order q, 1 or 2
     * @throws IllegalArgumentException if {@code order} is neither, or the subnetwork has layers of
     *     other kinds
     */
    public PathNorm(Subnetwork network, int order) {
        Objects.requireNonNull(network, "network");

        if (order != 1 && order != 2) {
            throw new IllegalArgumentException("order = " + order + ", allowed are 1 and 2");
        }
        for (Layer layer : network.layers()) {
            if (!(layer instanceof FullyConnected || layer instanceof Rectifier)) {
                throw new IllegalArgumentException(
                        "layer = "
                                + layer.name()
                                + ", allowed for a path norm are linear, relu and leaky-relu");
            }
        }
        this.network = network;
        this.order = order;
        this.sums = new PathSums(network, order);
    }

    /** Returns the subnetwork. */
    public Subnetwork network() {
        return network;
    }

    /** Returns q. */
    public int order() {
        return order;
    }

    /**
     * Returns the number of paths from one input to one output: the product of the numbers of
     * hidden units.
     */
    public double hiddenPaths() {
        double paths = 1;
        for (int k = 1; k < network.blocks(); k++) {
            paths *= network.weightRows(k);
        }
        return paths;
    }

    @Override
    public String name() {
        return "path-norm:" + order;
    }

    @Override
    public int degree() {
        return network.blocks();
    }

    @Override
    public double value(Factors w, int column) {
        Objects.requireNonNull(w, "w");

        double sum = 0;
        for (double part : sums.before(w, column, network.blocks())) {
            sum += part;
        }
        return order == 1 ? sum : Math.sqrt(sum);
    }

    @Override
    public double price(Factors w, int k, int column) {
        Objects.requireNonNull(w, "w");

        return 1;
    }

    /**
     * Not supported, because the norm of a block depends on the other blocks.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        throw new UnsupportedOperationException(name());
    }

    @Override
    public void prox(Factors w, int k, double weight) {
        Objects.requireNonNull(w, "w");

        Panel block = w.block(k);
        for (int i = 0; i < w.rank(); i++) {
            double[] costs = sums.costs(w, k, i);
            double length = order == 1 ? 0 : WeightedNorm.length(block, i, costs, weight);
            for (int j = 0, at = i; j < costs.length; j++, at += block.stride()) {
                double x = block.data()[at];
                if (order == 1) {
                    double size = Math.max(0, Math.abs(x) - weight * costs[j]);
                    block.data()[at] = Math.copySign(size, x);
                } else if (costs[j] > NEGLIGIBLE) {
                    block.data()[at] = x * (length / (length + weight * costs[j]));
                }
            }
        }
    }

    /**
     * Replaces block k of a column of {@code z} by the w with θ(w) ≤ 1 that maximizes its inner
     * product with it, where the other blocks are those of {@code w}; by 0 if only weights on no
     * path contribute.
     *
     * @return the maximum
     */
    public double polarize(Factors w, int k, int column, Panel z) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(z, "z");

        double[] costs = sums.costs(w, k, column);
        double[] x = new double[costs.length];
        double dual = 0;
        int best = 0;
        for (int j = 0; j < x.length; j++) {
            double g = z.get(j, column);
            // Weights on no path do not influence φ: their derivatives are 0 up to rounding.
            double ratio = costs[j] > NEGLIGIBLE ? g / costs[j] : 0;
            best = Math.abs(ratio) > Math.abs(x[best]) ? j : best;
            x[j] = ratio;
            dual += order == 2 ? ratio * g : 0;
        }
        if (order == 1) {
            double element = Math.signum(x[best]) / Math.max(costs[best], Double.MIN_NORMAL);
            dual = Math.abs(x[best]);
            Arrays.fill(x, 0);
            x[best] = element;
        } else {
            dual = Math.sqrt(dual);
            Strided.scale(dual > 0 ? 1 / dual : 0, x, 0, 1, x.length);
        }
        for (int j = 0; j < x.length; j++) {
            z.set(j, column, x[j]);
        }
        return dual;
    }

    @Override
    public boolean hasGauges() {
        return false;
    }

    @Override
    public Gauge gauge(int k) {
        throw new UnsupportedOperationException(name());
    }

    /**
     * Checks that the weights belong to this subnetwork; all such weights are feasible.
     *
     * @throws IllegalArgumentException if they belong to another
     */
    @Override
    public void requireFeasible(Factors w) {
        Objects.requireNonNull(w, "w");

        if (!w.dimensions().equals(network.dimensions())) {
            throw new IllegalArgumentException(
                    "factors have "
                            + w.dimensions()
                            + " rows, allowed for this path norm are "
                            + network.dimensions());
        }
    }

    /** Makes the Euclidean norms of the blocks of a column equal, if none of them is 0. */
    @Override
    public void balance(Factors w) {
        Objects.requireNonNull(w, "w");

        for (int i = 0; i < w.rank(); i++) {
            double logarithms = 0;
            for (Panel block : w.blocks()) {
                logarithms += Math.log(norm(block, i));
            }
            if (!Double.isFinite(logarithms)) {
                continue;
            }
            double mean = Math.exp(logarithms / w.order());
            for (Panel block : w.blocks()) {
                double ratio = mean / norm(block, i);
                Strided.scale(ratio, block.data(), i, block.stride(), block.rows());
            }
        }
    }

    private static double norm(Panel block, int i) {
        return Math.sqrt(Strided.sumOfSquares(block.data(), i, block.stride(), block.rows()));
    }

    @Override
    public String toString() {
        return name();
    }
}
