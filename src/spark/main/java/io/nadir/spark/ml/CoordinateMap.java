package io.nadir.spark.ml;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.kernel.NonNegativeQuadratic;
import io.nadir.kernel.SmallDense;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Centering;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.api.java.UDF1;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

import scala.collection.Seq;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the coordinates of a row y: argmin over u of ℓ(y, V·u + offsets) + (λ/2)‖u‖², together with
 * the row's own offset if the model has such, in the basis in which the columns of V are orthogonal
 * and the longest comes first. For the squared loss that is linear in y, and a matrix is made once.
 * Nonnegative factors are not turned, but only ordered, and u ≥ 0 then.
 *
 * <p>Immutable and thread-safe.
 */
final class CoordinateMap implements UDF1<@Nullable Object, Vector> {
    private static final long serialVersionUID = 1;

    private final LowRankFactors factors;
    private final String column;

    /** The orthogonal matrix O, r×r row-major, that turns V. */
    private final double[] turn;

    /** V·O, n×r row-major. */
    private final double[] components;

    /** The matrix that makes coordinates of y, r×n row-major; null if there is none. */
    private final double @Nullable [] linear;

    /**
     * Prepares.
     *
     * @param column the name of the column of the rows, for messages
     */
    CoordinateMap(LowRankFactors factors, String column) {
        this.factors = factors;
        this.column = column;
        this.turn = factors.nonnegative() ? order(factors) : turn(factors);
        this.components = product(factors.v(), turn, factors.columns(), factors.rank());
        boolean squared = LossChoice.parse(factors.loss()).isSquared();
        this.linear = squared && !factors.nonnegative() ? linear() : null;
    }

    double[] components() {
        return components.clone();
    }

