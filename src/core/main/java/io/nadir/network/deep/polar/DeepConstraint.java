package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;
import io.nadir.network.deep.DeepMap;
import io.nadir.network.deep.PathNorm;
import io.nadir.network.deep.Subnetwork;

import java.util.List;
import java.util.Objects;

/**
 * The weights over which the polar of a deep network is the maximum, θ(w) ≤ 1, as three kinds of
 * regularizers have it: path norms; means of p-th powers of norms, with a map of any degrees; and
 * others made of gauges, with a map of degree 1 in each block, where the rescaling that leaves φ as
 * it is makes it g_k(w^k) ≤ 1.
 */
public final class DeepConstraint {
    private final Subnetwork network;
    private final Regularizer theta;
    private final double[] radii;
    private final double factor;

    /**
     * Takes the pair.
     *
     * @throws IllegalArgumentException if the bounds that are known do not hold for it
     */
    DeepConstraint(DeepMap map, Regularizer theta) {
        requirePair(map, theta);
        this.network = map.data().subnetwork();
        this.theta = theta;
        this.radii = new double[network.blocks()];
        double product = 1;
        List<Double> degrees = network.blockDegrees();
        double p = network.degree();
        for (int k = 0; k < radii.length; k++) {
            radii[k] = 1;
            if (isPowers() && degrees == null) {
                radii[k] = Math.pow(p, 1 / p);
            } else if (isPowers()) {
                // At the maximum ‖w^k‖^p = p_k.
                double degree = Objects.requireNonNull(degrees).get(k);
                product *= degree > 0 ? Math.pow(degree, degree / p) : 1;
            } else if (!isPath()) {
                radii[k] = 1 / theta.gauge(k).lowerConstant();
            }
        }
        this.factor = product;
    }

    /**
     * Throws unless θ is of one of the three kinds.
     *
     * @throws IllegalArgumentException naming the regularizer
     */
    public static void requirePair(DeepMap map, Regularizer theta) {
        List<Double> degrees = map.blockDegrees();
        boolean linear = degrees != null && degrees.stream().allMatch(p -> p == 1);
        boolean known =
                theta instanceof PathNorm path
                        ? path.network().equals(map.data().subnetwork())
                        : theta.hasGauges() && (linear || isPowers(theta));
        if (!known) {
            throw new IllegalArgumentException(
                    "regularizer = "
                            + theta.name()
                            + ", allowed for the subnetwork "
                            + map.data().subnetwork()
                            + " are norm-powers:"
                            + map.degree()
                            + (linear ? ", products of norms and path norms of it" : "")
                            + ": phi has degrees "
                            + degrees
                            + " in its blocks");
        }
    }

    /** A bound on ‖φ(w)‖₂ of a sample over θ(w) ≤ 1. */
    double outputBound(double sampleNorm) {
        if (theta instanceof PathNorm path) {
            // Of order 1: |x|₂ ≤ |x|₁ ≤ |s|_∞·θ. Of order 2: Cauchy and Schwarz over the paths.
            return path.order() == 1 ? sampleNorm : Math.sqrt(path.hiddenPaths()) * sampleNorm;
        }
        return factor * network.bound(sampleNorm, radii);
    }

    /** Whether {@link #outputBound} is a product of bounds of the blocks and the sample. */
    boolean isEuclidean() {
        return !isPath() && (isPowers() ? network.blockDegrees() != null : true);
    }

    /**
     * Returns whether θ(w) ≤ 1 is equivalent to ‖w^k‖₂ ≤ 1 for all k, up to rescaling; the first
     * block and that of a bias may count as one, see {@link FirstLayers#stretch}.
     */
    boolean isBallProduct(FirstLayers first) {
        boolean ball = isEuclidean() && factor == 1;
        if (first.hasBias()) {
            // The others have degree 1 each, as the two have together.
            ball = isPowers() && network.degree() == radii.length - 1;
        }
        for (int k = 0; ball && k < radii.length; k++) {
            ball = theta.gauge(k).isEuclidean();
        }
        return ball;
    }

    /**
     * A column of gradients ← the maximizer of its inner product with the blocks, each for itself.
     *
     * @param w where the gradients are from
     */
    void polarize(Factors w, Factors gradient, int column) {
        double p = network.degree();
        double powers = 0;
        double[] duals = new double[w.order()];
        for (int k = 0; k < w.order(); k++) {
            Panel block = gradient.block(k);
            duals[k] =
                    theta instanceof PathNorm path
                            ? path.polarize(w, k, column, block)
                            : theta.gauge(k)
                                    .polarize(block.data(), column, block.stride(), block.rows());
            powers += Math.pow(duals[k], p / (p - 1));
        }
        if (!isPowers() || !(powers > 0)) {
            return;
        }
        // ⟨g, w⟩ is largest over Σ‖w^k‖^p ≤ p at ‖w^k‖ as ‖g_k‖^{1/(p−1)}.
        for (int k = 0; k < w.order(); k++) {
            double size = Math.pow(duals[k], 1 / (p - 1)) * Math.pow(p / powers, 1 / p);
            scale(gradient.block(k), column, size);
        }
    }

    /** Scales a column to θ = 1; false, and no change, if θ is 0. */
    boolean normalize(Factors w, int column) {
        double value = theta.value(w, column);
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            return false;
        }
        double scale = Math.pow(value, -1.0 / theta.degree());
        for (Panel block : w.blocks()) {
            scale(block, column, scale);
        }
        return true;
    }

    boolean isPath() {
        return theta instanceof PathNorm;
    }

    private boolean isPowers() {
        return isPowers(theta);
    }

    private static boolean isPowers(Regularizer theta) {
        return theta.isSumOfPowers();
    }

    private static void scale(Panel block, int column, double factor) {
        for (int i = 0, at = column; i < block.rows(); i++, at += block.stride()) {
            block.data()[at] *= factor;
        }
    }
}
