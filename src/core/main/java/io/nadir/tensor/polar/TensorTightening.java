package io.nadir.tensor.polar;

import io.nadir.array.Panel;
import io.nadir.certify.relaxation.RelaxationLimits;
import io.nadir.certify.relaxation.RelaxationSearch;
import io.nadir.certify.relaxation.RelaxationSearch.Outcome;
import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Upper bounds of the norm of a tensor R, as stored, by relaxations of growing cost, all of them
 * proved. What is unknown of the row modes costs nothing in a {@link TensorStage}, so the first one
 * has as many of them as possible, and the last one only the largest. Each may continue later.
 */
final class TensorTightening {
    /** Iterations before the first proof, and then each time as many more as before. */
    private static final int FIRST_ITERATIONS = 10;

    private static final int MOST_ITERATIONS = 80;

    /** The share of the budget that a stage may take if there is a better one. */
    private static final double SHARE = 0.25;

    /** Faster than larger and smaller ratios by a third, on diffusion tensors. */
    private static final double STEP = 1;

    /** Operations of a few iterations, for each element of a matrix. */
    private static final double FEW_ITERATIONS = 2000;

    /** The share of the heap that a stage may take, with what its search takes. */
    private static final double HEAP = 0.5;

    /** Matrices of a stage and of its search, all at the same time. */
    private static final int MATRICES = 16;

    /** The order of a relaxation from which on a core may be much cheaper. */
    private static final int WORTH_COMPRESSING = 200;

    private static final int LARGEST_CORE = 300;

    /** What a core aims at where the rest of the tensor leaves no room. */
    private static final double HOPELESS = 1 + 1e-5;

    /** Eigenvectors of K that are rounded. */
    private static final int DIRECTIONS = 8;

    private final TensorResidual residual;
    private final boolean[] nonNegative;
    private final Runnable checkpoint;
    private final List<Open> stages = new ArrayList<>();
    private boolean compressed;
    private double bound = Double.POSITIVE_INFINITY;
    private int factorizations;

    /** What is told of the progress of a search. */
    interface Listener {
        /** Called after each proof; returns whether to go on. */
        boolean onBound();

        /** Called with vectors near which R may have a large value, one for each mode. */
        void onStarts(List<List<double[]>> starts);
    }

    /** A stage, of R or of its core, and where its search has come to. */
    private static final class Open {
        private final TensorStage stage;
        private final @Nullable TensorCompression compression;
        private double @Nullable [] multiplier;
        private double @Nullable [] primal;
        private boolean finished;

        Open(TensorStage stage, @Nullable TensorCompression compression) {
            this.stage = stage;
            this.compression = compression;
        }

        /** The bound of the relaxation to aim at. */
        double target(double lower, double wanted) {
            if (compression == null) {
                return stage.target(wanted);
            }
            // Moving the core's bound moves that of R by no more.
            double room = wanted - compression.bound(lower, wanted);
            return stage.target(Math.max(lower + room, lower * HOPELESS));
        }

        /** The bound of ‖R‖ that a bound of the relaxation gives. */
        double norm(double relaxed, double wanted) {
            double norm = stage.norm(relaxed);
            return compression == null || norm == Double.POSITIVE_INFINITY
                    ? norm
                    : compression.bound(norm, wanted);
        }

        List<List<double[]>> starts(Panel directions) {
            List<List<double[]>> starts = new ArrayList<>();
            for (int j = 0; j < Math.min(DIRECTIONS, directions.columns()); j++) {
                double[] k = new double[directions.rows()];
                for (int i = 0; i < k.length; i++) {
                    k[i] = directions.get(i, j);
                }
                List<double[]> vectors = stage.vectors(k);
                starts.add(compression == null ? vectors : compression.lifted(vectors));
            }
            return starts;
        }
    }

    /**
     * Plans the stages.
     *
     * @param nonNegative for each mode whether its vectors are at least 0
     * @param checkpoint called often; may throw to give up
     */
    TensorTightening(TensorResidual residual, boolean[] nonNegative, Runnable checkpoint) {
        this.residual = residual;
        this.nonNegative = nonNegative.clone();
        this.checkpoint = checkpoint;
        for (int rowModes : splits(residual.shape())) {
            boolean signed = true;
            boolean any = false;
            for (int k = 0; k < nonNegative.length; k++) {
                signed &= (rowModes >> k & 1) == 0 || nonNegative[k];
                any |= nonNegative[k] && residual.shape()[k] > 1;
            }
            int large = large(residual.shape()).length;
            if (large - Integer.bitCount(rowModes) > 1 || any) {
                stages.add(open(rowModes, false));
            }
            if (signed) {
                stages.add(open(rowModes, true));
            }
        }
    }

    private Open open(int rowModes, boolean keepsRows) {
        return new Open(new TensorStage(residual, nonNegative, rowModes, keepsRows), null);
    }

