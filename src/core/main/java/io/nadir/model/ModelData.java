package io.nadir.model;

import io.nadir.loss.ConvexLoss;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Executor;

/**
 * The data of a problem, together with the model that is fitted to them. Bound to a loss they
 * become a {@link FactorizationMap}. A new model consists of such a class, the map that it is bound
 * to, and a {@link ModelFamily} that opens its polar.
 *
 * <p>Implementations are thread-safe, and immutable except for arrays that they share with the
 * caller; if they share one, {@link #requireUnchanged} notices a change.
 */
public interface ModelData {
    /** Returns the shapes of the blocks of factors that fit these data. */
    List<FactorShape> factorShapes();

    /**
     * Returns the trained model that factors of these data make, without the data.
     *
     * @param factors the factors; not copied
     */
    TrainedModel trained(Factors factors);

    /**
     * Returns the trained model that factors of these data make under a loss, without the data. The
     * default is {@link #trained(Factors)}; the loss matters if something else is fitted besides
     * the factors, such as offsets.
     *
     * @param factors the factors; not copied
     * @param loss the loss under which they were found
     */
    default TrainedModel trained(Factors factors, ConvexLoss loss) {
        Objects.requireNonNull(factors, "factors");
        Objects.requireNonNull(loss, "loss");

        return trained(factors);
    }

    /**
     * Returns the name of a loss on these data as reports show it; by default its own. Data with
     * weights that have a name of their own, such as implicit feedback, replace it.
     */
    default String lossName(ConvexLoss loss) {
        Objects.requireNonNull(loss, "loss");

        return loss.name();
    }

    /**
     * Returns the numbers by which these data change the loss, by their names in reports; by
     * default none. Not to be modified.
     */
    default SequencedMap<String, Double> lossParameters() {
        return Collections.emptySortedMap();
    }

    /**
     * Returns implicit feedback, where Y counts how often something was seen: see {@link
     * io.nadir.matrix.SparseMatrix#withImplicitFeedback}.
     *
     * @param alpha by how much an observation weighs more than none, finite and not negative
     * @throws IllegalArgumentException if α or an entry is not allowed, or, by default, for such
     *     data
     */
    default ModelData withImplicitFeedback(double alpha) {
        throw new IllegalArgumentException(
                "implicit feedback with alpha = "
                        + alpha
                        + ", allowed for a sparse matrix of counts (--sparse) without other"
                        + " weights");
    }

    /** Returns which offsets are fitted to these data beside the factors; by default none. */
    default Centering centering() {
        return Centering.NONE;
    }

    /** Returns κ of the penalty (κ/2)·(‖a‖² + ‖b‖²) on row and column offsets; by default 0. */
    default double offsetPenalty() {
        return 0;
    }

    /**
     * Returns these data with offsets to be fitted beside the factors, without a penalty: the same
     * as {@link #centered(Centering, double)} with a penalty of 0.
     */
    default ModelData centered(Centering centering) {
        Objects.requireNonNull(centering, "centering");

        return centered(centering, 0);
    }

    /**
     * Returns these data with offsets to be fitted beside the factors: μ without a penalty, a and b
     * under (κ/2)·(‖a‖² + ‖b‖²).
     *
     * @param centering which offsets; they replace those of these data
     * @param penalty κ, finite and at least 0; 0 unless there are row or column offsets
     * @throws IllegalArgumentException if the penalty is not allowed, or if the model has no
     *     offsets, which is the default unless {@code centering} is NONE
     */
    default ModelData centered(Centering centering, double penalty) {
        Objects.requireNonNull(centering, "centering");

        centering.requirePenalty(penalty);
        if (centering != Centering.NONE) {
            throw new IllegalArgumentException(
                    "center = "
                            + centering.label()
                            + ", allowed for a "
                            + kind()
                            + " model is none: offsets are for matrices");
        }
        return this;
    }

    /** Returns the name of the kind of model, as reports and the command line show it. */
    default String kind() {
        return trained(Factors.empty(factorShapes().stream().map(FactorShape::rows).toList()))
                .kind();
    }

    /**
     * Returns the regularizer that is used if none is specified; its degree is that of the map.
     *
     * @throws UnsupportedOperationException if there is none
     */
    default Regularizer defaultRegularizer() {
        throw new UnsupportedOperationException(
                "a " + kind() + " model has no regularizer of its own: name one");
    }

    /**
     * Returns a regularizer that exists for these data only, by its name; null if there is none of
     * that name.
     */
    default @Nullable Regularizer regularizer(String name) {
        Objects.requireNonNull(name, "name");

        return null;
    }

