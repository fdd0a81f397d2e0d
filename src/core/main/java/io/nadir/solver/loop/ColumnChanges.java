package io.nadir.solver.loop;

import io.nadir.array.Panel;
import io.nadir.certify.point.CheckedPoint;
import io.nadir.kernel.Kernels;
import io.nadir.model.DescentMethod;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelFamily;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle.Witnesses;
import io.nadir.model.Regularizer;
import io.nadir.solver.Descent;
import io.nadir.solver.Pruning;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Changes the columns of a point between descents: appends columns, removes columns, and changes
 * their sizes.
 */
final class ColumnChanges {
    /**
     * Witnesses whose append promises less than this share of the requested gap need not converge.
     */
    private static final double WITNESS_SHARE = 0.05;

    /** The residual at which the witness that is reported has converged. */
    private static final double NEXT_TOLERANCE = 1e-3;

    /**
     * If the outputs of all columns have more elements than this, the search for linearly dependent
     * columns is skipped.
     */
    private static final double LARGEST_SLIDE = 1 << 25;

    /** If θ of a witness is 1 up to rounding, it differs from 1 by at most this. */
    private static final double UNBALANCED = 1e-9;

    /** What columns are multiplied with while their best length is sought: powers of two. */
    private static final double[] LENGTHENINGS = {16, 2};

    private static final int MOST_LENGTHENINGS = 200;

    private final FactorizationMap map;
    private final Objective<?> objective;
    private final SolverOptions options;
    private final DescentMethod descent;
    private final CurrentPoint point;
    private final LoopState state;
    private final Factors w;
    private final SolveControl control;
    private final ColumnWeights weights;

    /** Whether the last append made a minimum, as far as is known. */
    private boolean complete;

    ColumnChanges(
            SolverOptions options,
            DescentMethod descent,
            CurrentPoint point,
            SolveControl control) {
        this.objective = point.objective();
        this.map = objective.map();
        this.options = options;
        this.descent = descent;
        this.point = point;
        this.state = point.state();
        this.w = point.w();
        this.control = control;
        this.weights = new ColumnWeights(objective);
    }

    /**
     * Moves from rank 0 to the start that the family knows for the rank that is fixed, if it knows
     * one.
     */
    void start() {
        Factors start = ModelFamily.of(map).start(objective, options.maxRank(), options.seed());
        if (start.rank() == 0) {
            return;
        }
        w.set(start);
        state.objective = Double.POSITIVE_INFINITY;
        if (!options.descent().equals(Descent.AUTO)) {
            reweigh();
        }
        state.descending = w.rank() > 0;
    }

    /**
     * Moves to a point with fewer columns, to make room for another; returns false if all are
     * needed.
     */
    boolean slide() {
        if (w.rank() * (double) map.data().observed() > LARGEST_SLIDE) {
            return false;
        }
        Pruning pruning = Pruning.prune(map, objective.regularizer(), w);
        if (pruning.factors().rank() == w.rank()) {
            return false;
        }
        w.set(pruning.factors());
        descent.restart();
        return true;
    }

    /**
     * Returns whether descent has nothing to add to the last append, so that a certificate may
     * follow. A method of descent that the user has chosen is not passed over.
     */
    boolean isComplete() {
        return complete && options.descent().equals(Descent.AUTO);
    }

    /** Appends witnesses; returns the decrease of f, 0 if none is worth appending. */
    double append(CheckedPoint check) {
        control.clock().start();
        Events.@Nullable Append event = Events.beginAppend();
        double negligible = WITNESS_SHARE * options.relativeGap() * state.objective;
        double tolerance = Math.max(1e-7, Math.sqrt(WITNESS_SHARE * options.relativeGap()));
        double share = descent.worthAppending();
        Witnesses witnesses = check.witnesses(tolerance, negligible, Math.sqrt(share));
        int before = w.rank();
        double gain = append(witnesses, Math.sqrt(share));
        int count = w.rank() - before;
        complete = witnesses.complete() && before == 0 && count == witnesses.values().length;
        state.appends += count;
        if (event != null) {
            event.end(count, Math.max(0, state.objective - gain));
        }
        control.clock().endAppend();
        if (count == 0) {
            return 0;
        }
        descent.restart();
        point.appended(gain);
        control.onAppend(count);
        if (witnesses.known() || (descent.isSlowToSize() && point.isSmall(gain))) {
            double appended = state.objective;
            reweigh();
            gain += appended - state.objective;
        }
        return gain;
    }

    /**
     * Appends the witnesses whose excess is at least a share of the largest one, in the sizes that
     * promise the largest decrease, and returns a lower bound of the decrease of f. Witnesses that
     * nearly equal a column of the point, and all witnesses if descent was cut short, are left to
     * descent as long as a step lowers f by more: those that overlap by more than all together, as
     * each has to be small beside the others.
     */
    private double append(Witnesses witnesses, double share) {
        if (!map.loss().requiresNonNegativeOutputs()) {
            return append(w, witnesses, share);
        }
        // A copy, because a search for the length may be interrupted.
        Factors target = w.copy();
        double gain = append(target, witnesses, share);
        if (gain > 0) {
            gain = lengthen(target, w.rank(), gain);
            w.set(target);
        }
        return gain;
    }

