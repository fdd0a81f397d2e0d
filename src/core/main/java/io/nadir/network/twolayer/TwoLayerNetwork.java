package io.nadir.network.twolayer;

import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.DenseMatrixBuilder;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.ModelData.Samples;
import io.nadir.model.ModelReader;
import io.nadir.model.Regularizer;
import io.nadir.model.TrainedModel;
import io.nadir.network.map.Outputs;
import io.nadir.network.map.SampleData;
import io.nadir.regularizer.SquaredNorms;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The data of a two-layer network X = σ(S·W¹)·W²ᵀ with r hidden units, σ(t) = max(t, a·t): ReLU for
 * a = 0, leaky ReLU for a between 0 and 1, linear for a = 1. The solver determines r. φ(w¹, w²) =
 * σ(S·w¹)·w²ᵀ has degree 2 (Haeffele &amp; Vidal 2017, section 4).
 *
 * {@snippet file="embedder/Examples.java" region="twoLayer"}
 *
 * <p>A constant column of S acts as a bias, which is regularized like other weights. An immutable
 * value, if the matrices are.
 *
 * @param inputs the inputs S, N×d, one sample per row
 * @param y the targets Y, N×q
 * @param slope a, from 0 to 1
 * @param bias whether the last column of S is a constant 1 that new samples do not contain
 */
@SuppressWarnings("exports") // Users see the inherited methods, not the type that has them.
public record TwoLayerNetwork(DenseMatrix inputs, DenseMatrix y, double slope, boolean bias)
        implements SampleData {
    /**
     * Validates the shapes.
     *
     * @throws IllegalArgumentException if inputs and targets have different numbers of rows, if the
     *     slope is not between 0 and 1, if the largest magnitude of the inputs is neither 0 nor
     *     between 2^−100 and 2^100, or if {@code bias} is true and the last column is not 1
     */
    public TwoLayerNetwork {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(y, "y");

        SampleData.requireSamples(inputs, y);
        inputs = inputs.toFloat64();
        y = y.toFloat64();
        requireSlope(slope);
        for (int i = 0; bias && i < inputs.rows(); i++) {
            double last = inputs.get(i, inputs.columns() - 1);
            if (last != 1) {
                throw new IllegalArgumentException(
                        "input of the bias, in row " + i + " = " + last + ", allowed is 1");
            }
        }
    }

    /**
     * Creates samples without a bias, or with a constant input that new samples contain as well.
     */
    public TwoLayerNetwork(DenseMatrix inputs, DenseMatrix y, double slope) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(y, "y");

        this(inputs, y, slope, false);
    }

    /** Creates samples for a network of ReLU units without a bias. */
    public static TwoLayerNetwork relu(DenseMatrix inputs, DenseMatrix y) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(y, "y");

        return new TwoLayerNetwork(inputs, y, 0);
    }

    /** Returns these samples with an additional input that is 1 and acts as a bias. */
    public TwoLayerNetwork withBias() {
        DenseMatrixBuilder more = DenseMatrix.builder(inputs.columns() + 1);
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
    public TrainedModel trained(Factors factors) {
        return trained(slope, bias, factors);
    }

    /**
     * Returns a network with given weights, which computes outputs without training data.
     *
     * @param slope a, from 0 to 1
     * @param bias whether the last row of W¹ belongs to a constant input 1 that samples do not
     *     contain
     * @param factors the weights W¹ and W²; not copied
     * @throws IllegalArgumentException if the slope is not between 0 and 1, if there are not two
     *     factors, or if the bias is the only input
     */
    public static TrainedModel trained(double slope, boolean bias, Factors factors) {
        Objects.requireNonNull(factors, "factors");

        return new TrainedNetwork(slope, bias, factors);
    }

    /** Returns the reader of saved networks of this kind. */
    public static ModelReader reader() {
        return TrainedNetwork.reader();
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