    /** Returns the samples of a network; null if the model is not a network. */
    default @Nullable Samples samples() {
        return null;
    }

    /** Returns whether every entry of Y is known and available from {@link #entry}. */
    default boolean isComplete() {
        return false;
    }

    /**
     * Returns an entry of Y.
     *
     * @param indices the index in each mode, from 0
     * @throws IndexOutOfBoundsException if there is no such entry
     * @throws UnsupportedOperationException unless {@link #isComplete}
     */
    default double entry(int... indices) {
        Objects.requireNonNull(indices, "indices");

        throw new UnsupportedOperationException("Y is not known entry by entry");
    }

    /**
     * Returns the outliers of Y that a robust loss separates from X, most of them 0, in the layout
     * of Y; null if the loss does not separate outliers, or not for such data.
     *
     * @param loss the loss under which X was found
     * @param factors the factors of X
     */
    default double @Nullable [] sparsePart(ConvexLoss loss, Factors factors) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(factors, "factors");

        return null;
    }

    /**
     * Splits the known entries at random into two parts, to train with the first and score with the
     * second.
     *
     * @param fraction the probability with which an entry goes into the second part, between 0 and
     *     1
     * @param seed the seed of the random choice; the same seed gives the same parts
     * @return two parts of the same shape with disjoint entries
     * @throws IllegalArgumentException if a part would have no entry
     * @throws UnsupportedOperationException if such data cannot be split
     */
    default List<? extends ModelData> split(double fraction, long seed) {
        throw new UnsupportedOperationException("a " + kind() + " of such data is not divided");
    }

    /**
     * Deals the known entries out to folds for cross-validation, at random.
     *
     * @param count the number of folds, at least 2; no more than there are entries
     * @param seed the seed of the random choice; the same seed gives the same folds
     * @return the folds; each known entry is held out in one of them
     * @throws IllegalArgumentException if there cannot be so many folds
     * @throws UnsupportedOperationException if such data cannot be split
     */
    default Folds folds(int count, long seed) {
        throw new UnsupportedOperationException("a " + kind() + " of such data is not divided");
    }

    /**
     * Holds out known entries at random several times, each time anew from all of them.
     *
     * @param repeats the number of times, at least 2
     * @param fraction the probability with which an entry is held out, between 0 and 1
     * @param seed the seed of the random choice; the same seed gives the same parts
     * @throws IllegalArgumentException if {@code repeats} is less than 2, or a part would have no
     *     entry
     * @throws UnsupportedOperationException if such data cannot be split
     */
    default Folds holdOuts(int repeats, double fraction, long seed) {
        throw new UnsupportedOperationException("a " + kind() + " of such data is not divided");
    }

    /**
     * Returns simple models that use no factors, to compare the error on entries held out with. By
     * default none.
     *
     * @param loss the loss by which they are fitted to these data
     */
    default List<Baseline> baselines(ConvexLoss loss) {
        Objects.requireNonNull(loss, "loss");

        return List.of();
    }

    /**
     * Estimates the noise in Y from the data alone, without a model.
     *
     * @param seed the seed of random choices; the same seed gives the same estimate
     * @return the estimate, null if no estimator is known for such data
     */
    default @Nullable Noise noise(long seed) {
        return null;
    }

    /**
     * Estimates the noise in Y under a loss. By default it is {@link #noise(long)} under the
     * squared loss.
     *
     * @param seed the seed of random choices; the same seed gives the same estimate
     * @return the estimate, of ∂ℓ/∂x of an entry at the model that the data are drawn from; null if
     *     no estimator is known for such data and losses
     */
    default @Nullable Noise noise(ConvexLoss loss, long seed) {
        Objects.requireNonNull(loss, "loss");

        return loss.isQuadratic() ? noise(seed) : null;
    }

    /** Returns the largest magnitude of the known entries of Y. */
    double maxAbs();

    /** Returns the square root of the sum of squares of the known entries of Y. */
    double frobenius();

    /** Returns the number of entries that carry a loss. */
    long observed();

    /**
     * Throws if an array that these data share with the caller has been changed. Costs at most one
     * pass over the data. {@link #bind} calls it, and the solver and the certifier call it before
     * they return.
     *
     * @throws IllegalStateException naming what has changed and what to use instead
     */
    default void requireUnchanged() {}

    /**
     * Returns a hash of shape, entries and weights, in one pass. It distinguishes data sets, and it
     * is mixed into the random starts of certificates, so that nobody can construct data for a
     * known start.
     */
    long fingerprint();

    /** Returns these data with every entry of Y multiplied by 2 to the power {@code exponent}. */
    ModelData timesPowerOfTwo(int exponent);

    /**
     * Returns the largest weight of an entry, 1 if entries have no weights. λ and the objective
     * scale with it.
     */
    default double largestWeight() {
        return 1;
    }

    /**
     * Returns these data with every weight multiplied by 2 to the power {@code exponent}, which
     * multiplies the loss without rounding. Weights are copied, Y is shared.
     *
     * @throws IllegalArgumentException if the data have no weights and {@code exponent} is not 0,
     *     or if a positive weight would become subnormal
     */
    default ModelData weightsTimesPowerOfTwo(int exponent) {
        if (exponent != 0) {
            throw new IllegalArgumentException(
                    "exponent = " + exponent + ", allowed for data without weights is 0");
        }
        return this;
    }

    /**
     * Creates the map of this model with these data and a loss.
     *
     * @param loss the loss
     * @param threads the number of threads, the calling thread included; at least 1
     * @param executor the executor of the other threads; null for daemon threads that the map's
     *     {@code close} ends
     * @throws IllegalArgumentException if the loss is not defined for an entry, or does not apply
     *     to this kind of data
     * @throws IllegalStateException as {@link #requireUnchanged}
     */
    FactorizationMap bind(ConvexLoss loss, int threads, @Nullable Executor executor);

    /** The samples from which a network learns, each with inputs and targets. Immutable. */
    interface Samples {
        /** Returns the number of samples. */
        int count();

        /** Returns the number of inputs of a sample, not counting a bias. */
        int inputs();

        /**
         * Returns input {@code j} of a sample.
         *
         * @throws IndexOutOfBoundsException if there is no such sample or input
         */
        double input(int sample, int j);

        /**
         * Returns target {@code j} of a sample.
         *
         * @throws IndexOutOfBoundsException if there is no such sample or target
         */
        double target(int sample, int j);
    }

    /**
     * A part of the entries to train with, and another to score with.
     *
     * @param training the data without the entries held out
     * @param heldOut the entries held out, without offsets of their own
     */
    record Fold(ModelData training, ModelData heldOut) {
        /** Rejects null. */
        public Fold {
            Objects.requireNonNull(training, "training");
            Objects.requireNonNull(heldOut, "heldOut");
        }
    }

    /**
     * The same data divided several times, to average the error on entries held out.
     *
     * @param list at least two folds
     * @param disjoint whether no entry is held out in more than one of them
     */
    record Folds(List<Fold> list, boolean disjoint) {
        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException if there are fewer than two folds
         */
        public Folds {
            Objects.requireNonNull(list, "list");

            if (list.size() < 2) {
                throw new IllegalArgumentException(
                        "folds = " + list.size() + ", allowed are 2 and more");
            }
            list = List.copyOf(list);
        }

        /** Returns the number of folds. */
        public int count() {
            return list.size();
        }

        /**
         * Returns the variance of the mean of the errors of all folds, as a share of the variance
         * among them. For K disjoint folds it is 1/K. If folds share entries held out, their errors
         * vary together, and it is 1/K + h/t for folds with h entries held out and t others (Nadeau
         * and Bengio 2003, "Inference for the generalization error").
         */
        public double shareOfVariance() {
            if (disjoint) {
                return 1.0 / count();
            }
            double heldOut = list.stream().mapToLong(fold -> fold.heldOut().observed()).sum();
            double others = list.stream().mapToLong(fold -> fold.training().observed()).sum();
            return 1.0 / count() + heldOut / others;
        }
    }

    /**
     * A simple model without factors.
     *
     * @param name what it is, such as {@code mean}
     * @param model the model, fitted
     */
    record Baseline(String name, TrainedModel model) {
        /** Rejects null. */
        public Baseline {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(model, "model");
        }
    }

    /**
     * An estimate of the noise in some data.
     *
     * @param deviation the standard deviation σ of the noise of one entry; 0 if none was found
     * @param lambda the λ that removes it under the squared loss and a penalty of at least ‖u‖·‖v‖:
     *     a bound that the largest singular value of such noise hardly ever exceeds, for an m×n
     *     matrix σ(√m + √n)
     */
    record Noise(double deviation, double lambda) {}

    /**
     * The shape that a block of factors must have to fit some data. An immutable value.
     *
     * @param name the name of the block as in file names: U, V, W1
     * @param rows the number of its rows
     * @param counted what the rows correspond to, for messages: "the data have columns"
     */
    record FactorShape(String name, int rows, String counted) {
        /** Rejects null. */
        public FactorShape {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(counted, "counted");
        }

        /**
         * Returns the name of block k of a model whose blocks are numbered: W1 for k = 0, and so
         * on.
         */
        public static String numbered(int k) {
            return "W" + (k + 1);
        }
    }
}
