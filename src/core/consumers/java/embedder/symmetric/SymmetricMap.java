package embedder.symmetric;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.loss.Loss;
import io.nadir.model.BoundLoss;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;

import java.util.List;

/** φ(w) = w·wᵀ with a symmetric matrix and a loss. */
final class SymmetricMap implements FactorizationMap {
    private final SymmetricMatrix data;
    private final BoundLoss loss;
    private final int n;

    SymmetricMap(SymmetricMatrix data, Loss loss) {
        this.data = data;
        this.loss = BoundLoss.of(loss, data.values(), data.values().length, null);
        this.n = data.n();
    }

    @Override
    public SymmetricMatrix data() {
        return data;
    }

    @Override
    public int degree() {
        return 2;
    }

    /** There is one block, and φ is of degree 2 in it. */
    @Override
    public List<Double> blockDegrees() {
        return List.of(2.0);
    }

    @Override
    public Loss loss() {
        return loss.loss();
    }

    @Override
    public double curvature() {
        return loss().curvature();
    }

    /** ∇_W = 2G·W, G = ∇ℓ(Y, W·Wᵀ) being symmetric. */
    @Override
    public double evaluate(Factors w, Factors gradient) {
        gradient.setRank(w.rank());
        Panel slopes = gradient.block(0).clear();
        double[] row = new double[n];
        double value = 0;
        for (int i = 0; i < n; i++) {
            value += residualRow(loss, w, i, row);
            for (int j = 0; j < n; j++) {
                for (int c = 0; c < w.rank(); c++) {
                    double slope = 2 * row[j] * w.block(0).get(j, c);
                    slopes.set(i, c, slopes.get(i, c) + slope);
                }
            }
        }
        return value;
    }

    @Override
    public double dualValue(Factors w, double s) {
        double[] row = new double[n];
        double value = 0;
        for (int i = 0; i < n; i++) {
            value += residualRow(loss.dual(s), w, i, row);
        }
        return value;
    }

    /** G = ∇ℓ(Y, W·Wᵀ), n×n, for the polar. */
    double[] residual(Factors w) {
        double[] all = new double[n * n];
        double[] row = new double[n];
        for (int i = 0; i < n; i++) {
            residualRow(loss, w, i, row);
            System.arraycopy(row, 0, all, i * n, n);
        }
        return all;
    }

    /** The row of X goes in, that of the derivatives comes out; returns the row's loss. */
    private double residualRow(ElementwiseLoss function, Factors w, int i, double[] row) {
        checkCancelled();
        for (int j = 0; j < n; j++) {
            row[j] = 0;
            for (int c = 0; c < w.rank(); c++) {
                row[j] += w.block(0).get(i, c) * w.block(0).get(j, c);
            }
        }
        return function.gradientInPlace(data.values(), i * n, row, 0, n);
    }

    /** The gradient is a cubic polynomial of W: no constant holds everywhere. */
    @Override
    public boolean hasLipschitz() {
        return false;
    }

    @Override
    public double lipschitz(Factors w, int k) {
        double squares = 0;
        for (double element : w.toArray(0)) {
            squares += element * element;
        }
        return 4 * curvature() * squares;
    }

    @Override
    public Panel units(Factors w) {
        Panel units = Panel.zeros(w.rank(), n * n);
        for (int c = 0; c < w.rank(); c++) {
            for (int at = 0; at < n * n; at++) {
                units.set(c, at, w.block(0).get(at / n, c) * w.block(0).get(at % n, c));
            }
        }
        return units;
    }
}
