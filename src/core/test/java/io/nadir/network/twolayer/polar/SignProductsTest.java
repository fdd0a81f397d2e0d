package io.nadir.network.twolayer.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

/** Products of the parts of rows against the plain formula x = A·(α, w). */
class SignProductsTest {
    /** Y = A·K·Aᵀ for K of rank two, by either way, and its adjoint, with and without forms. */
    @ParameterizedTest
    @CsvSource({"4, 0, 3, 0", "3, 2, 4, 0", "3, 2, 2, 1", "5, 1, 3, 3", "1, 1, 1, 2"})
    void agreeWithTheFormula(int free, int fixed, int d, int forms) {
        Random random = new Random(7);
        Panel rows = gaussian(random, free + fixed, d);
        Panel lines = gaussian(random, forms, free + d);
        SignProducts products = new SignProducts(rows, free, lines);
        int n = free + d;
        int size = products.size();
        assertThat(size).isEqualTo(2 * free + fixed + forms);
        Panel directions = gaussian(random, n, 2);
        double[] weights = {2, 0.5};
        double[] k = new double[n * n];
        double[] expected = new double[size * size];
        for (int c = 0; c < 2; c++) {
            double[] point = column(directions, c);
            add(weights[c], point, k);
            add(weights[c], parts(rows, free, lines, point), expected);
        }
        double[] whole = new double[size * size];
        double[] factored = new double[size * size];
        products.lift(k, whole);
        products.lift(directions, weights, factored);
        assertThat(whole).containsExactly(expected, within(1e-12));
        assertThat(factored).containsExactly(expected, within(1e-12));
        double[] t = symmetric(random, size);
        double[] h = new double[n * n];
        products.addAdjoint(t, h);
        assertThat(dot(h, k)).isCloseTo(dot(t, expected), within(1e-11));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(h[i * n + j]).isEqualTo(h[j * n + i]);
            }
        }
    }

    private static double[] parts(Panel rows, int free, Panel lines, double[] point) {
        int fixed = rows.rows() - free;
        double[] x = new double[2 * free + fixed + lines.rows()];
        for (int i = 0; i < rows.rows(); i++) {
            double t = 0;
            for (int j = 0; j < rows.columns(); j++) {
                t += rows.get(i, j) * point[free + j];
            }
            if (i < free) {
                x[i] = 0.5 * (point[i] + t);
                x[free + i] = 0.5 * (point[i] - t);
            } else {
                x[free + i] = t;
            }
        }
        for (int l = 0; l < lines.rows(); l++) {
            for (int i = 0; i < point.length; i++) {
                x[2 * free + fixed + l] += lines.get(l, i) * point[i];
            }
        }
        return x;
    }

    private static double[] column(Panel a, int c) {
        double[] out = new double[a.rows()];
        for (int i = 0; i < out.length; i++) {
            out[i] = a.get(i, c);
        }
        return out;
    }

    private static void add(double weight, double[] x, double[] square) {
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                square[i * x.length + j] += weight * x[i] * x[j];
            }
        }
    }

    private static double[] symmetric(Random random, int n) {
        double[] t = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                t[i * n + j] = random.nextGaussian();
                t[j * n + i] = t[i * n + j];
            }
        }
        return t;
    }

    private static Panel gaussian(Random random, int rows, int columns) {
        Panel out = Panel.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out.set(i, j, random.nextGaussian());
            }
        }
        return out;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
