package io.nadir.cli.demo;

import io.nadir.matrix.DenseMatrix;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A photograph some of whose pixels are corrupted. */
final class SpoiltPhotograph {
    private static final double SHARE = 0.1;

    private SpoiltPhotograph() {}

    /** A tenth of the pixels, chosen at random but always the same, get a random brightness. */
    static DenseMatrix of(DenseMatrix photograph) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        double[] pixels = new double[photograph.rows() * photograph.columns()];
        for (int k = 0; k < pixels.length; k++) {
            boolean wrong = random.nextDouble() < SHARE;
            double brightness = random.nextInt(256);
            double right = photograph.get(k / photograph.columns(), k % photograph.columns());
            pixels[k] = wrong ? brightness : right;
        }
        return DenseMatrix.wrap(photograph.rows(), photograph.columns(), pixels);
    }
}
