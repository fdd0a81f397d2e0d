package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.twolayer.polar.ReluPolar;
import io.nadir.network.twolayer.polar.ReluProblem;
import io.nadir.network.twolayer.polar.ReluRequest;
import io.nadir.network.twolayer.polar.ReluTightening;

import java.util.Arrays;
import java.util.List;

/**
 * Bounds of max { Σ_n a_n·(s_n·w)₊ + b_n·(−s_n·w)₊ : ‖w‖ ≤ 1 }: the polar of a two-layer network
 * whose samples are the rows of S and, where b is not 0, those of −S. It has both signs of the
 * function, which costs nothing where the leaves of {@link Majorants} come in pairs: the negative
 * of one is nowhere more than the other.
 */
final class ChainEnd {
    /** A bound of this size needs no improvement. */
    private static final double ANY = 0x1p200;

    private static final double GAP = 1e-9;
    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel inputs;
    private final Panel doubled;
    private final long seed;
    private final Runnable checkpoint;
    private int rank = ReluPolar.MOST_EXACT_RANK;
    private double operations;

    /**
     * Takes the samples.
     *
     * @param inputs S, N×d; not copied
     */
    ChainEnd(Panel inputs, long seed, Runnable checkpoint) {
        this.inputs = inputs;
        this.seed = seed;
        this.checkpoint = checkpoint;
        int n = inputs.rows();
        this.doubled = Panel.zeros(2 * n, inputs.columns());
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < inputs.columns(); k++) {
                doubled.set(i, k, inputs.get(i, k));
                doubled.set(n + i, k, -inputs.get(i, k));
            }
        }
    }

    int samples() {
        return inputs.rows();
    }

    int dimension() {
        return inputs.columns();
    }

    /** Whether all samples that mattered so far are in a plane, where bounds are exact. */
    boolean isExact() {
        return rank <= ReluPolar.MOST_EXACT_RANK;
    }

    /** Takes from a budget what has been done since the last call, and {@code others}. */
    void charge(RelaxationBudget budget, double others) {
        budget.spend(operations + others);
        operations = 0;
    }

    /** Quick bounds, with points where the value is large. */
    ReluPolar.Result quick(double[] positive, double[] negative) {
        return bounds(positive, negative, ANY, 0);
    }

    /** An upper bound without a search. */
    double upper(double[] positive, double[] negative) {
        return ReluPolar.upper(problem(positive, negative), checkpoint);
    }

    /** Bounds with branch and bound over as many cones. */
    ReluPolar.Result bounds(double[] positive, double[] negative, double enough, long cones) {
        ReluProblem problem = problem(positive, negative);
        ReluRequest request = new ReluRequest(enough, GAP, cones, seed, checkpoint);
        ReluPolar.Result result = ReluPolar.bounds(problem, request);
        rank = Math.max(rank, result.rank());
        double size = (double) problem.inputs().rows() * inputs.columns();
        operations += size * (isExact() ? 300 : 20_000);
        return result;
    }

    /** A search for better ones than are known. */
    ReluTightening tightening(double[] positive, double[] negative, ReluPolar.Result known) {
        return new ReluTightening(problem(positive, negative), known, GAP, checkpoint);
    }

    /** Goes on with that search. */
    static ReluPolar.Result run(ReluTightening search, double enough, RelaxationBudget budget) {
        return search.run(enough, Double.POSITIVE_INFINITY, budget, found -> {});
    }

    private ReluProblem problem(double[] positive, double[] negative) {
        int n = inputs.rows();
        boolean one = Arrays.stream(negative).allMatch(b -> b == 0);
        double[] values = Arrays.copyOf(positive, one ? n : 2 * n);
        if (!one) {
            System.arraycopy(negative, 0, values, n, n);
        }
        Panel dual = Panel.wrap(values, values.length, 1, 0);
        return new ReluProblem(one ? inputs : doubled, dual, 0);
    }

    /** S·w for each of the points that were found. */
    double[] products(double[] w) {
        double[] t = new double[inputs.rows()];
        for (int i = 0; i < t.length; i++) {
            t[i] = KERNELS.dot(inputs.data(), i * inputs.stride(), w, 0, w.length);
        }
        return t;
    }

    /** The best points of a result. */
    static List<double[]> points(ReluPolar.Result result, int most) {
        return result.pairs().stream().limit(most).map(SingularCandidate::u).toList();
    }
}
