package io.nadir.model;

/** What a network learns from: samples, each with inputs and targets. Immutable. */
public interface Samples {
    /** Number of samples. */
    int count();

    /** Numbers in a sample, without one for a bias. */
    int inputs();

    /**
     * Input {@code j} of a sample.
     *
     * @throws IndexOutOfBoundsException if there is no such sample or input
     */
    double input(int sample, int j);

    /**
     * Target {@code j} of a sample.
     *
     * @throws IndexOutOfBoundsException if there is no such sample or target
     */
    double target(int sample, int j);
}
