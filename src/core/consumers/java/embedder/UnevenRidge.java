package embedder;

import io.nadir.array.Panel;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;

/**
 * A regularizer of the application's own: θ(u, v) = ½(c‖u‖² + ‖v‖²/c), whose least value over
 * rescalings of u and v is ‖u‖‖v‖, as that of ½(‖u‖² + ‖v‖²) is.
 */
record UnevenRidge(double c) implements Regularizer {
    @Override
    public String name() {
        return "uneven-ridge:" + c;
    }

    @Override
    public int degree() {
        return 2;
    }

    @Override
    public double value(Factors w, int column) {
        double sum = 0;
        for (int k = 0; k < 2; k++) {
            double size = norm(w.block(k), column);
            sum += 0.5 * weight(k) * size * size;
        }
        return sum;
    }

    /** θ is h_k(w^k) plus the other block's term, which has no part in the price. */
    @Override
    public double price(Factors w, int k, int column) {
        return 1;
    }

    /** h_k(x) = ½·weight(k)·‖x‖². */
    @Override
    public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
        for (int i = 0; i < length; i++) {
            x[offset + i * stride] /= 1 + weight * weight(k);
        }
    }

    /** Optional: methods that know squares and norms, such as those for new rows, use it. */
    @Override
    public BlockPenalty blockPenalty(int k) {
        return new BlockPenalty(weight(k), 0, 0, false);
    }

    /** ‖u‖ and ‖v‖: the least value of θ over rescalings is their product. */
    @Override
    public Gauge gauge(int k) {
        return EuclideanPlusL1.EUCLIDEAN;
    }

    /** Rescales each column to where θ is least, √c‖u‖ = ‖v‖/√c: at ‖u‖ = ‖v‖ it is not. */
    @Override
    public void balance(Factors w) {
        for (int i = 0; i < w.rank(); i++) {
            double u = norm(w.block(0), i);
            double v = norm(w.block(1), i);
            double ratio = u > 0 && v > 0 ? Math.sqrt(v / (c * u)) : 0;
            scale(ratio, w.block(0), i);
            scale(ratio > 0 ? 1 / ratio : 0, w.block(1), i);
        }
    }

    /** Optional: with it come methods for smooth problems. */
    @Override
    public boolean isSmooth() {
        return true;
    }

    @Override
    public void addGradient(Factors w, double weight, Factors gradient) {
        for (int k = 0; k < 2; k++) {
            Panel block = w.block(k);
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < w.rank(); j++) {
                    double slope = weight * weight(k) * block.get(i, j);
                    gradient.block(k).set(i, j, gradient.block(k).get(i, j) + slope);
                }
            }
        }
    }

    private double weight(int k) {
        return k == 0 ? c : 1 / c;
    }

    private static double norm(Panel block, int column) {
        double sum = 0;
        for (int i = 0; i < block.rows(); i++) {
            sum += block.get(i, column) * block.get(i, column);
        }
        return Math.sqrt(sum);
    }

    private static void scale(double factor, Panel block, int column) {
        for (int i = 0; i < block.rows(); i++) {
            block.set(i, column, factor * block.get(i, column));
        }
    }
}
