package io.nadir.model;

/** The samples from which a network learns, each with inputs and targets. Immutable. */
public interface Samples {
    /** Returns the number of samples. */
    int count();

    /** Returns the number of inputs of a sample, not counting a bias. */
    int inputs();

    /**
     * Returns input {@code j} of a sample.
     *
     * @throws IndexOutOfBoundsException if there is no such sample or input
     */
    double input(int sample, int j);

    /**
     * Returns target {@code j} of a sample.
     *
     * @throws IndexOutOfBoundsException if there is no such sample or target
     */
    double target(int sample, int j);
}
