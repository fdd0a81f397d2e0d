package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** Small nonnegative least squares problems, against the best of all sets of free elements. */
class NonNegativeQuadraticTest {
    private static final int R = 5;

    @Test
    void theMinimumIsThatOfTheBestSetOfFreeElements() {
        Random random = new Random(3);
        for (int trial = 0; trial < 300; trial++) {
            Panel v = Panel.zeros(4, R);
            for (int j = 0; j < 4; j++) {
                for (int k = 0; k < R; k++) {
                    // Some columns are nearly the same.
                    double noise = Math.pow(10, -(trial % 7));
                    v.set(j, k, k % 2 == 0 ? random.nextGaussian() : v.get(j, k - 1) + noise);
                }
            }
            double lambda = Math.pow(10, -(trial % 5));
            NonNegativeQuadratic found = new NonNegativeQuadratic(R);
            found.clear(lambda);
            double[] a = new double[R * R];
            double[] b = new double[R];
            for (int j = 0; j < 4; j++) {
                double weight = random.nextDouble();
                double y = random.nextGaussian();
                found.add(weight, y, v, j);
                for (int k = 0; k < R; k++) {
                    b[k] += weight * y * v.get(j, k);
                    for (int l = 0; l < R; l++) {
                        a[k * R + l] += weight * v.get(j, k) * v.get(j, l);
                    }
                }
            }
            Panel x = Panel.zeros(1, R);
            found.minimizeInto(x, 0);
            double[] elements = new double[R];
            for (int k = 0; k < R; k++) {
                elements[k] = x.get(0, k);
                assertThat(elements[k]).isNotNegative();
            }
            double least = leastOfAllSets(a, b, lambda);
            assertThat(value(a, b, lambda, elements))
                    .isCloseTo(least, within(1e-13 * (1 + Math.abs(least))));
        }
    }

    private static double leastOfAllSets(double[] a, double[] b, double lambda) {
        double least = 0;
        for (int set = 1; set < 1 << R; set++) {
            int[] free = new int[Integer.bitCount(set)];
            for (int k = 0, at = 0; k < R; k++) {
                if ((set >> k & 1) != 0) {
                    free[at++] = k;
                }
            }
            double[] small = new double[R * R];
            double[] right = new double[R];
            double[] solved = new double[R];
            for (int i = 0; i < free.length; i++) {
                right[i] = b[free[i]];
                for (int j = 0; j < free.length; j++) {
                    small[i * R + j] = a[free[i] * R + free[j]];
                }
            }
            NormalEquations.solve(
                    small, right, 0, free.length, R, lambda, new double[R * R], solved, 0);
            double[] x = new double[R];
            boolean allowed = true;
            for (int i = 0; i < free.length; i++) {
                x[free[i]] = solved[i];
                allowed &= solved[i] >= 0;
            }
            least = allowed ? Math.min(least, value(a, b, lambda, x)) : least;
        }
        return least;
    }

    private static double value(double[] a, double[] b, double lambda, double[] x) {
        double value = 0;
        for (int k = 0; k < R; k++) {
            value += 0.5 * lambda * x[k] * x[k] - b[k] * x[k];
            for (int l = 0; l < R; l++) {
                value += 0.5 * x[k] * a[k * R + l] * x[l];
            }
        }
        return value;
    }
}
