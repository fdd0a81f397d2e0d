package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.LargestEigenvalue;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

/**
 * Where a {@link RelaxationSearch} has come to: the primal-dual iterate, the best multiplier, and
 * the steps that lead on. All numbers are in units of a power of two near λ_max(C).
 */
final class RelaxationState {
    /** The relaxation parameter (Condat 2013), which must be below 2. */
    private static final double RELAXATION = 1.9;

    /** How much larger the best multiplier may be than the present one; see {@code distance}. */
    private static final double GROWTH = 10;

    /** How far from θ eigenvalues count for a Newton step, in units of the excess of the bound. */
    private static final double WINDOW = 5;

    private static final int MOST_NEWTON_STEPS = 3;

    /** The share of the excess that is left after a Newton step that is worth another one. */
    private static final double PAYS = 0.6;

    /** A cost that is only rounding, as a share of the bound. */
    private static final double NO_COST = 1e-12;

    private static final DenseKernels KERNELS = Kernels.get();

    private final Relaxation relaxation;
    private final Blocks blocks;
    private final StepRatio step;
    private final Runnable checkpoint;
    private final int length;
    private final double norm;
    private final ScaledObjective objective;
    private final double[] c;
    private final double[] t;
    private final double[] nextT;
    private final double[] best;
    private final double[] lifted;
    private final double[] nextLifted;
    private final double[] k;
    private final double[] matrix;
    private final Spectraplex cone;
    private final FaceStep face;
    private final NewtonPlan plan = new NewtonPlan();
    private final Scratch scratch = new Scratch();

    /** Of one call each of the relaxation's maps. */
    private final double mapOperations;

    private double modelOperations;
    private double value;
    private double bestBound = Double.POSITIVE_INFINITY;
    private double lastBound = Double.POSITIVE_INFINITY;
    private double bestProved = Double.POSITIVE_INFINITY;
    private boolean isProved;
    private double floor;

    /**
     * Starts from t = 0 and K = I/n.
     *
     * @throws IllegalArgumentException if C is not symmetric, or an element is not finite
     */
    RelaxationState(Relaxation relaxation, Blocks blocks, StepRatio step, Runnable checkpoint) {
        this.relaxation = relaxation;
        this.blocks = blocks;
        this.step = step;
        this.checkpoint = checkpoint;
        this.length = relaxation.multiplierLength();
        this.norm = Math.max(relaxation.norm(), Double.MIN_NORMAL);
        this.matrix = new double[blocks.length()];
        this.t = new double[length];
        this.nextT = new double[length];
        this.best = new double[length];
        this.lifted = new double[length];
        this.nextLifted = new double[length];
        this.k = blocks.identity();
        this.cone = new Spectraplex(blocks, matrix, checkpoint);
        this.face = new FaceStep(relaxation, blocks, cone, matrix);
        this.mapOperations = relaxation.operations();
        this.objective = new ScaledObjective(relaxation, blocks, matrix, cone);
        this.c = objective.elements();
        relaxation.lift(k, lifted);
        offer(t, false);
    }

    /** What numbers are in units of this search. */
    ScaledObjective units() {
        return objective;
    }

    /** Goes on from a multiplier and a K in units of the relaxation. */
    void start(double[] multiplier, double[] primalMatrix) {
        for (int i = 0; i < length; i++) {
            t[i] = objective.scaled(multiplier[i]);
        }
        relaxation.proximal(t, 0);
        System.arraycopy(primalMatrix, 0, k, 0, k.length);
        relaxation.lift(k, lifted);
        offer(t, false);
    }

