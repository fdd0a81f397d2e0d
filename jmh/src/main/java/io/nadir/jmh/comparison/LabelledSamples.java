package io.nadir.jmh.comparison;

import io.nadir.io.MatrixReader;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.TrainedModel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Samples of several classes.
 *
 * @param inputs a sample a row
 * @param labels the class of each, from 0
 */
record LabelledSamples(DenseMatrix inputs, int[] labels) {
    private static final int MOST_CLASSES = 1000;

    /**
     * Reads {@code NAME.csv}, the inputs, and {@code NAME-labels.csv} in a directory.
     *
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException as {@link #of}
     */
    static LabelledSamples read(Path directory, String name) throws IOException {
        return of(
                MatrixReader.read(directory.resolve(name + ".csv")),
                MatrixReader.read(directory.resolve(name + "-labels.csv")));
    }

    /**
     * Joins what two files have.
     *
     * @throws IllegalArgumentException if there is not one label for each sample, or one is not a
     *     class
     */
    static LabelledSamples of(DenseMatrix inputs, DenseMatrix labels) {
        if (labels.columns() != 1 || labels.rows() != inputs.rows()) {
            throw new IllegalArgumentException(
                    String.format(
                            "labels are %d x %d, allowed are %d x 1: one for each sample",
                            labels.rows(), labels.columns(), inputs.rows()));
        }
        int[] classes = new int[labels.rows()];
        for (int i = 0; i < classes.length; i++) {
            double label = labels.get(i, 0);
            if (label != Math.rint(label) || label < 0 || label >= MOST_CLASSES) {
                throw new IllegalArgumentException(
                        String.format(
                                "label %d = %s, allowed are integers from 0 to %d",
                                i, label, MOST_CLASSES - 1));
            }
            classes[i] = (int) label;
        }
        return new LabelledSamples(inputs, classes);
    }

    int size() {
        return labels.length;
    }

    /** One more than the largest label. */
    int classes() {
        return IntStream.of(labels).max().orElseThrow() + 1;
    }

    /** Some of the samples, each with a further input 1 for a bias. */
    LabelledSamples withBias(int[] chosen) {
        DenseMatrix.Builder rows = DenseMatrix.builder(inputs.columns() + 1);
        int[] classes = new int[chosen.length];
        for (int k = 0; k < chosen.length; k++) {
            for (int j = 0; j < inputs.columns(); j++) {
                rows.add(inputs.get(chosen[k], j));
            }
            rows.add(1);
            classes[k] = labels[chosen[k]];
        }
        return new LabelledSamples(rows.build(), classes);
    }

    /** A 1 for the class of each sample among zeros. */
    DenseMatrix targets(int classes) {
        double[] ones = new double[Math.multiplyExact(size(), classes)];
        for (int i = 0; i < size(); i++) {
            ones[i * classes + labels[i]] = 1;
        }
        return DenseMatrix.wrap(size(), classes, ones);
    }

    /** Percentage of the samples whose class has the largest of the outputs. */
    double accuracy(TrainedModel network) {
        double[] outputs = network.outputs(inputs.toArray());
        int columns = outputs.length / size();
        int right = 0;
        for (int i = 0; i < size(); i++) {
            int best = 0;
            for (int j = 1; j < columns; j++) {
                best = outputs[i * columns + j] > outputs[i * columns + best] ? j : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        return 100.0 * right / size();
    }
}
