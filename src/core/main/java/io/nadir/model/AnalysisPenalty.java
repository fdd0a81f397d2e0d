package io.nadir.model;

import java.util.Arrays;
import java.util.Objects;

/**
 * A norm g(x) = a·‖x‖₂ + ‖Hx‖₁ with a sparse matrix H, for all x or for x ≥ 0 only: the "analysis"
 * form of sparsity, where what is sparse is not x but its products with given vectors. The total
 * variation is an example: the rows of H are differences of neighbours. {@link Gauge#analysis}
 * states it, and relaxations of the polar use it.
 *
 * <p>The rows of H are called terms. An immutable value.
 */
public final class AnalysisPenalty {
    private final double euclidean;
    private final int length;
    private final int[] starts;
    private final int[] indices;
    private final double[] weights;
    private final double leastRatio;
    private final boolean nonNegative;

    private AnalysisPenalty(Builder builder, boolean nonNegative) {
        this.euclidean = builder.euclidean;
        this.length = builder.length;
        this.starts = Arrays.copyOf(builder.starts, builder.terms + 1);
        int entries = starts[builder.terms];
        this.indices = Arrays.copyOf(builder.indices, entries);
        this.weights = Arrays.copyOf(builder.weights, entries);
        this.leastRatio = builder.leastRatio;
        this.nonNegative = nonNegative;
    }

    /**
     * Returns a builder without terms.
     *
     * @param length the length of x, at least 1
     * @param euclidean a, at least 0
     * @throws IllegalArgumentException naming the argument and what is allowed
     */
    public static Builder builder(int length, double euclidean) {
        return new Builder(length, euclidean);
    }

    /** Returns a. */
    public double euclidean() {
        return euclidean;
    }

    /** Returns the length of x, the number of columns of H. */
    public int length() {
        return length;
    }

    /** Returns the number of terms, the rows of H. */
    public int terms() {
        return starts.length - 1;
    }

    /** Returns whether g is +∞ unless x ≥ 0. */
    public boolean isNonNegative() {
        return nonNegative;
    }

    /** Returns a constant c with ‖Hx‖₁ ≥ c·‖x‖₂ for all x of the domain; 0 if none was stated. */
    public double leastRatio() {
        return leastRatio;
    }

    /** Returns where the entries of a term begin; they end where those of the next term begin. */
    public int start(int term) {
        return starts[term];
    }

    /** Returns the element of x that an entry of H is for. */
    public int index(int entry) {
        return indices[entry];
    }

    /** Returns the value of an entry of H. */
    public double weight(int entry) {
        return weights[entry];
    }

    /** Returns g(x), up to rounding, or +∞ if a constraint is violated. */
    public double value(double[] x) {
        Objects.requireNonNull(x, "x");

        double square = 0;
        for (int i = 0; i < length; i++) {
            if (nonNegative && x[i] < 0) {
                return Double.POSITIVE_INFINITY;
            }
            square += x[i] * x[i];
        }
        return euclidean * Math.sqrt(square) + sumOfTerms(x);
    }

    /** Returns ‖Hx‖₁, up to rounding. */
    double sumOfTerms(double[] x) {
        double sum = 0;
        for (int k = 0; k < terms(); k++) {
            double product = 0;
            for (int e = starts[k]; e < starts[k + 1]; e++) {
                product += weights[e] * x[indices[e]];
            }
            sum += Math.abs(product);
        }
        return sum;
    }

    /** Collects terms. Not thread-safe. */
    public static final class Builder {
        private final int length;
        private final double euclidean;
        private int terms;
        private double leastRatio;
        private int[] starts = new int[16];
        private int[] indices = new int[16];
        private double[] weights = new double[16];

        private Builder(int length, double euclidean) {
            if (length < 1) {
                throw new IllegalArgumentException(
                        "length = " + length + ", allowed is at least 1");
            }
            if (!(euclidean >= 0 && euclidean < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "euclidean = " + euclidean + ", allowed are finite numbers from 0");
            }
            this.length = length;
            this.euclidean = euclidean;
        }

        /**
         * Adds the term weight·|x_i|.
         *
         * @throws IllegalArgumentException if the weight is not finite or there is no such element
         */
        public Builder add(double weight, int i) {
            entry(weight, i);
            return end();
        }

        /**
         * Adds the term weight·|x_i − x_j|.
         *
         * @throws IllegalArgumentException if the weight is not finite or there are no such
         *     elements
         */
        public Builder addDifference(double weight, int i, int j) {
            entry(weight, i);
            entry(-weight, j);
            return end();
        }

        /**
         * Adds the term |Σ_k weights[k]·x_{indices[k]}|.
         *
         * @throws IllegalArgumentException if a weight is not finite, there is no such element, or
         *     the arrays differ in length
         */
        public Builder add(double[] weights, int[] indices) {
            Objects.requireNonNull(weights, "weights");
            Objects.requireNonNull(indices, "indices");

            if (weights.length != indices.length) {
                throw new IllegalArgumentException(
                        "weights.length = "
                                + weights.length
                                + ", must be indices.length = "
                                + indices.length);
            }
            for (int k = 0; k < indices.length; k++) {
                entry(weights[k], indices[k]);
            }
            return end();
        }

        /**
         * States that ‖Hx‖₁ ≥ c·‖x‖₂ for all x of the domain. Bounds of the polar rely on it; the
         * larger c is, the better they are. By default it is the least weight of the terms of
         * single elements, if each has one, and else 0.
         *
         * @param c at least 0
         * @throws IllegalArgumentException if c is negative or not finite
         */
        public Builder atLeast(double c) {
            if (!(c >= 0 && c < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "c = " + c + ", allowed are finite numbers from 0");
            }
            leastRatio = c;
            return this;
        }

        /**
         * Returns the norm.
         *
         * @param nonNegative whether it is +∞ unless x ≥ 0
         */
        public AnalysisPenalty build(boolean nonNegative) {
            return new AnalysisPenalty(this, nonNegative);
        }

        private void entry(double weight, int index) {
            if (!Double.isFinite(weight)) {
                throw new IllegalArgumentException(
                        "weight = " + weight + ", allowed are finite numbers");
            }
            if (index < 0 || index >= length) {
                throw new IllegalArgumentException(
                        "index = " + index + ", allowed are 0 to " + (length - 1));
            }
            int at = starts[terms + 1];
            if (at == indices.length) {
                indices = Arrays.copyOf(indices, 2 * at);
                weights = Arrays.copyOf(weights, 2 * at);
            }
            indices[at] = index;
            weights[at] = weight;
            starts[terms + 1]++;
        }

        private Builder end() {
            terms++;
            if (terms + 2 > starts.length) {
                starts = Arrays.copyOf(starts, 2 * starts.length);
            }
            starts[terms + 1] = starts[terms];
            return this;
        }
    }
}