    /** From (k, t) to (matrix, nextT), and beyond by the relaxation. */
    void step() {
        form(t);
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = matrix[i] / step.ratio() + k[i];
        }
        cone.project();
        relaxation.lift(matrix, cone.directions(), cone.weights(), nextLifted);
        double size = step.ratio() / norm / norm;
        for (int i = 0; i < length; i++) {
            nextT[i] = t[i] - size * (2 * nextLifted[i] - lifted[i]);
        }
        relaxation.proximal(nextT, size);
        move(k, matrix);
        move(t, nextT);
        move(lifted, nextLifted);
        modelOperations += mapOperations;
    }

    private static void move(double[] x, double[] next) {
        for (int i = 0; i < x.length; i++) {
            x[i] += RELAXATION * (next[i] - x[i]);
        }
    }

    /** Moves the ratio of the steps towards one that suits the last one. */
    void balance() {
        step.balance(norm * AdjointRounding.norm(nextT), AdjointRounding.norm(matrix));
    }

    /** matrix ← C + 𝒜*(t). */
    private void form(double[] multiplier) {
        System.arraycopy(c, 0, matrix, 0, c.length);
        relaxation.addAdjoint(multiplier, matrix);
    }

    /** Floating-point operations so far. */
    double operations() {
        return cone.operations() + face.operations() + modelOperations;
    }

    /**
     * Improves the last multiplier by Newton steps, for cones, if it is time for them. The
     * iteration goes on as without them.
     *
     * @param attained what no bound goes below, for certain
     * @param goal what bounds are wanted for; both in units of this search
     */
    void refine(double attained, double goal) {
        double theta = value + KERNELS.dot(nextT, 0, nextLifted, 0, length);
        theta = Math.max(attained, goal > attained ? Math.min(goal, theta) : theta);
        double excess = lastBound - theta;
        if (bestBound <= goal
                || !plan.isDue(operations(), excess, goal - theta)
                || relaxation.cost(nextT) > NO_COST * bestBound) {
            return;
        }
        face.start(nextT, nextLifted, step.ratio() / norm / norm);
        double left = excess;
        for (int round = 0; round < MOST_NEWTON_STEPS && left > 0; round++) {
            double before = left;
            newtonStep(theta, left, round > 0);
            left = Math.min(left, lastBound - theta);
            if (bestBound <= goal || !(left < PAYS * before)) {
                break;
            }
        }
        plan.done(operations(), excess, left);
    }

    private void newtonStep(double theta, double excess, boolean again) {
        form(nextT);
        cone.findFace(again);
        if (face.solve(theta, WINDOW * excess)) {
            for (int i = 0; i < length; i++) {
                nextT[i] += face.delta()[i];
            }
            relaxation.proximal(nextT, 0);
            offer(nextT, true);
        }
    }

    /** Takes the bound of t. */
    void look() {
        value = KERNELS.dot(c, 0, matrix, 0, c.length);
        offer(nextT, false);
    }

    /** Takes what K tells of all multipliers; what {@link #look} has seen of t is lost. */
    void measure() {
        floor = value - distance();
    }

    /** Takes the bound of a multiplier; {@code again} if one nearby was offered before. */
    private void offer(double[] multiplier, boolean again) {
        form(multiplier);
        double cost = relaxation.cost(multiplier);
        double bound = Math.max(0, cone.largest(bestBound - cost, again)) + cost;
        lastBound = bound;
        if (bound < bestBound) {
            bestBound = bound;
            isProved = false;
            System.arraycopy(multiplier, 0, best, 0, length);
        }
    }

    /**
     * What K is wrong by, so that ⟨C, K⟩ less that is a value which no bound goes below: a
     * multiplier of norm b lowers it by b·d, where d = ‖prox_h(−𝒜(K))‖ is the distance of 𝒜(K)
     * from where it should be (Moreau). The best multiplier is taken for at most ten times as large
     * as this one, or ten times as large as it takes to change H as much as C is large.
     */
    private double distance() {
        double size = GROWTH * Math.max(AdjointRounding.norm(nextT), 1 / norm);
        double[] away = nextT;
        for (int i = 0; i < length; i++) {
            away[i] = -nextLifted[i];
        }
        relaxation.proximal(away, 1);
        return size * AdjointRounding.norm(away);
    }

    /** The best bound found, an estimate. */
    double bound() {
        return objective.unscaled(bestBound);
    }

    /** What no bound goes below, an estimate. */
    double primal() {
        return objective.unscaled(floor);
    }

    /** Whether the best bound is at most the goal, by proof; in units of this search. */
    boolean isReached(double goal) {
        if (bestBound <= goal && bestProved > goal && !isProved) {
            bestProved = Math.min(bestProved, proved());
            isProved = true;
        }
        return bestProved <= goal;
    }

    /**
     * Whether no multiplier comes to the goal, as far as K tells; in units of this search.
     *
     * @param close how close the bound has to be to the best one, as a share of what is missing
     */
    boolean isUnreachable(double goal, double close) {
        return floor > goal && bestBound - floor <= close * (floor - Math.max(0, goal));
    }

    /** The bound of the best multiplier, every rounding error included; in these units. */
    double proved() {
        form(best);
        double cost = relaxation.cost(best);
        double spectral = 0;
        for (int b = 0; b < blocks.count(); b++) {
            LargestEigenvalue top = new LargestEigenvalue(cone.block(b), scratch, checkpoint);
            spectral = Math.max(spectral, top.upper(bestBound - cost));
        }
        double error = relaxation.adjointError(best, AdjointRounding.norm(c));
        boolean isExact = KERNELS.maxAbs(best, 0, length) == 0;
        double bound = Rounding.plusUp(isExact ? spectral : Rounding.up(spectral + error), cost);
        return Double.isNaN(bound) ? Double.POSITIVE_INFINITY : bound;
    }

    /** A copy of the multiplier of the best bound, in units of the relaxation. */
    double[] multiplier() {
        double[] out = new double[length];
        for (int i = 0; i < length; i++) {
            out[i] = objective.unscaled(best[i]);
        }
        return out;
    }

    /** A copy of K. */
    double[] primalMatrix() {
        double[] out = new double[c.length];
        cone.writeTo(out);
        return out;
    }

    /** The eigenvectors of K with positive eigenvalues, largest first; not copied. */
    Panel directions() {
        return cone.directions();
    }

    /** The eigenvalues of K that belong to them; not copied. */
    double[] weights() {
        return cone.weights();
    }
}
