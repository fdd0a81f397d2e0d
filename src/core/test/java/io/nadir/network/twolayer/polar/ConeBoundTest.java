package io.nadir.network.twolayer.polar;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

/** Bounds of single cones, where no other cone and no global bound hides an error. */
class ConeBoundTest {
    private static final int SAMPLES = 40;

    /** Down from an orthant by random halves, which inherit what the parent has decided. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void noDirectionOfAConeExceedsItsBound(int q) {
        int tight = 0;
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int r = 2 + seed % 3;
            int n = 1 + random.nextInt(12);
            double slope = seed % 2 == 0 ? 0 : 0.3;
            ReluFunction f =
                    new ReluFunction(gaussian(random, n, r), gaussian(random, n, q), slope);
            ConeBound bounds = new ConeBound(CollinearRows.of(f));
            Cone cone =
                    new Cone(orthant(random, r), new double[0], new int[0], 0, Double.MAX_VALUE);
            Cone parent = null;
            for (int depth = 0; depth < 14; depth++) {
                double best = sampled(f, cone.vertices(), random);
                double floor = 0.3 * best;
                parent = bounds.bound(cone.vertices(), parent, Double.MAX_VALUE, floor, 0);
                double upper = parent.upper() + bounds.rounding();
                assertThat(upper).as("seed %d, depth %d", seed, depth).isGreaterThan(best);
                tight += upper <= 1.02 * best ? 1 : 0;
                double[] half = half(parent.vertices(), r, random.nextBoolean());
                cone = new Cone(half, new double[0], new int[0], 0, 0);
            }
        }
        assertThat(tight).as("bounds within 2 %").isGreaterThan(400);
    }

    /** Halves share the middle of the longest edge, and replace one end of it each. */
    @Test
    void twoHalvesMakeAWhole() {
        Random random = new Random(3);
        double[] vertices = orthant(random, 4);
        for (int depth = 0; depth < 40; depth++) {
            double[] first = half(vertices, 4, true);
            double[] second = half(vertices, 4, false);
            int changed = 0;
            for (int k = 0; k < 16; k += 4) {
                double[] old = Arrays.copyOfRange(vertices, k, k + 4);
                double[] left = Arrays.copyOfRange(first, k, k + 4);
                double[] right = Arrays.copyOfRange(second, k, k + 4);
                boolean isLeft = !Arrays.equals(old, left);
                boolean isRight = !Arrays.equals(old, right);
                assertThat(isLeft && isRight).isFalse();
                changed += isLeft || isRight ? 1 : 0;
            }
            assertThat(changed).isEqualTo(2);
            vertices = random.nextBoolean() ? first : second;
        }
    }

    private static double[] half(double[] vertices, int r, boolean first) {
        return Objects.requireNonNull(new ConeGeometry(vertices, r).half(first));
    }

    private static double sampled(ReluFunction f, double[] vertices, Random random) {
        int r = f.dimension();
        double best = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            double[] w = new double[r];
            for (int k = 0; k < r; k++) {
                double weight = Math.pow(random.nextDouble(), 2);
                for (int j = 0; j < r; j++) {
                    w[j] += weight * vertices[k * r + j];
                }
            }
            best = Math.max(best, f.value(ReluFunction.unit(w)));
        }
        return best;
    }

    private static double[] orthant(Random random, int r) {
        double[] vertices = new double[r * r];
        for (int k = 0; k < r; k++) {
            vertices[k * r + k] = random.nextBoolean() ? 1 : -1;
        }
        return vertices;
    }

    private static Panel gaussian(Random random, int rows, int columns) {
        double[] data = new double[rows * columns];
        Arrays.setAll(data, k -> random.nextGaussian());
        return Panel.wrap(data, rows, columns, 0);
    }
}
