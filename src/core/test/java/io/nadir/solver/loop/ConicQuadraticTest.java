package io.nadir.solver.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

/** Least squares over a cone, against all of its faces. */
class ConicQuadraticTest {
    @Test
    void findsTheBestOfAllFaces() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(6);
            int d = 1 + random.nextInt(6);
            double[][] vectors = vectors(n, d, random);
            Panel c = gram(vectors);
            double[] target = random.doubles(d, -1, 1).toArray();
            double[] b = Arrays.stream(vectors).mapToDouble(v -> dot(v, target) - 0.1).toArray();
            double[] start = random.doubles(n).map(x -> Math.max(0, x - 0.3)).toArray();
            double[] found = ConicQuadratic.minimize(c, b, start, () -> {});
            assertThat(Arrays.stream(found)).as("seed %d", seed).allMatch(t -> t >= 0);
            double value = value(c, b, found);
            assertThat(value).as("seed %d", seed).isLessThanOrEqualTo(value(c, b, start) + 1e-12);
            assertThat(value).as("seed %d", seed).isCloseTo(leastOfFaces(c, b), within(1e-9));
        }
    }

    /** Of vectors that are the same only the cheapest stays. */
    @Test
    void dropsWhatIsTheSameAtAHigherPrice() {
        Panel c = Panel.zeros(3, 3);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                c.set(i, j, 1);
            }
        }
        double[] b = {0.8, 0.9, 0.8};
        double[] found = ConicQuadratic.minimize(c, b, new double[] {0.3, 0.1, 0.4}, () -> {});
        assertThat(found[0]).isZero();
        assertThat(found[1]).isCloseTo(0.9, within(1e-12));
        assertThat(found[2]).isZero();
    }

    /** Unit vectors; some of them repeated. */
    private static double[][] vectors(int n, int d, Random random) {
        double[][] vectors = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] v = random.doubles(d, -1, 1).toArray();
            double norm = Math.sqrt(dot(v, v));
            boolean repeat = i > 0 && random.nextInt(4) == 0;
            vectors[i] =
                    repeat
                            ? vectors[random.nextInt(i)].clone()
                            : Arrays.stream(v).map(x -> x / norm).toArray();
        }
        return vectors;
    }

    /** The least value over the minimizers of all subsets that are feasible, with a ridge. */
    private static double leastOfFaces(Panel c, double[] b) {
        int n = b.length;
        double least = 0;
        for (int subset = 1; subset < 1 << n; subset++) {
            double[] t = solve(c, b, subset);
            if (Arrays.stream(t).allMatch(x -> x >= 0)) {
                least = Math.min(least, value(c, b, t));
            }
        }
        return least;
    }

    /** Gaussian elimination with complete pivoting; dependent elements stay 0. */
    private static double[] solve(Panel c, double[] b, int subset) {
        int n = b.length;
        double[][] a = new double[n][n + 1];
        boolean[] left = new boolean[n];
        for (int i = 0; i < n; i++) {
            left[i] = (subset >> i & 1) == 1;
            for (int j = 0; j < n; j++) {
                a[i][j] = (subset >> j & 1) == 1 ? c.get(i, j) : 0;
            }
            a[i][n] = b[i];
        }
        double[] t = new double[n];
        boolean[] used = new boolean[n];
        for (int round = 0; round < n; round++) {
            int p = -1;
            for (int i = 0; i < n; i++) {
                if (left[i] && (p < 0 || a[i][i] > a[p][p])) {
                    p = i;
                }
            }
            if (p < 0 || a[p][p] < 1e-9) {
                break;
            }
            left[p] = false;
            used[p] = true;
            for (int i = 0; i < n; i++) {
                double factor = a[i][p] / a[p][p];
                for (int j = 0; i != p && j <= n; j++) {
                    a[i][j] -= factor * a[p][j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            t[i] = used[i] ? a[i][n] / a[i][i] : 0;
        }
        return t;
    }

    private static Panel gram(double[][] vectors) {
        Panel c = Panel.zeros(vectors.length, vectors.length);
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < vectors.length; j++) {
                c.set(i, j, dot(vectors[i], vectors[j]));
            }
        }
        return c;
    }

    private static double value(Panel c, double[] b, double[] t) {
        double sum = 0;
        for (int i = 0; i < t.length; i++) {
            sum -= b[i] * t[i];
            for (int j = 0; j < t.length; j++) {
                sum += 0.5 * t[i] * c.get(i, j) * t[j];
            }
        }
        return sum;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
