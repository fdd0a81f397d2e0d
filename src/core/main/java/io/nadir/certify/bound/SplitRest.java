package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.SmallDense;
import io.nadir.model.PolarOracle.Witnesses;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * D, what a split of Z along some directions leaves, as an operator: products with s²DᵀD for a
 * scale s, and how a bound of ‖D‖ becomes one of σ_max(Z). Models differ in how they multiply, in
 * the rounding errors of that, and in what they split: Z itself, or ZᵀZ.
 *
 * <p>{@link #apply} costs one pass over the data.
 */
public interface SplitRest extends BlockKrylov.Operator {
    /** Rows of the images s·D·q; 0 if they are not formed. */
    int imageRows();

    /** The number of elements up to which images are kept. */
    long keptImages();

    /** The number of columns that a step multiplies at once. */
    int blockColumns();

    /** The directions on the right, n×j with orthonormal columns: D is 0 along them. */
    Panel directions();

    /** What multiplies tall panels. */
    PanelProducts products();

    /** s. */
    double scale();

    /** Returns a bound of the rounding error of Z·q and of Zᵀ·q for a q of norm 1. */
    double productError();

    /**
     * Returns a bound of the rounding error of a value that is {@linkplain Attained attained} in a
     * combination of vectors, each multiplied by Z by itself.
     *
     * @param vectors the number of vectors of a basis besides the directions
     */
    double attainedError(double value, int vectors);

    /** Returns the same rest with products that round less and take longer; null if none do. */
    @Nullable SplitRest finer();

    /**
     * Returns a bound of the rounding error of DᵀD·q outside the directions, for a q of norm 1
     * there, where ‖D‖ is about {@code root}.
     */
    double operatorError(double root);

    /** Upper bound of σ_max(Z) from one of ‖D‖, but for rounding in forming Z. */
    double combine(double normD);

    /** The same with rounding. */
    double upper(double normD);

    /** The largest ‖D‖, nearly, that leaves σ_max(Z) at {@code enough}; 0 if none. */
    double largestRest(double enough);

    /** By how much f falls if the pair of the singular value {@code sigma} of s·D is appended. */
    double gain(double sigma);

    /** What Z attains in the directions that are split off. */
    Attained inside();

    /** What Z attains in the leading vector of a Krylov space that is not empty. */
    Attained outside(BlockKrylov krylov, SmallDense.Eigen ritz);

    /**
     * The first {@code count} Ritz vectors as columns to append.
     *
     * @param tolerance the relative residual that was asked for
     */
    Witnesses witnesses(BlockKrylov krylov, SmallDense.Eigen ritz, int count, double tolerance);

    /** Z split along the first {@code count} Ritz vectors as well: one pass. */
    SplitRest without(BlockKrylov krylov, SmallDense.Eigen ritz, int count);

    /** Throws if the work has been cancelled. */
    void checkCancelled();

    /** A lower bound of σ_max(Z) with the vectors that attain it. */
    interface Attained {
        /** The bound. */
        double value();

        /** The vectors, one for each block, of norm 1; null if Z is 0 there. */
        @Nullable List<double[]> vectors();
    }
}
