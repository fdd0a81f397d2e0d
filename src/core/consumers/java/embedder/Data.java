package embedder;

import java.util.Random;

/** Small matrices, the same in every run. */
final class Data {
    private Data() {}

    /** A rows×columns matrix of the given rank plus noise, row-major. */
    static double[] lowRank(int rows, int columns, int rank, double noise, long seed) {
        Random random = new Random(seed);
        double[] u = gaussian(rows * rank, random);
        double[] v = gaussian(columns * rank, random);
        double[] values = gaussian(rows * columns, random);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = noise * values[i * columns + j];
                for (int k = 0; k < rank; k++) {
                    sum += u[i * rank + k] * v[j * rank + k];
                }
                values[i * columns + j] = sum;
            }
        }
        return values;
    }

    static double[] gaussian(int length, Random random) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }
}
