package io.nadir.reference;

import static io.nadir.reference.ExactProblem.DIGITS;
import static io.nadir.reference.ExactProblem.exact;
import static io.nadir.reference.ExactProblem.norm;
import static io.nadir.reference.ExactProblem.soft;
import static io.nadir.reference.ExactProblem.times;

import io.nadir.Problem;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.ModelData;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * ReLU networks of two and three layers whose samples are orthogonal and of one length, and each of
 * which has one output to fit, 0 in the others. Then S·w may be any vector, and it is best to fit
 * the samples of one output and one sign together: the polar is the largest norm of such a part of
 * Z, and the optimum that of each part by itself, a soft threshold of its norm. In three layers, no
 * mean of units is better than one. Samples are rows of Hadamard matrices, in a space of up to
 * eight dimensions, where no sweep is exact.
 */
public final class OrthogonalNetworks {
    private final Random random;

    private OrthogonalNetworks(Random random) {
        this.random = random;
    }

    /** Problem number {@code index}: two layers and three take turns. */
    public static ExactProblem generate(int index) {
        return new OrthogonalNetworks(new Random(index)).make(index % 2 == 1);
    }

    private ExactProblem make(boolean deep) {
        int d = random.nextInt(4) == 0 ? 8 : 4;
        int samples = 1 + random.nextInt(d);
        int outputs = 1 + random.nextInt(deep ? 2 : 3);
        double length = Math.scalb(1 + random.nextDouble(), random.nextInt(40) - 20);
        double[] s = inputs(samples, d, length);
        double[] y = elements(samples, ExactProblems.scale(random));
        BigDecimal[] parts = parts(y, outputs);
        BigDecimal gain = times(new BigDecimal(length), new BigDecimal(d).sqrt(DIGITS));
        double polar = ExactProblems.largest(parts).multiply(gain).doubleValue();
        double lambda = ExactProblems.lambda(random, polar == 0 ? 1 : polar);
        BigDecimal threshold = new BigDecimal(lambda).divide(gain, DIGITS);
        BigDecimal optimum = BigDecimal.ZERO;
        for (BigDecimal part : parts) {
            optimum = optimum.add(soft(part, threshold), DIGITS);
        }
        double[] targets = new double[samples * outputs];
        for (int n = 0; n < samples; n++) {
            targets[n * outputs + n % outputs] = y[n];
        }
        BigDecimal[] ones = new BigDecimal[targets.length];
        Arrays.fill(ones, BigDecimal.ONE);
        boolean products = random.nextBoolean();
        DenseMatrix inputs = DenseMatrix.wrap(samples, d, s);
        DenseMatrix wanted = DenseMatrix.wrap(samples, outputs, targets);
        int[] widths = {d, 2 + random.nextInt(2), 1 + random.nextInt(2), outputs};
        return new ExactProblem(
                "%s layers, %d samples of %d, %d outputs"
                        .formatted(deep ? "three" : "two", samples, d, outputs),
                problem(data(deep, inputs, wanted, widths), deep, products, lambda),
                deep
                        ? w -> outputs(exact(s), w, widths)
                        : w -> outputs(exact(s), w, new int[] {d, 1, outputs}),
                products ? ExactProblems::productOfNorms : w -> mean(w),
                exact(targets),
                ones,
                optimum,
                null);
    }

    private static ModelData data(
            boolean deep, DenseMatrix inputs, DenseMatrix wanted, int[] widths) {
        return deep
                ? new DeepNetwork(
                        inputs, wanted, Subnetwork.relu(widths[0], widths[1], widths[2], widths[3]))
                : TwoLayerNetwork.relu(inputs, wanted);
    }

    private static Problem problem(ModelData data, boolean deep, boolean products, double lambda) {
        EuclideanPlusL1 euclidean = EuclideanPlusL1.EUCLIDEAN;
        if (products) {
            GaugeProduct product =
                    deep
                            ? new GaugeProduct(List.of(euclidean, euclidean, euclidean))
                            : new GaugeProduct(euclidean, euclidean);
            return new Problem(data, new SquaredLoss(), product, lambda);
        }
        return new Problem(
                data,
                new SquaredLoss(),
                deep ? new NormPowers(3, false) : new SquaredNorms(),
                lambda);
    }

    /** Rows of a Hadamard matrix times a number, columns in any order and of any sign. */
    private double[] inputs(int samples, int d, double length) {
        int shift = random.nextInt(d);
        int[] signs = random.ints(d, 0, 2).toArray();
        double[] s = new double[samples * d];
        for (int n = 0; n < samples; n++) {
            for (int k = 0; k < d; k++) {
                int ones = Integer.bitCount(n & (k ^ shift)) + signs[k];
                s[n * d + k] = ones % 2 == 0 ? length : -length;
            }
        }
        return s;
    }

    private double[] elements(int count, double scale) {
        double[] y = new double[count];
        int kind = random.nextInt(20) == 0 ? 4 : random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int sign = random.nextBoolean() ? 1 : -1;
            y[i] =
                    scale
                            * switch (kind) {
                                case 0 -> sign;
                                case 1 -> sign * (1 + i * 1e-12);
                                case 2 -> random.nextInt(3) == 0 ? 0 : random.nextGaussian();
                                case 3 -> random.nextGaussian();
                                default -> 0;
                            };
        }
        return y;
    }

    /** For each output the norms of the positive and of the negative elements. */
    private static BigDecimal[] parts(double[] y, int outputs) {
        BigDecimal[] parts = new BigDecimal[2 * outputs];
        for (int part = 0; part < parts.length; part++) {
            double[] own = new double[y.length];
            for (int n = part / 2; n < y.length; n += outputs) {
                own[n] = part % 2 == 0 ? Math.max(0, y[n]) : Math.min(0, y[n]);
            }
            parts[part] = norm(exact(own));
        }
        return parts;
    }

    /** The outputs of all samples, with rectifiers between the layers. */
    private static BigDecimal[] outputs(BigDecimal[] s, BigDecimal[][] w, int[] widths) {
        int samples = s.length / widths[0];
        BigDecimal[] layer = s;
        for (int k = 0; k < w.length; k++) {
            BigDecimal[] next = new BigDecimal[samples * widths[k + 1]];
            for (int at = 0; at < next.length; at++) {
                BigDecimal sum = BigDecimal.ZERO;
                for (int i = 0; i < widths[k]; i++) {
                    BigDecimal weight = w[k][i * widths[k + 1] + at % widths[k + 1]];
                    BigDecimal input = layer[at / widths[k + 1] * widths[k] + i];
                    sum = sum.add(times(weight, input), DIGITS);
                }
                next[at] = k + 1 < w.length ? sum.max(BigDecimal.ZERO) : sum;
            }
            layer = next;
        }
        return layer;
    }

    /** Σ‖w^k‖^K/K. */
    private static BigDecimal mean(BigDecimal[][] w) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal[] block : w) {
            sum = sum.add(norm(block).pow(w.length, DIGITS), DIGITS);
        }
        return sum.divide(new BigDecimal(w.length), DIGITS);
    }
}