    /**
     * Puts the relaxation of a core before the last one, if that is large and a core is small, and
     * if the budget and the memory are enough to find one.
     */
    private void compress(RelaxationBudget budget) {
        Open last = stages.getLast();
        for (boolean signed : nonNegative) {
            if (signed) {
                return;
            }
        }
        double tensors = TensorCompression.COPIES * Double.BYTES * residual.entries().length;
        if (last.stage.order() < WORTH_COMPRESSING
                || tensors > HEAP * Runtime.getRuntime().maxMemory()
                || TensorCompression.operations(residual) >= budget.left()) {
            return;
        }
        compressed = true;
        int kept = large(residual.shape())[0];
        int most = Math.min(LARGEST_CORE, last.stage.order() / 2);
        TensorCompression compression = TensorCompression.of(residual, most, kept, checkpoint);
        budget.spend(TensorCompression.operations(residual));
        if (compression != null) {
            TensorStage core = new TensorStage(compression.core(), nonNegative, 1 << kept, false);
            stages.add(stages.size() - 1, new Open(core, compression));
        }
    }

    /** Whether a tensor has relaxations that say more than its unfoldings. */
    static boolean applies(int[] shape, boolean[] nonNegative) {
        int[] large = large(shape);
        return large.length > 2
                || (large.length == 2 && IntStream.of(large).anyMatch(k -> nonNegative[k]));
    }

    /** Sets of row modes: the m largest modes, for each m that leaves two, or one of two. */
    private static int[] splits(int[] shape) {
        int[] modes = large(shape);
        int most = Math.max(1, modes.length - 2);
        int[] sets = new int[modes.length < 2 ? 0 : most];
        int set = 0;
        for (int m = 1; m <= sets.length; m++) {
            set |= 1 << modes[m - 1];
            sets[sets.length - m] = set;
        }
        return sets;
    }

    /** The modes larger than 1, largest first. */
    private static int[] large(int[] shape) {
        return IntStream.range(0, shape.length)
                .filter(k -> shape[k] > 1)
                .boxed()
                .sorted(Comparator.comparingInt(k -> -shape[k]))
                .mapToInt(k -> k)
                .toArray();
    }

    /** The best bound so far; infinite at first. */
    double bound() {
        return bound;
    }

    int factorizations() {
        return factorizations;
    }

    /**
     * Searches until the bound is at most {@code wanted}, no relaxation can lower it further, the
     * budget is spent or the listener ends it.
     *
     * @param lower a lower bound of the norm
     */
    void run(double lower, double wanted, RelaxationBudget budget, Listener listener) {
        if (!compressed && !stages.isEmpty()) {
            compress(budget);
        }
        for (int i = 0; i < stages.size() && bound > wanted && !budget.isSpent(); i++) {
            Open open = stages.get(i);
            boolean last = i == stages.size() - 1;
            double allowed = (last ? 1 : SHARE) * budget.left();
            if (!open.finished && isAffordable(open.stage, allowed)) {
                if (last && i > 0) {
                    startFromCore(stages.get(i - 1), open);
                }
                if (!run(open, lower, wanted, allowed, budget, listener)) {
                    return;
                }
            }
        }
    }

    /** Whether a factorization and a few iterations are within the budget, and fit into memory. */
    private static boolean isAffordable(TensorStage stage, double operations) {
        double order = stage.order();
        double square = order * order;
        return square < Integer.MAX_VALUE - Panel.LANES
                && MATRICES * Double.BYTES * square <= HEAP * Runtime.getRuntime().maxMemory()
                && square * (order + FEW_ITERATIONS) <= operations;
    }

    private boolean run(
            Open open,
            double lower,
            double wanted,
            double allowed,
            RelaxationBudget budget,
            Listener listener) {
        RelaxationLimits limits = RelaxationLimits.none().withOperations(allowed);
        RelaxationSearch search = new RelaxationSearch(open.stage.relaxation(), limits, checkpoint);
        search.setStep(STEP);
        search.setAttained(open.stage.attained(lower));
        if (open.multiplier != null && open.primal != null) {
            search.start(open.multiplier, open.primal);
        }
        double target = open.target(lower, wanted);
        double spent = 0;
        int iterations = FIRST_ITERATIONS;
        Outcome outcome = Outcome.ITERATIONS;
        while (outcome == Outcome.ITERATIONS) {
            outcome = search.run(target, iterations);
            bound = Math.min(bound, open.norm(search.proved(), wanted));
            factorizations++;
            budget.spend(search.operations() - spent);
            spent = search.operations();
            listener.onStarts(open.starts(search.directions()));
            if (!listener.onBound() || bound <= wanted || budget.isSpent()) {
                break;
            }
            iterations = Math.min(MOST_ITERATIONS, 2 * iterations);
        }
        open.finished = outcome == Outcome.UNREACHABLE;
        open.multiplier = search.multiplier();
        open.primal = search.primalMatrix();
        return bound > wanted && !budget.isSpent();
    }

    /**
     * Lets the last stage start from where the core's has come to. Only once it is known to fit
     * into memory: its matrices may be far larger than those of the core.
     */
    private void startFromCore(Open core, Open last) {
        TensorCompression compression = core.compression;
        if (compression != null
                && last.multiplier == null
                && core.multiplier != null
                && core.primal != null) {
            int kept = large(residual.shape())[0];
            last.multiplier = compression.lifted(core.multiplier, kept);
            last.primal = compression.lifted(core.primal, kept);
        }
    }
}
