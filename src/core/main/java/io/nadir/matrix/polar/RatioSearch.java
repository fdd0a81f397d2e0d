package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.relaxation.RelaxationLimits;
import io.nadir.certify.relaxation.RelaxationSearch;
import io.nadir.certify.relaxation.RelaxationSearch.Outcome;
import io.nadir.model.BlockPenalty;
import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

/**
 * An upper bound of max uᵀZv / (g₁(u)·g₂(v)) for g = a‖·‖₂ + b‖·‖₁, a &gt; 0, with or without
 * signs, by relaxations for fixed ratios ‖u‖₁/‖u‖₂ and ‖v‖₁/‖v‖₂.
 *
 * <p>Every multiplier bounds all ratios ({@link RatioLine}), best those near the one it was found
 * for. So the ratios where the least of all lines is largest are looked at next, until that is at
 * most what is wanted: cutting planes, which need no tree, for a line is never lost. Each is proved
 * by a Cholesky factorization, with every rounding error.
 *
 * <p>Where one side has a Euclidean norm without a sign, it is eliminated: {@link
 * SquareRelaxation}, and, where that does not do and v has signs, {@link SplitSignRelaxation}.
 * Otherwise {@link JointRelaxation}.
 */
final class RatioSearch {
    /** Iterations between two proofs. */
    private static final int CHUNK = 30;

    /** Where between the lower bound and what is wanted a bound is looked for. */
    private static final double AIM = 0.5;

    /** How close boxes of ratios come to the lines, as a share of the excess. */
    private static final double REFINED = 0.05;

    /** Ends when the bound is this close to what relaxations can do, as a share of the excess. */
    private static final double CLOSE = 0.03;

    /** What progress is, as a share of the excess, and looks without it that end a search. */
    private static final double PROGRESS = 0.01;

    private static final int PATIENCE = 4;

    /** Largest order of a matrix. */
    private static final int LARGEST_ORDER = 2500;

    /** Matrices of that order at the same time, at most. */
    private static final int MATRICES = 20;

    /** The share of the heap that they may take. */
    private static final double HEAP = 0.5;

    /** Operations of a climb for each element of Z, at most. */
    private static final double CLIMB = 240;

    /** Operations for each element that make the sharper one pay before the simple one ends. */
    private static final double SHARPER_WORK = 1.5e5;

    /** Directions that are climbed after a look. */
    private static final int CLIMBED = 8;

    private final Panel z;
    private final RatioSource source;
    private final Runnable checkpoint;
    private final RatioBoxes boxes;
    private final Scratch scratch = new Scratch();
    private boolean sharper;
    private boolean done;
    private @Nullable RatioRelaxation relaxation;
    private @Nullable RelaxationSearch search;
    private double[] multiplier = new double[0];
    private double[] primal = new double[0];
    private double kappa;
    private double mu;

    /** What the relaxations in use cannot go below, by the last estimate. */
    private double floor;

    /** The bound at these ratios that the search has found. */
    private double ownBound;

    private int idle;
    private int looks;
    private double spent;
    private int factorizations;

    /** Is told of what is found. */
    interface Listener {
        /** Climbs from vectors v; returns the polar from below. */
        double climb(Panel starts);

        /** Hears of a better bound. */
        void improved(double bound);
    }

    /**
     * Takes a problem.
     *
     * @param z Z, m×n without padding, of largest element near 1
     * @param boxes all ratios, with a line that bounds them
     * @param source of relaxations
     */
    RatioSearch(Panel z, RatioBoxes boxes, RatioSource source, Runnable checkpoint) {
        this.z = z;
        this.boxes = boxes;
        this.source = source;
        this.checkpoint = checkpoint;
    }

    /**
     * Takes a problem with sums of Euclidean and 1-norms.
     *
     * @param z as above; the left side may be free and Euclidean, the right one only if the left
     *     one is
     */
    static RatioSearch ofNorms(
            Panel z, BlockPenalty left, BlockPenalty right, Runnable checkpoint) {
        RatioBoxes boxes = new RatioBoxes(left, right, z.rows(), z.columns());
        GramMatrix gram = isFree(left) ? new GramMatrix(z, new Scratch(), checkpoint) : null;
        double norm = GramMatrix.norm(z.data());
        boxes.add(gram == null ? new RatioLine(norm, 0, norm, 0, 0) : RatioLine.ofNorm(norm));
        NormRelaxations source = new NormRelaxations(z, left, right, gram);
        return new RatioSearch(z, boxes, source, checkpoint);
    }

    /** Whether a gauge is a Euclidean norm without a sign. */
    static boolean isFree(BlockPenalty gauge) {
        return gauge.one() == 0 && !gauge.nonNegative();
    }

    /** Whether the matrices are small enough, for Z of m×n. */
    static boolean applies(BlockPenalty left, int m, int n) {
        long order = isFree(left) ? n : (long) m + n;
        return order <= largestOrder(Runtime.getRuntime().maxMemory());
    }

