package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

/**
 * Factors given second moments: with Σ_xx = W·S²·Wᵀ of rank ρ,
 *
 * <pre>    F = [ S·Wᵀ   S⁻¹·Wᵀ·Σ_xy ]
 *        [ 0      T           ],     TᵀT = Σ_yy − Σ_yx·Σ_xx⁺·Σ_xy</pre>
 */
final class MomentFactor {
    /** Elements may be squares of what samples may have. */
    private static final double LIMIT = Covariances.LIMIT * Covariances.LIMIT;

    /** Relative rounding of an eigenvalue, for each row. */
    private static final double ROUNDING = 1e-15;

    /** What rounding may leave of a matrix that should be zero or positive semidefinite. */
    private static final double SLACK = 1e-6;

    private final int inputs;
    private final int outputs;
    private final int[] exponents;
    private final Panel sigmaXx;
    private final Panel sigmaXy;
    private final Panel sigmaYy;

    MomentFactor(int inputs, int outputs, double[] xx, double[] xy, double[] yy) {
        this.inputs = Checks.positive("inputs", inputs);
        this.outputs = Checks.positive("outputs", outputs);
        check("sigmaXx", xx, inputs, inputs);
        check("sigmaXy", xy, inputs, outputs);
        check("sigmaYy", yy, outputs, outputs);
        exponents = new int[inputs + outputs];
        for (int i = 0; i < inputs; i++) {
            exponents[i] = halfExponent("sigmaXx", xx[i * inputs + i], i);
        }
        for (int i = 0; i < outputs; i++) {
            exponents[inputs + i] = halfExponent("sigmaYy", yy[i * outputs + i], i);
        }
        sigmaXx = scaled(xx, inputs, inputs, 0, 0);
        sigmaXy = scaled(xy, inputs, outputs, 0, inputs);
        sigmaYy = scaled(yy, outputs, outputs, inputs, inputs);
        checkSymmetric("sigmaXx", sigmaXx);
        checkSymmetric("sigmaYy", sigmaYy);
    }

    Covariances toCovariances() {
        double rounding = ROUNDING * (inputs + outputs);
        SmallDense.Eigen x = SmallDense.symmetricEigen(sigmaXx);
        checkDefinite("sigmaXx", x.values());
        int rank = SmallMatrices.rank(x.values(), rounding * Math.max(0, x.values()[0]));
        Panel w = Panels.leadingColumns(x.vectors(), rank);
        Panel explained = SmallMatrices.transposedTimes(w, sigmaXy);
        checkRange(w, explained);
        for (int i = 0; i < rank; i++) {
            double s = Math.sqrt(x.values()[i]);
            scaleRow(explained, i, 1 / s);
            for (int j = 0; j < inputs; j++) {
                w.set(j, i, s * w.get(j, i));
            }
        }
        Panel rest =
                SmallMatrices.difference(
                        sigmaYy, SmallMatrices.transposedTimes(explained, explained));
        SmallDense.Eigen y = SmallDense.symmetricEigen(rest);
        checkDefinite("sigmaYy - sigmaYx * sigmaXx^+ * sigmaXy", y.values());
        Panel factor = Panel.zeros(rank + outputs, inputs + outputs);
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < inputs; j++) {
                factor.set(i, j, w.get(j, i));
            }
            for (int j = 0; j < outputs; j++) {
                factor.set(i, inputs + j, explained.get(i, j));
            }
        }
        for (int i = 0; i < outputs; i++) {
            double root = Math.sqrt(Math.max(0, y.values()[i]));
            for (int j = 0; j < outputs; j++) {
                factor.set(rank + i, inputs + j, root * y.vectors().get(j, i));
            }
        }
        return new Covariances(factor, exponents, inputs);
    }

    private Panel scaled(double[] values, int rows, int columns, int firstRow, int firstColumn) {
        Panel out = Panel.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int exponent = exponents[firstRow + i] + exponents[firstColumn + j];
                out.set(i, j, Math.scalb(values[i * columns + j], -exponent));
            }
        }
        return out;
    }

    /** What Σ_xy has outside the range of Σ_xx must be zero. */
    private void checkRange(Panel w, Panel explained) {
        Panel outside = SmallMatrices.difference(sigmaXy, SmallMatrices.times(w, explained));
        if (SmallMatrices.maxAbs(outside) > SLACK) {
            throw notDefinite("sigmaXy", "has a part outside the range of sigmaXx");
        }
    }

    /** Diagonals have been scaled to about 1. */
    private static void checkDefinite(String name, double[] values) {
        double least = values[values.length - 1];
        if (least < -SLACK) {
            throw notDefinite(name, String.format("has the eigenvalue %.3g, scaled", least));
        }
    }

    private static void checkSymmetric(String name, Panel a) {
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < i; j++) {
                if (!(Math.abs(a.get(i, j) - a.get(j, i)) <= SLACK)) {
                    throw notDefinite(name, String.format("is not symmetric at (%d, %d)", i, j));
                }
            }
        }
    }

    private static void scaleRow(Panel a, int i, double factor) {
        for (int j = 0; j < a.columns(); j++) {
            a.set(i, j, factor * a.get(i, j));
        }
    }

    private static int halfExponent(String name, double diagonal, int i) {
        if (diagonal < 0) {
            throw notDefinite(name, String.format("has %s on its diagonal at %d", diagonal, i));
        }
        return diagonal == 0 ? 0 : Math.floorDiv(Math.getExponent(diagonal), 2);
    }

    private static void check(String name, double[] values, int rows, int columns) {
        Checks.equal(
                name + ".length",
                values.length,
                "rows * columns",
                Checks.arrayLength("rows * columns", rows, columns));
        for (int at = 0; at < values.length; at++) {
            if (!(Math.abs(values[at]) <= LIMIT)) {
                throw new IllegalArgumentException(
                        String.format(
                                "%s at (%d, %d) = %s, allowed are -%s to %5$s",
                                name, at / columns, at % columns, values[at], LIMIT));
            }
        }
    }

    private static IllegalArgumentException notDefinite(String name, String problem) {
        return new IllegalArgumentException(
                name + " " + problem + ", allowed are symmetric positive semidefinite moments");
    }
}
