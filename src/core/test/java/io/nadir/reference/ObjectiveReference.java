package io.nadir.reference;

import io.nadir.model.Factors;

import java.math.BigDecimal;
import java.math.MathContext;

/** The objective, computed without the library. */
public final class ObjectiveReference {
    private ObjectiveReference() {}

    /** ½‖Y − UVᵀ‖² + (λ/2)(‖U‖² + ‖V‖²), entries in float64, sums compensated. */
    public static double of(Instances.Instance instance, Factors w) {
        double[] u = w.toArray(0);
        double[] v = w.toArray(1);
        int r = w.rank();
        Sum loss = new Sum();
        for (int i = 0; i < instance.m(); i++) {
            for (int j = 0; j < instance.n(); j++) {
                Sum residual = new Sum();
                residual.add(instance.y()[i * instance.n() + j]);
                for (int k = 0; k < r; k++) {
                    residual.addProduct(-u[i * r + k], v[j * r + k]);
                }
                double value = residual.value();
                loss.addProduct(value, value);
            }
        }
        Sum squares = new Sum();
        for (double x : u) {
            squares.addProduct(x, x);
        }
        for (double x : v) {
            squares.addProduct(x, x);
        }
        return BigDecimal.valueOf(0.5)
                .multiply(
                        new BigDecimal(loss.value())
                                .add(
                                        new BigDecimal(instance.lambda())
                                                .multiply(new BigDecimal(squares.value()))),
                        MathContext.DECIMAL64)
                .doubleValue();
    }

    /**
     * Sum with the rounding errors of additions and products carried along (Ogita, Rump, Oishi).
     */
    private static final class Sum {
        private double high;
        private double low;

        void add(double x) {
            double sum = high + x;
            double back = sum - high;
            low += (high - (sum - back)) + (x - back);
            high = sum;
        }

        void addProduct(double x, double y) {
            double product = x * y;
            add(product);
            low += Math.fma(x, y, -product);
        }

        double value() {
            return high + low;
        }
    }
}
