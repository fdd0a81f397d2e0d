package io.nadir.certify.relaxation;

/**
 * Is told how a {@link RelaxationSearch} gets on, every few iterations, on the searching thread.
 */
@FunctionalInterface
public interface RelaxationListener {
    /**
     * Is called after a look at the bound.
     *
     * @param iteration number of iterations made
     * @param bound estimate of the best bound so far
     * @param primal estimate of what no bound of this relaxation goes below
     */
    void progress(long iteration, double bound, double primal);
}
