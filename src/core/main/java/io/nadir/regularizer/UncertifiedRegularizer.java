package io.nadir.regularizer;

import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A wrapper that allows any regularizer with any map, for experiments. Degrees need not match, and
 * nothing is ever certified: a certificate of such a problem is UNDECIDED, with the lower bound 0.
 *
 * <p>The usual case is weight decay, {@link SquaredNorms}, of a network of a degree above 2
 * (Haeffele &amp; Vidal 2017, section 8).
 *
 * @param theta the regularizer that is minimized
 */
public record UncertifiedRegularizer(Regularizer theta) implements Regularizer {
    /** Rejects null. */
    public UncertifiedRegularizer {
        Objects.requireNonNull(theta, "theta");
    }

    /** Returns θ = 0. */
    public static UncertifiedRegularizer unregularized() {
        return new UncertifiedRegularizer(new Nothing());
    }

    @Override
    public String name() {
        return "experiment:" + theta.name();
    }

    @Override
    public boolean isCertifiable() {
        return false;
    }

    @Override
    public int degree() {
        return theta.degree();
    }

    @Override
    public double value(Factors w, int column) {
        Objects.requireNonNull(w, "w");

        return theta.value(w, column);
    }

    @Override
    public double value(Factors w) {
        Objects.requireNonNull(w, "w");

        return theta.value(w);
    }

    @Override
    public double price(Factors w, int k, int column) {
        Objects.requireNonNull(w, "w");

        return theta.price(w, k, column);
    }

    @Override
    public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        theta.prox(k, weight, x, offset, stride, length);
    }

    @Override
    public void prox(Factors w, int k, double weight) {
        Objects.requireNonNull(w, "w");

        theta.prox(w, k, weight);
    }

    @Override
    public @Nullable BlockPenalty blockPenalty(int k) {
        return theta.blockPenalty(k);
    }

    @Override
    public boolean isSmooth() {
        return theta.isSmooth();
    }

    @Override
    public void addGradient(Factors w, double weight, Factors gradient) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");

        theta.addGradient(w, weight, gradient);
    }

    @Override
    public boolean hasGauges() {
        return theta.hasGauges();
    }

    @Override
    public Gauge gauge(int k) {
        return theta.gauge(k);
    }

    @Override
    public void requireFeasible(Factors w) {
        Objects.requireNonNull(w, "w");

        theta.requireFeasible(w);
    }

    private static final class Nothing implements Regularizer {
        @Override
        public String name() {
            return "none";
        }

        /** Returns the degree of the wrapped regularizer; 0 has every degree. */
        @Override
        public int degree() {
            return 1;
        }

        @Override
        public double value(Factors w, int column) {
            return 0;
        }

        @Override
        public double price(Factors w, int k, int column) {
            return 0;
        }

        @Override
        public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
            // The identity.
        }

        @Override
        public BlockPenalty blockPenalty(int k) {
            return new BlockPenalty(0, 0, 0, false);
        }

        @Override
        public boolean isSmooth() {
            return true;
        }

        @Override
        public void addGradient(Factors w, double weight, Factors gradient) {
            // 0.
        }

        @Override
        public Gauge gauge(int k) {
            return EuclideanPlusL1.EUCLIDEAN;
        }
    }
}
