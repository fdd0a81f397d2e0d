package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.matrix.descent.RowLeastSquares;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.descent.AndersonMixing;
import io.nadir.solver.descent.Balancing;
import io.nadir.solver.descent.QuasiNewton;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Alternating least squares over distributed rows with one pass for each sweep: the executors solve
 * for the rows of U, and return for each column of the data the r×r matrix of its regression; the
 * driver solves for the rows of V, balances, and mixes the last sweeps ({@link AndersonMixing}), as
 * the library does in one heap. A mixed V that does not lower f is followed by the plain one.
 *
 * <p>A pass returns r²/2 numbers for each column of each partition. Where these are too many, and
 * where many sweeps have not converged, steps are those of {@link QuasiNewton}.
 */
final class RowSweeps implements DescentMethod {
    /** The name under which it is selected. */
    static final String NAME = "row-sweeps";

    /** Numbers that all partitions together may return in a pass. */
    private static final long MOST_NUMBERS = 1L << 25;

    /** Relative change of f that rounding can explain. */
    private static final double RESOLUTION = 1e-13;

    /** A decrease predicted below this share of f is made of rounding. */
    private static final double AT_REST = 1e-24;

    /** Each sweep leaves far less to lower f by than it did itself. */
    private static final double CLOSE_ENOUGH = 0.1;

    /** An append promises less than the sweeps after it achieve, as new columns grow in them. */
    private static final double WORTH_DESCENDING = 0.1;

    /** Sweeps after columns were added, or after other steps, that count as creeping. */
    private static final int CREEPING = 60;

    /** Steps of the other kind that follow them. */
    private static final int OTHER_STEPS = 60;

    /** Curvature along new columns over that of entries that are spread out. */
    private static final double ALIGNED = 1.6;

    /** From one size of new columns that is tried to the next. */
    private static final double RATIO = 4;

    private final RowsMap map;
    private final double lambda;
    private final Balancing balancing = new Balancing();
    private final AndersonMixing mixing = new AndersonMixing();
    private final QuasiNewton other;
    private @Nullable Sweep last;

    /** The rank at the last step; columns from there on are new. */
    private int rank;

    private int sweeps;
    private int otherSteps;
    private double decrease;

    RowSweeps(Objective<RowsMap> objective) {
        this.map = objective.map();
        this.lambda = objective.lambda();
        this.other = new QuasiNewton(objective);
    }

    /** Whether rows and columns have such regressions. */
    static boolean applies(RowsMap map) {
        SparkProblem problem = map.passes().problem();
        return problem.loss().isQuadratic()
                && problem.offsetTerms() == null
                && !problem.nonNegative()
                && problem.rows().listsEntries()
                && fits(map, 1);
    }

    private static boolean fits(RowsMap map, int rank) {
        DistributedRows rows = map.passes().rows();
        long numbers = (long) SweepBlock.width(rank) * rows.columns();
        long all = numbers * rows.partitions();
        return numbers <= Integer.MAX_VALUE / 2
                && all <= MOST_NUMBERS
                && DriverMemory.isReturnable(rows, 8 * all);
    }

    @Override
    public double step(Factors w) {
        if (!fits(map, w.rank())) {
            return otherStep(w);
        }
        if (otherSteps > 0) {
            otherSteps--;
            double value = otherStep(w);
            if (decrease > 0) {
                return value;
            }
            otherSteps = 0;
        }
        return sweepOnce(w);
    }

    private double otherStep(Factors w) {
        last = null;
        double value = other.step(w);
        decrease = other.decrease(Double.NaN, value);
        rank = w.rank();
        return value;
    }

    private double sweepOnce(Factors w) {
        Sweep here = grown(at(w.block(0)), w.rank() - rank);
        Panel plain = here.next(lambda, balancing);
        mixing.add(here.v().data(), plain.data());
        Panel mixed = Panels.copy(plain);
        boolean isMixed = mixing.mix(mixed.data());
        Sweep there = at(mixed);
        if (isMixed && !(there.value() <= here.value())) {
            mixing.clear();
            there = at(plain);
        }
        if (++sweeps == CREEPING) {
            sweeps = 0;
            otherSteps = OTHER_STEPS;
            other.restart();
            mixing.clear();
        }
        rank = w.rank();
        if (!(there.value() <= here.value() * (1 + RESOLUTION))) {
            // Rounding is all that is left.
            there = here;
            decrease = 0;
        } else {
            double seen = here.value() - there.value();
            decrease = seen > RESOLUTION * there.value() ? seen : predicted(here, plain);
        }
        last = there;
        Panels.copyInto(there.v(), w.block(0));
        return there.value();
    }

    /** What minimizing over V lowers f by at least, f in V being strongly convex with modulus λ. */
    private double predicted(Sweep here, Panel next) {
        double sum = 0;
        for (int k = 0; k < next.data().length; k++) {
            double step = next.data()[k] - here.v().data()[k];
            sum += step * step;
        }
        double least = 0.5 * lambda * sum;
        return least > AT_REST * here.value() ? least : 0;
    }

    /**
     * Lengthens new columns as long as that lowers f. An append makes them as long as the heaviest
     * entry allows, and sweeps only creep to the right size of a column near the threshold.
     */
    private Sweep grown(Sweep from, int count) {
        if (count <= 0) {
            return from;
        }
        Sweep best = from;
        double factor = Math.sqrt(1 / Math.min(1, ALIGNED * map.density()));
        for (boolean lower = factor > 1; lower; factor = Math.sqrt(RATIO)) {
            double[] scales = new double[best.v().columns()];
            for (int k = 0; k < scales.length; k++) {
                scales[k] = k < scales.length - count ? 1 : factor;
            }
            Panel longer = Panels.copy(best.v());
            Panels.scaleColumns(longer, scales);
            Sweep next = at(longer);
            lower = next.value() < best.value();
            best = lower ? next : best;
        }
        return best;
    }

    private Sweep at(Panel v) {
        Sweep known = last;
        if (known != null && Panels.equalsExactly(known.v(), v)) {
            return known;
        }
        return map.sweep(v);
    }

    @Override
    public double decrease(double before, double after) {
        return decrease;
    }

    @Override
    public double closeEnough() {
        return CLOSE_ENOUGH;
    }

    /** {@inheritDoc} A certificate of a refuted point takes fewer passes than sweeps to its end. */
    @Override
    public double worthDescending(int appended) {
        return WORTH_DESCENDING;
    }

    @Override
    public double worthAppending() {
        return RowLeastSquares.worthAppending(false, rank > 0);
    }

    @Override
    public void restart() {
        mixing.clear();
        other.restart();
        last = null;
        sweeps = 0;
        otherSteps = 0;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(rank);
        out.writeInt(sweeps);
        out.writeInt(otherSteps);
        mixing.save(out);
        other.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        rank = in.readInt();
        sweeps = in.readInt();
        otherSteps = in.readInt();
        mixing.load(in);
        other.load(in);
        last = null;
    }
}
