package embedder.symmetric;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.Regularizer;
import io.nadir.model.TrainedModel;
import io.nadir.regularizer.SquaredNorms;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

/** The data of a model of the application's own: a symmetric matrix that is to be Σ w_i·w_iᵀ. */
public final class SymmetricMatrix implements ModelData {
    private final int n;
    private final double[] values;

    /** Copies the values, n×n row-major, which are to be finite and symmetric. */
    public SymmetricMatrix(int n, double[] values) {
        if (values.length != n * n) {
            throw new IllegalArgumentException(
                    "values.length = " + values.length + ", allowed is n * n = " + n * n);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = values[i * n + j];
                if (!Double.isFinite(value) || value != values[j * n + i]) {
                    throw new IllegalArgumentException(
                            String.format(
                                    "elements (%d, %d) and (%d, %d) = %s and %s, allowed are finite"
                                            + " numbers that are equal",
                                    i, j, j, i, value, values[j * n + i]));
                }
            }
        }
        this.n = n;
        this.values = values.clone();
    }

    @Override
    public List<FactorShape> factorShapes() {
        return List.of(new FactorShape("W", n, "rows"));
    }

    @Override
    public TrainedModel trained(Factors factors) {
        return new TrainedSymmetric(factors);
    }

    @Override
    public Regularizer defaultRegularizer() {
        return new SquaredNorms();
    }

    @Override
    public double maxAbs() {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    @Override
    public double frobenius() {
        double largest = maxAbs();
        double sum = 0;
        for (double value : values) {
            double share = largest > 0 ? value / largest : 0;
            sum += share * share;
        }
        return largest * Math.sqrt(sum);
    }

    @Override
    public long observed() {
        return values.length;
    }

    @Override
    public long fingerprint() {
        long hash = n;
        for (double value : values) {
            hash = 31 * Long.rotateLeft(hash, 23) + Double.doubleToLongBits(value);
        }
        return hash;
    }

    @Override
    public SymmetricMatrix timesPowerOfTwo(int exponent) {
        return new SymmetricMatrix(
                n, Arrays.stream(values).map(value -> Math.scalb(value, exponent)).toArray());
    }

    @Override
    public FactorizationMap bind(ConvexLoss loss, int threads, Executor executor) {
        return new SymmetricMap(this, Loss.ofEntries(loss));
    }

    int n() {
        return n;
    }

    /** Shared: not to be changed. */
    double[] values() {
        return values;
    }
}
