package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.relaxation.Relaxation;
import io.nadir.certify.relaxation.RelaxationLimits;
import io.nadir.certify.relaxation.RelaxationSearch;

/**
 * An upper bound of max { uᵀRv : u, v ≥ 0, ‖u‖ = ‖v‖ = 1 }: with x = (u, v)/√2 and S = [0 R; Rᵀ 0]
 * it is max xᵀSx, and at most λ_max(H) for every symmetric H ≥ S. The best H solves the dual of the
 * semidefinite relaxation over matrices X ⪰ 0, X ≥ 0 of trace 1. It bounds no worse than min over N
 * ≥ 0 of σ_max(R + N), which is H = [0 R+N; (R+N)ᵀ 0], nor, by the Schur complement, than min over
 * N ≥ 0 of √λ_max(RRᵀ + N).
 *
 * <p>Memory: eleven matrices of (m+n)×(m+n).
 */
final class SignedSpectrum {
    /** Flops that a search may take. */
    private static final double BUDGET = 2e11;

    private static final int MOST_ITERATIONS = 600;

    /** Rank of X and spare columns, for the cost. */
    private static final int USUAL_RANK = 24;

    /** Fewer iterations than this do not pay. */
    private static final int FEWEST_ITERATIONS = 100;

    /** Iterations without progress after which a search ends. */
    private static final int PATIENCE = 60;

    /** What progress is, as a share of the distance to what is wanted. */
    private static final double PROGRESS = 0.02;

    /** Flops that are spent without asking for progress. */
    private static final double CHEAP = 1e9;

    /** How close to the best bound a search ends, as a share of what that one is missing. */
    private static final double CLOSE = 2e-4;

    /** Share of the heap that a search may take. */
    private static final double MEMORY_SHARE = 0.5;

    private final RelaxationSearch search;

    /**
     * Takes a problem.
     *
     * @param r R, m×n without padding; not changed
     * @param start R + N with N ≥ 0, the same layout, to start from
     */
    SignedSpectrum(Panel r, Panel start, Runnable checkpoint) {
        int side = r.rows() + r.columns();
        double[] s = joined(r);
        double[] multiplier = joined(start);
        for (int at = 0; at < s.length; at++) {
            multiplier[at] -= s[at];
        }
        RelaxationLimits limits =
                RelaxationLimits.none()
                        .withIterations(MOST_ITERATIONS)
                        .withOperations(BUDGET)
                        .withMemory((long) (MEMORY_SHARE * Runtime.getRuntime().maxMemory()));
        this.search = new RelaxationSearch(new Above(side, s), limits, checkpoint);
        search.setCloseness(CLOSE);
        search.start(multiplier, new double[s.length]);
    }

    /** Returns whether the bound is worth its cost. */
    static boolean applies(int m, int n) {
        double side = (double) m + n;
        return side * side <= DenseResidual.LARGEST && flops(side) * FEWEST_ITERATIONS <= BUDGET;
    }

    private static double flops(double side) {
        return side * side * (8 * Math.min(side, USUAL_RANK) + 20);
    }

    private static double[] joined(Panel r) {
        int m = r.rows();
        int n = r.columns();
        int side = m + n;
        double[] out = new double[Math.multiplyExact(side, side)];
        for (int i = 0; i < m; i++) {
            System.arraycopy(r.data(), i * n, out, i * side + m, n);
            for (int j = 0; j < n; j++) {
                out[(m + j) * side + i] = r.data()[i * n + j];
            }
        }
        return out;
    }

    /**
     * Looks for a bound of at most {@code wanted} &gt; 0, or else for as good a one as there is.
     */
    void search(double wanted) {
        // The first steps may lead away from where it started.
        double before = Double.POSITIVE_INFINITY;
        RelaxationSearch.Outcome outcome = search.run(wanted, FEWEST_ITERATIONS);
        while (outcome == RelaxationSearch.Outcome.ITERATIONS
                && search.iterations() < MOST_ITERATIONS
                && (search.operations() < CHEAP
                        || !(search.bound() > before - PROGRESS * (before - wanted)))) {
            before = search.bound();
            outcome = search.run(wanted, PATIENCE);
        }
    }

    /** λ_max of the best H found, every rounding error included; infinite if memory is short. */
    double proved() {
        return search.proved();
    }

    /** H = S + t ≥ S. Whatever is rounded, H ≥ S, so that no error comes from H. */
    private record Above(int order, double[] objective) implements Relaxation {
        @Override
        public double adjointError(double[] t, double size) {
            return 0;
        }

        @Override
        public void proximal(double[] t, double step) {
            for (int at = 0; at < t.length; at++) {
                t[at] = Math.max(0, t[at]);
            }
        }
    }
}