    /** The eigenvectors of VᵀV, with signs such that the largest element of V·O is positive. */
    private static double[] turn(LowRankFactors factors) {
        int n = factors.columns();
        int r = factors.rank();
        if (r == 0) {
            return new double[0];
        }
        Panel gram = Panel.zeros(r, r);
        double[] v = factors.v();
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < r; k++) {
                for (int l = 0; l < r; l++) {
                    gram.set(k, l, gram.get(k, l) + v[j * r + k] * v[j * r + l]);
                }
            }
        }
        Panel vectors = SmallDense.symmetricEigen(gram).vectors();
        double[] turn = new double[r * r];
        for (int k = 0; k < r; k++) {
            for (int l = 0; l < r; l++) {
                turn[k * r + l] = vectors.get(k, l);
            }
        }
        double[] turned = product(v, turn, n, r);
        for (int l = 0; l < r; l++) {
            double largest = 0;
            for (int j = 0; j < n; j++) {
                double element = turned[j * r + l];
                largest = Math.abs(element) > Math.abs(largest) ? element : largest;
            }
            for (int k = 0; k < r && largest < 0; k++) {
                turn[k * r + l] = -turn[k * r + l];
            }
        }
        return turn;
    }

    /** The permutation with which the longest column of V comes first. */
    private static double[] order(LowRankFactors factors) {
        int r = factors.rank();
        double[] squares = new double[r];
        for (int at = 0; at < factors.v().length; at++) {
            squares[at % r] += factors.v()[at] * factors.v()[at];
        }
        List<Integer> order =
                IntStream.range(0, r)
                        .boxed()
                        .sorted(Comparator.comparingDouble(k -> -squares[k]))
                        .toList();
        double[] permutation = new double[r * r];
        for (int l = 0; l < r; l++) {
            permutation[order.get(l) * r + l] = 1;
        }
        return permutation;
    }

    private static double[] product(double[] a, double[] square, int rows, int r) {
        double[] out = new double[rows * r];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < r; k++) {
                for (int l = 0; l < r; l++) {
                    out[i * r + l] += a[i * r + k] * square[k * r + l];
                }
            }
        }
        return out;
    }

    /** The first r rows of (WᵀW + D)⁻¹Wᵀ, where W is V·O, with a column of ones for row offsets. */
    private double[] linear() {
        int n = factors.columns();
        int r = factors.rank();
        boolean own = Centering.valueOf(upper(factors.center())).hasRows();
        int width = own ? r + 1 : r;
        if (r == 0) {
            return new double[0];
        }
        DMatrixRMaj w = new DMatrixRMaj(n, width);
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < width; k++) {
                w.set(j, k, k < r ? components[j * r + k] : 1);
            }
        }
        DMatrixRMaj gram = new DMatrixRMaj(width, width);
        CommonOps_DDRM.multTransA(w, w, gram);
        for (int k = 0; k < width; k++) {
            gram.add(k, k, k < r ? factors.lambda() : factors.penalty());
        }
        DMatrixRMaj right = new DMatrixRMaj(width, n);
        CommonOps_DDRM.transpose(w, right);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(width);
        if (!solver.setA(gram)) {
            throw new IllegalStateException("V'V + lambda I is not positive definite");
        }
        DMatrixRMaj solved = new DMatrixRMaj(width, n);
        solver.solve(right, solved);
        double[] map = new double[r * n];
        System.arraycopy(solved.getData(), 0, map, 0, map.length);
        return map;
    }

    private static String upper(String label) {
        return label.toUpperCase(java.util.Locale.ROOT);
    }

    /** Takes a vector or an array. */
    @Override
    public Vector call(@Nullable Object value) {
        return Vectors.dense(coordinates(numbers(value)));
    }

    double[] coordinates(double[] y) {
        requireFit(y);
        int r = factors.rank();
        if (r == 0) {
            return new double[0];
        }
        double[] map = linear;
        if (factors.nonnegative() && LossChoice.parse(factors.loss()).isSquared()) {
            return nonNegative(y);
        }
        if (map == null) {
            Problem problem =
                    Problem.lowRank(DenseMatrix.wrap(1, y.length, y), factors.lambda())
                            .withLoss(LossChoice.parse(factors.loss()).loss())
                            .withRegularizer(norms());
            double[] u = Nadir.transform(problem, factors.v(), SolverOptions.defaults()).u();
            return product(u, turn, 1, r);
        }
        double[] out = new double[r];
        double[] offsets = factors.offsets();
        for (int k = 0; k < r; k++) {
            for (int j = 0; j < y.length; j++) {
                out[k] += map[k * y.length + j] * (y[j] - factors.mean() - offsets[j]);
            }
        }
        return out;
    }

    private SquaredNorms norms() {
        return factors.nonnegative() ? SquaredNorms.nonNegative() : new SquaredNorms();
    }

    /** The same for the squared loss and u ≥ 0, without offsets. */
    private double[] nonNegative(double[] y) {
        int r = factors.rank();
        NonNegativeQuadratic row = new NonNegativeQuadratic(r);
        row.clear(factors.lambda());
        Panel v = Panel.zeros(y.length, r);
        for (int j = 0; j < y.length; j++) {
            System.arraycopy(components, j * r, v.data(), j * v.stride(), r);
            row.add(1, y[j], v, j);
        }
        Panel u = Panel.zeros(1, r);
        row.minimizeInto(u, 0);
        return Arrays.copyOf(u.data(), r);
    }

    /** The offset of a row whose coordinates these are: the least Σ(residual − a)²/2 + (κ/2)·a². */
    double offset(double[] y, double[] coordinates) {
        if (!Centering.valueOf(upper(factors.center())).hasRows()) {
            return 0;
        }
        int r = factors.rank();
        double sum = 0;
        for (int j = 0; j < y.length; j++) {
            double rest = y[j] - factors.mean() - factors.offsets()[j];
            for (int k = 0; k < r; k++) {
                rest -= components[j * r + k] * coordinates[k];
            }
            sum += rest;
        }
        return sum / (y.length + factors.penalty());
    }

    double[] numbers(@Nullable Object value) {
        if (value instanceof Vector vector) {
            return vector.toArray();
        }
        if (value instanceof Seq<?> sequence) {
            double[] numbers = new double[sequence.length()];
            for (int j = 0; j < numbers.length; j++) {
                numbers[j] =
                        sequence.apply(j) instanceof Number number
                                ? number.doubleValue()
                                : Double.NaN;
            }
            return numbers;
        }
        throw new IllegalArgumentException(
                "column " + column + " is " + value + " in a row, allowed are other values");
    }

    private void requireFit(double[] y) {
        if (y.length != factors.columns()) {
            throw new IllegalArgumentException(
                    "column %s has %d numbers in a row, allowed are %d, as in the fit"
                            .formatted(column, y.length, factors.columns()));
        }
        for (int j = 0; j < y.length; j++) {
            if (!Double.isFinite(y[j])) {
                throw new IllegalArgumentException(
                        "column %s has %s at position %d, allowed are finite numbers"
                                .formatted(column, y[j], j));
            }
        }
    }
}
