package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.twolayer.polar.ReluPolar;
import io.nadir.network.twolayer.polar.ReluProblem;
import io.nadir.network.twolayer.polar.ReluRequest;
import io.nadir.network.twolayer.polar.ReluTightening;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Upper bounds of the polar of chains of two rectifiers and more: {@link ChainBound} for few
 * outputs, {@link OutputBound} for two rectifiers and any number, {@link LooseChainBound} always.
 * Not thread-safe.
 */
final class SeveralRectifiers {
    /** Cones that branch and bound may look at for the first rectifier. */
    private static final long CONES = 5_000;

    private static final double GAP = 1e-9;

    /** Directions whose best members become starts. */
    private static final int DIRECTIONS = 4;

    /** Operations of the first round of a search without an end; each takes twice as many. */
    private static final double FIRST_ROUND = 1e10;

    private final RectifierChain chain;
    private final Panel inputs;
    private final Panel dual;
    private final long seed;
    private final Runnable checkpoint;
    private final PanelProducts products = new PanelProducts();
    private double norms = Double.NaN;
    private ReluPolar.@Nullable Result first;
    private @Nullable ReluTightening tightening;
    private @Nullable ChainBound search;
    private @Nullable OutputBound outputs;

    SeveralRectifiers(
            RectifierChain chain, Panel inputs, Panel dual, long seed, Runnable checkpoint) {
        this.chain = chain;
        this.inputs = inputs;
        this.dual = dual;
        this.seed = seed;
        this.checkpoint = checkpoint;
    }

    /** An upper bound without a search. */
    double loose() {
        double upper = ofFirst(ReluPolar.upper(firstProblem(), checkpoint));
        return isDivisible() ? Math.min(upper, chainBound().loose()) : upper;
    }

    /** An upper bound without a relaxation. */
    double quick(double enough) {
        double upper = ofFirst(first().bounds().upper());
        return upper > enough && isDivisible() ? Math.min(upper, chainBound().quick()) : upper;
    }

    /** Seeks γ, and members of the hull that are worth much. */
    void prepare(double enough, RelaxationBudget budget) {
        if (isDivisible()) {
            chainBound().prepare(enough, budget);
        }
    }

    /** A better upper bound, with the budget, of which {@code improved} is told. */
    double tighten(double enough, RelaxationBudget budget, DoubleConsumer improved) {
        if (budget.left() < Double.POSITIVE_INFINITY) {
            return tightenOnce(enough, budget, improved);
        }
        // Searches take shares of a budget, so a budget without end is spent in rounds.
        double operations = FIRST_ROUND;
        double upper = Double.POSITIVE_INFINITY;
        boolean goesOn = true;
        while (goesOn && !budget.isSpent()) {
            RelaxationBudget round = new RelaxationBudget(operations, bound -> true);
            upper = tightenOnce(enough, round, improved);
            goesOn = upper > enough && round.isSpent();
            budget.spend(round.spent());
            operations *= 2;
        }
        return upper;
    }

    private double tightenOnce(double enough, RelaxationBudget budget, DoubleConsumer improved) {
        if (isDivisible()) {
            ChainBound found = chainBound();
            found.tell(improved);
            found.run(enough, budget);
            return found.upper();
        }
        double upper = quick(enough);
        if (OutputBound.applies(chain, inputs.rows())) {
            OutputBound bound = outputs;
            if (bound == null) {
                bound = new OutputBound(chain, inputs, dual, seed, checkpoint);
                outputs = bound;
            }
            upper = Math.min(upper, bound.run(enough, budget));
        } else {
            upper = Math.min(upper, ofFirst(tightenFirst(budget)));
        }
        improved.accept(upper);
        return upper;
    }

    private double tightenFirst(RelaxationBudget budget) {
        ReluTightening relaxed = tightening;
        if (relaxed == null) {
            relaxed = new ReluTightening(firstProblem(), first(), GAP, checkpoint);
            tightening = relaxed;
        }
        first = relaxed.run(0, Double.POSITIVE_INFINITY, budget, result -> {});
        return first.bounds().upper();
    }

    /** Directions of outputs whose best members of the hull are worth most. */
    List<DirectionSearch> directions() {
        ChainBound known = search;
        return known == null ? List.of() : known.directions().stream().limit(DIRECTIONS).toList();
    }

    private boolean isDivisible() {
        return ChainBound.applies(chain, dual.columns());
    }

    private ChainBound chainBound() {
        ChainBound known = search;
        if (known == null) {
            known = new ChainBound(chain, inputs, dual, seed, checkpoint);
            search = known;
        }
        return known;
    }

    /** The bound of {@link LooseChainBound} from one of the first rectifier alone. */
    private double ofFirst(double upper) {
        if (Double.isNaN(norms)) {
            norms = Rounding.up(norm(inputs) * norm(dual));
        }
        // Σ rp = ½(Σ rt + Σ r|t|), and σ(t) = s·t + (1 − s)·p for the first rectifier.
        double positive = norms;
        if (chain.slopes().getFirst() == 0) {
            positive = Math.min(norms, Rounding.up(0.5 * upper + 0.5 * norms));
        }
        return Math.min(norms, LooseChainBound.upper(chain.slopes(), upper, positive));
    }

    private double norm(Panel a) {
        return SpectralNorm.upper(a, products.scratch(), checkpoint);
    }

    /** The two-layer network of the first rectifier. */
    private ReluProblem firstProblem() {
        return new ReluProblem(inputs, dual, chain.slopes().getFirst());
    }

    /** Bounds for the first rectifier alone. */
    private ReluPolar.Result first() {
        ReluPolar.Result known = first;
        if (known == null) {
            ReluRequest request = new ReluRequest(0, GAP, CONES, seed, checkpoint);
            known = ReluPolar.bounds(firstProblem(), request);
            first = known;
        }
        return known;
    }
}
