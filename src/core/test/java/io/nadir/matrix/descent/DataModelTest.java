package io.nadir.matrix.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

/** Steps of descent that begin where a model of the data leads. */
class DataModelTest {
    private static final int M = 300;
    private static final int N = 200;
    private static final int RANK = 4;
    private static final double LAMBDA = 1;
    private static final double[] Y = planted();

    /** Descends to where plain coordinate descent ends after many more steps; f is what it says. */
    @Test
    void reachesWhatPlainCoordinateDescentReaches() {
        Factors w = start();
        try (MatrixMap map = map()) {
            ColumnDescent descent = new ColumnDescent(objective(map));
            double before = Double.POSITIVE_INFINITY;
            for (int step = 0; step < 10; step++) {
                double after = descent.step(w);
                assertThat(after).isLessThanOrEqualTo(before);
                assertThat(after)
                        .isCloseTo(value(w.toArray(0), w.toArray(1)), within(1e-10 * after));
                before = after;
            }
            double plain = coordinateDescent(start());
            assertThat(before).isLessThanOrEqualTo(plain * (1 + 1e-9));
        }
    }

    /** The model is what makes ten steps enough. */
    @Test
    void aModelIsUsedWhereDataAreLarge() {
        try (MatrixMap map = map()) {
            assertThat(new DataModel(objective(map)).applies(RANK)).isTrue();
            assertThat(new DataModel(objective(map)).applies(N)).isFalse();
        }
    }

    @Test
    void aSavedStateContinuesWithTheSameBits() throws IOException {
        try (MatrixMap map = map()) {
            for (int at = 1; at <= 6; at++) {
                ColumnDescent descent = new ColumnDescent(objective(map));
                Factors w = start();
                for (int step = 0; step < at; step++) {
                    descent.step(w);
                }
                ByteArrayOutputStream saved = new ByteArrayOutputStream();
                descent.save(new DataOutputStream(saved));
                ColumnDescent resumed = new ColumnDescent(objective(map));
                byte[] bytes = saved.toByteArray();
                resumed.load(new DataInputStream(new ByteArrayInputStream(bytes)));
                Factors copy = w.copy();
                for (int step = 0; step < 3; step++) {
                    assertThat(resumed.step(copy)).isEqualTo(descent.step(w));
                }
                assertThat(copy.equalsExactly(w)).isTrue();
            }
        }
    }

    /** Where 0 is the minimum, models lead there fast: factors underflow on the way. */
    @Test
    void factorsThatVanishAreDropped() {
        try (MatrixMap map = map()) {
            double lambda = 100 * Math.sqrt(2 * halfSquare(Y));
            ColumnDescent descent =
                    new ColumnDescent(new Objective<>(map, SquaredNorms.nonNegative(), lambda));
            Factors w = start();
            double after = 0;
            for (int step = 0; step < 60 && w.rank() > 0; step++) {
                after = descent.step(w);
                assertThat(after).isFinite();
            }
            assertThat(w.rank()).isZero();
            assertThat(after).isCloseTo(halfSquare(Y), within(1e-12 * after));
        }
    }

    private static MatrixMap map() {
        return DenseMatrix.copyOf(M, N, Y).bind(new SquaredLoss(), 1, null);
    }

    private static Objective<MatrixMap> objective(MatrixMap map) {
        return new Objective<>(map, SquaredNorms.nonNegative(), LAMBDA);
    }

    private static Factors start() {
        Random random = new Random(2);
        double[] u = random.doubles((long) M * RANK).toArray();
        return Factors.copyOfPair(M, N, RANK, u, random.doubles((long) N * RANK).toArray());
    }

    /** Plain cyclic coordinate descent, in arrays of its own. */
    private static double coordinateDescent(Factors start) {
        double[] u = start.toArray(0);
        double[] v = start.toArray(1);
        double[] residual = residual(u, v);
        for (int sweep = 0; sweep < 300; sweep++) {
            for (int k = 0; k < RANK; k++) {
                add(residual, u, v, k, 1);
                minimize(residual, u, M, N, 1, v, N, k);
                minimize(residual, v, N, 1, N, u, M, k);
                add(residual, u, v, k, -1);
            }
        }
        return value(u, v);
    }

    /** Column k of {@code x} ← the minimizer; r has element (i, j) at i·first + j·second. */
    private static void minimize(
            double[] r, double[] x, int rows, int first, int second, double[] y, int n, int k) {
        double square = 0;
        for (int j = 0; j < n; j++) {
            square += y[j * RANK + k] * y[j * RANK + k];
        }
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += r[i * first + j * second] * y[j * RANK + k];
            }
            x[i * RANK + k] = Math.max(0, sum / (square + LAMBDA));
        }
    }

    private static void add(double[] r, double[] u, double[] v, int k, double sign) {
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                r[i * N + j] += sign * u[i * RANK + k] * v[j * RANK + k];
            }
        }
    }

    private static double[] residual(double[] u, double[] v) {
        double[] r = Y.clone();
        for (int k = 0; k < RANK; k++) {
            add(r, u, v, k, -1);
        }
        return r;
    }

    private static double value(double[] u, double[] v) {
        return halfSquare(residual(u, v)) + LAMBDA * (halfSquare(u) + halfSquare(v));
    }

    private static double halfSquare(double[] x) {
        double sum = 0;
        for (double element : x) {
            sum += 0.5 * element * element;
        }
        return sum;
    }

    private static double[] planted() {
        Random random = new Random(7);
        double[] y = new double[M * N];
        for (int k = 0; k < RANK; k++) {
            double[] u = random.doubles(M, -1, 1).map(x -> Math.max(0, x)).toArray();
            double[] v = random.doubles(N, -1, 1).map(x -> Math.max(0, x)).toArray();
            for (int i = 0; i < y.length; i++) {
                y[i] += u[i / N] * v[i % N];
            }
        }
        for (int i = 0; i < y.length; i++) {
            y[i] += 0.1 * random.nextGaussian();
        }
        return y;
    }
}
