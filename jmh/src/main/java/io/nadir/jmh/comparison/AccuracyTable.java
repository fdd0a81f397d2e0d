package io.nadir.jmh.comparison;

import io.nadir.jmh.comparison.Training.LossKind;
import io.nadir.jmh.comparison.Training.Regularization;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;

/**
 * A table of accuracies with the layout of the table of Sokolic, Giryes, Sapiro and Rodrigues (IEEE
 * Transactions on Signal Processing 65, 2017), as quoted in R. Vidal's slides. Shows the published
 * figures for MNIST next to the measured ones.
 */
final class AccuracyTable {
    /**
     * The published accuracies for 256, 512 and 1024 samples: no regularizer, weight decay,
     * Jacobian regularizer.
     */
    private static final Map<String, double[]> PUBLISHED =
            Map.of(
                    "hinge 2",
                    new double[] {88.37, 89.88, 93.83, 93.99, 94.62, 95.49, 95.79, 96.57, 97.45},
                    "hinge 3",
                    new double[] {87.22, 89.31, 93.22, 93.41, 93.97, 95.76, 95.46, 96.45, 97.60},
                    "cross-entropy 2",
                    new double[] {88.45, 88.45, 92.77, 92.29, 93.14, 95.25, 95.38, 95.79, 96.89},
                    "cross-entropy 3",
                    new double[] {89.05, 89.05, 93.10, 91.81, 93.02, 95.32, 95.11, 95.86, 97.14});

    private static final List<Integer> PUBLISHED_SIZES = List.of(256, 512, 1024);

    private AccuracyTable() {}

    /** All kinds of training. */
    static List<Training> trainings() {
        List<Training> all = new ArrayList<>();
        for (LossKind loss : LossKind.values()) {
            for (int layers = 2; layers <= 3; layers++) {
                for (Regularization regularization : Regularization.values()) {
                    all.add(new Training(loss, layers, regularization));
                }
            }
        }
        return all;
    }

    /** The table in Markdown: mean ± standard deviation, and what was published for MNIST. */
    static String of(List<Integer> sizes, BiFunction<Training, Integer, double[]> accuracies) {
        StringBuilder table =
                new StringBuilder(
                        "| loss | layers | samples | no regularizer | weight decay | product of"
                                + " norms | published for MNIST: none | weight decay | Jacobian |\n"
                                + "|---|---|---|---|---|---|---|---|---|\n");
        for (LossKind loss : LossKind.values()) {
            for (int layers = 2; layers <= 3; layers++) {
                for (int samples : sizes) {
                    table.append(row(loss, layers, samples, accuracies));
                }
            }
        }
        return table.toString();
    }

    private static String row(
            LossKind loss,
            int layers,
            int samples,
            BiFunction<Training, Integer, double[]> accuracies) {
        StringBuilder row = new StringBuilder();
        String name = loss.label();
        row.append(String.format("| %s | %d | %d |", name, layers, samples));
        for (Regularization regularization : Regularization.values()) {
            double[] values = accuracies.apply(new Training(loss, layers, regularization), samples);
            row.append(
                    String.format(Locale.ROOT, " %.1f ± %.1f |", mean(values), deviation(values)));
        }
        int at = 3 * PUBLISHED_SIZES.indexOf(samples);
        double[] published = PUBLISHED.getOrDefault(name + " " + layers, new double[0]);
        for (int k = 0; k < 3; k++) {
            row.append(at < 0 ? " |" : String.format(Locale.ROOT, " %.2f |", published[at + k]));
        }
        return row.append('\n').toString();
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElseThrow();
    }

    /**
     * Returns the standard deviation of a sample: the sum of squares is divided by one less than
     * the number of values.
     */
    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
        return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
    }
}