    private double append(Factors target, Witnesses witnesses, double share) {
        double lambda = objective.lambda();
        double[] polar = witnesses.values();
        double length = lambda / (point.curvature() * witnesses.spread());
        double worth = polar.length == 0 ? 0 : 1 + share * (polar[0] - 1);
        double least = witnesses.known() || state.isCoarse() ? leastGain() : 0;
        double all = 0.5 * lambda * length * sumOfSquares(polar, worth);
        boolean together = witnesses.spread() > 1 && all > least;
        double gain = 0;
        List<Panel> columns = balanced(witnesses);
        for (int i = 0; i < polar.length && target.rank() < options.maxRank(); i++) {
            double tau = length * (polar[i] - 1);
            double more = 0.5 * lambda * tau * (polar[i] - 1);
            if (!(polar[i] > 1) || polar[i] < worth || (!together && gain + more <= least)) {
                break;
            }
            target.append(columns, i, root(tau));
            gain += more;
        }
        return gain;
    }

    /** Σ(ρ_i − 1)² over values of at least {@code worth}. */
    private static double sumOfSquares(double[] polar, double worth) {
        double sum = 0;
        for (double value : polar) {
            sum += value >= worth && value > 1 ? (value - 1) * (value - 1) : 0;
        }
        return sum;
    }

    /**
     * Lengthens the columns from {@code first} on together for as long as that lowers f, because a
     * curvature that holds everywhere promises far less than there is; returns the decrease of f.
     */
    private double lengthen(Factors target, int first, double promised) {
        double gain = promised;
        for (double factor : LENGTHENINGS) {
            boolean gains = true;
            for (int k = 0; gains && k < MOST_LENGTHENINGS; k++) {
                resize(target, first, factor);
                double reached = state.objective - objective.value(target);
                gains = reached > gain;
                if (gains) {
                    gain = reached;
                } else {
                    resize(target, first, 1 / factor);
                }
            }
        }
        return gain;
    }

    private static void resize(Factors target, int first, double factor) {
        for (Panel block : target.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                for (int j = first; j < block.columns(); j++) {
                    block.set(i, j, factor * block.get(i, j));
                }
            }
        }
    }

    /**
     * Returns the witnesses with θ = 1. If blocks of gauge 1 do not give θ this value, the
     * regularizer can balance them.
     */
    private List<Panel> balanced(Witnesses witnesses) {
        Regularizer theta = objective.regularizer();
        int count = witnesses.values().length;
        Factors columns = Factors.wrap(count, witnesses.blocks().toArray(Panel[]::new));
        for (int i = 0; i < count; i++) {
            if (theta.value(columns, i) > 1 + UNBALANCED) {
                Factors balanced = columns.copy();
                theta.balance(balanced);
                return balanced.blocks();
            }
        }
        return columns.blocks();
    }

    /**
     * Returns the decrease of f in the last step of descent, or the smallest change of f that can
     * be observed if that is larger.
     */
    private double leastGain() {
        double seen = Math.max(state.moved ? state.accuracy() : 0, CurrentPoint.RESOLUTION);
        return state.objective * seen;
    }

    /**
     * Returns how much f falls at least if the best witness is appended, in its best size, and
     * nothing else changes: ½(λ(ρ − 1))²/(L‖φ(w)‖²); 0 if no witness is known.
     */
    double nextGain(CheckedPoint check) {
        Witnesses witnesses = check.witnesses(NEXT_TOLERANCE, 0, 1);
        if (witnesses.values().length == 0) {
            return 0;
        }
        Factors best = Factors.empty(map.dimensions());
        best.append(witnesses.blocks(), 0, 1);
        Panel output = map.units(best);
        double square = Kernels.get().dot(output.data(), 0, output.data(), 0, output.columns());
        double excess = objective.lambda() * (witnesses.values()[0] - 1);
        return excess > 0 && square > 0 ? 0.5 * excess * excess / (point.curvature() * square) : 0;
    }

    /** Gives the columns their best sizes; returns whether that changed them. */
    boolean reweigh() {
        control.clock().start();
        double after = weights.minimize(w);
        control.clock().endAppend();
        if (after == Double.POSITIVE_INFINITY) {
            return false;
        }
        point.moved(after);
        descent.restart();
        state.objective = Math.min(state.objective, after);
        return true;
    }

    /** Returns τ^{1/p}, where p is the degree. */
    private double root(double tau) {
        return map.degree() == 2 ? Math.sqrt(tau) : Math.pow(tau, 1.0 / map.degree());
    }
}
