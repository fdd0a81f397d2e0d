package io.nadir.network.twolayer;

import io.nadir.array.Checks;
import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.FactorShape;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.model.Samples;
import io.nadir.network.Outputs;
import io.nadir.regularizer.SquaredNorms;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Samples for a two-layer network X = σ(S·W¹)·W²ᵀ of r hidden units, σ(t) = max(t, a·t): ReLU for a
 * = 0, leaky ReLU, linear for a = 1. φ(w¹, w²) = σ(S·w¹)·w²ᵀ has degree 2 (Haeffele &amp; Vidal
 * 2017, section 4).
 *
 * <p>A constant column in S is a bias, regularized as the other weights are.
 *
 * @param inputs S, N×d, a sample a row
 * @param y targets, N×q
 * @param slope a
 * @param bias whether the last column of S is 1, and new samples come without it
 */
public record TwoLayerNetwork(DenseMatrix inputs, DenseMatrix y, double slope, boolean bias)
        implements ModelData {
    /** Inputs with magnitudes beyond leave no room for products with weights. */
    private static final int LARGEST_EXPONENT = 100;

    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if inputs and targets have different numbers of rows, the
     *     slope is not within 0 to 1, the largest magnitude of the inputs is neither 0 nor within
     *     2^−100 to 2^100, or the last column is not 1 though it is called a bias
     */
    public TwoLayerNetwork {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(y, "y");

        Checks.equal("y.rows()", y.rows(), "inputs.rows()", inputs.rows());
        requireSlope(slope);
        double max = inputs.maxAbs();
        if (max > 0 && Math.abs(Math.getExponent(max)) > LARGEST_EXPONENT) {
            throw new IllegalArgumentException(
                    "largest magnitude of the inputs = "
                            + max
                            + ", allowed is 0 or 2^-100 to 2^100");
        }
        for (int i = 0; bias && i < inputs.rows(); i++) {
            double last = inputs.get(i, inputs.columns() - 1);
            if (last != 1) {
                throw new IllegalArgumentException(
                        "input of the bias, in row " + i + " = " + last + ", allowed is 1");
            }
        }
    }

    /** Samples without a bias, or with one that is an input like any other. */
    public TwoLayerNetwork(DenseMatrix inputs, DenseMatrix y, double slope) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(y, "y");

        this(inputs, y, slope, false);
    }

    /** ReLU units. */
    public static TwoLayerNetwork relu(DenseMatrix inputs, DenseMatrix y) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(y, "y");

        return new TwoLayerNetwork(inputs, y, 0);
    }

    /** These samples with a further input that is 1, for a bias. */
    public TwoLayerNetwork withBias() {
        DenseMatrix.Builder more = DenseMatrix.builder(inputs.columns() + 1);
        more.expectRows(inputs.rows());
        for (int i = 0; i < inputs.rows(); i++) {
            for (int j = 0; j < inputs.columns(); j++) {
                more.add(inputs.get(i, j));
            }
            more.add(1);
        }
        return new TwoLayerNetwork(more.build(), y, slope, true);
    }

    static void requireSlope(double slope) {
        if (!(slope >= 0 && slope <= 1)) {
            throw new IllegalArgumentException("slope = " + slope + ", allowed are 0 to 1");
        }
    }

    @Override
    public List<FactorShape> factorShapes() {
        return List.of(
                new FactorShape(
                        FactorShape.numbered(0), inputs.columns(), "the samples have inputs"),
                new FactorShape(FactorShape.numbered(1), y.columns(), "the samples have targets"));
    }

    @Override
    public TrainedNetwork trained(Factors factors) {
        Objects.requireNonNull(factors, "factors");

        return new TrainedNetwork(slope, bias, factors);
    }

    @Override
    public Regularizer defaultRegularizer() {
        return new SquaredNorms();
    }

    @Override
    public Samples samples() {
        return Outputs.samples(inputs, bias ? 1 : 0, y);
    }

    @Override
    public double maxAbs() {
        return y.maxAbs();
    }

    @Override
    public double frobenius() {
        return y.frobenius();
    }

    @Override
    public long observed() {
        return y.observed();
    }

    @Override
    public void requireUnchanged() {
        inputs.requireUnchanged();
        y.requireUnchanged();
    }

    @Override
    public long fingerprint() {
        return new Fingerprint()
                .add(inputs.fingerprint())
                .add(y.fingerprint())
                .add(Double.doubleToLongBits(slope))
                .value();
    }

    @Override
    public TwoLayerNetwork timesPowerOfTwo(int exponent) {
        return new TwoLayerNetwork(inputs, y.timesPowerOfTwo(exponent), slope, bias);
    }

    @Override
    public TwoLayerMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        requireUnchanged();
        return new TwoLayerMap(this, loss, threads, executor);
    }
}