    /** The largest order of a matrix for a heap of so many bytes. */
    static int largestOrder(long heap) {
        return (int) Math.min(LARGEST_ORDER, Math.sqrt(HEAP * heap / MATRICES / Double.BYTES));
    }

    /** The bound, every rounding error included. */
    double bound() {
        return boxes.bound();
    }

    int factorizations() {
        return factorizations;
    }

    /**
     * Looks for a bound of at most {@code target}, or for as good a one as there is, until the
     * budget is spent.
     *
     * @param lower what the polar is at least
     */
    void run(double target, double lower, RelaxationBudget budget, Listener listener) {
        double known = lower;
        while (!done && !budget.isSpent() && known <= target) {
            checkpoint.run();
            double attainable = attainable(target);
            RatioBoxes.Box box = boxes.refine(attainable, REFINED);
            if (box.value() <= target) {
                return;
            }
            if (box.value() <= attainable) {
                sharpenOrEnd();
                continue;
            }
            double before = boxes.bound();
            double aim = attainable > target ? attainable : known + AIM * (target - known);
            look(box, aim, target, budget);
            double after = boxes.refine(attainable(target), REFINED).value();
            if (after < before) {
                listener.improved(after);
            }
            looks++;
            // Ever more rarely: K changes little from look to look.
            if (Integer.bitCount(looks) == 1 && !budget.isSpent() && after > target) {
                known = Math.max(known, climb(budget, listener));
            }
        }
    }

    /** Searches at the ratios in the middle of a box, and takes the line that is found. */
    private void look(RatioBoxes.Box box, double aim, double target, RelaxationBudget budget) {
        RelaxationSearch active = open(box, budget);
        RatioRelaxation open = relaxation();
        double before = boxes.least(kappa, mu);
        Outcome outcome = active.run(open.goal(aim), CHUNK);
        budget.spend(active.operations() - spent);
        spent = active.operations();
        if (outcome == Outcome.MEMORY) {
            done = true;
            return;
        }
        multiplier = active.multiplier();
        primal = active.primalMatrix();
        double largest = Math.max(0, active.bound() - open.cost(multiplier));
        boxes.add(open.line(multiplier, largest, scratch, checkpoint));
        factorizations++;
        budget.spend(Math.pow(open.order(), 3));
        double after = boxes.least(kappa, mu);
        double reachable = open.polar(active.primal());
        if (outcome == Outcome.UNREACHABLE && reachable > target) {
            floor = Math.max(floor, reachable);
        }
        double work = SHARPER_WORK * z.columns() * z.columns();
        if (reachable > target && sharpens() && work <= budget.left()) {
            sharpenOrEnd();
            return;
        }
        double excess = before - Math.max(target, floor);
        boolean helps = after < before - PROGRESS * excess;
        double own = open.polar(active.bound());
        boolean converges = own < ownBound - PROGRESS * (own - reachable);
        ownBound = own;
        idle = helps || converges ? 0 : idle + 1;
        if (idle >= PATIENCE) {
            sharpenOrEnd();
        }
    }

    /** The target, or just above what the relaxation in use can do if that is more. */
    private double attainable(double target) {
        return floor > target ? floor + CLOSE * (floor - target) : target;
    }

    private RatioRelaxation relaxation() {
        RatioRelaxation open = relaxation;
        if (open == null) {
            throw new AssertionError("a search has its relaxation");
        }
        return open;
    }

    /** The search that is under way, if it is for the same ratios; else one that starts from it. */
    private RelaxationSearch open(RatioBoxes.Box box, RelaxationBudget budget) {
        RelaxationSearch known = search;
        if (known != null && box.kappa() == kappa && box.mu() == mu) {
            return known;
        }
        kappa = box.kappa();
        mu = box.mu();
        RatioRelaxation next = source.at(kappa, mu, sharper);
        RelaxationLimits limits = RelaxationLimits.none().withOperations(budget.left());
        RelaxationSearch opened = new RelaxationSearch(next, limits, checkpoint);
        opened.setStep(source.firstStep(sharper));
        if (multiplier.length == next.multiplierLength()) {
            opened.start(multiplier, primal);
        }
        relaxation = next;
        search = opened;
        ownBound = Double.POSITIVE_INFINITY;
        spent = 0;
        return opened;
    }

    /** Goes on to the sharper relaxation if there is one. */
    private void sharpenOrEnd() {
        if (!sharpens()) {
            done = true;
            return;
        }
        if (search != null) {
            // From its multiplier the sharper one would take twice as many iterations.
            multiplier = new double[source.sharperLength()];
            primal = source.sharperPrimal(search.directions(), search.weights());
        }
        sharper = true;
        search = null;
        floor = 0;
        idle = 0;
        looks = 0;
    }

    private boolean sharpens() {
        return !sharper && source.sharpens();
    }

    private double climb(RelaxationBudget budget, Listener listener) {
        RelaxationSearch active = search;
        if (active == null) {
            return 0;
        }
        Panel starts = relaxation().starts(active.directions(), CLIMBED);
        budget.spend(CLIMB * z.rows() * z.columns() * starts.columns());
        return starts.columns() == 0 ? 0 : listener.climb(starts);
    }
}
