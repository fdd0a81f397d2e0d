package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Evaluates points with offsets: finds the offsets q of the columns that belong to a V, from those
 * of the last V on, while the executors find U and the offsets of the rows.
 *
 * <p>The imbalance follows from duality. With slopes ρ_a = G1 + κa and ρ_b = Gᵀ1 + κb that are not
 * quite 0, the dual value at s·G differs from that at exact offsets by at most s·(|⟨ρ, a⟩| +
 * ‖ρ‖²/2κ), and the same for b. The sum of G, which has to be 0 for μ, costs a bound of how far μ
 * may be from that found, as do the slopes where κ = 0: {@link #REACH} times the largest datum, as
 * in the core.
 */
final class OffsetPasses {
    /** How far offsets without a penalty may be from those found, relative to the largest datum. */
    private static final double REACH = 256;

    /** Times that rounding errors of the steps are mended. */
    private static final int MOST_ROUNDS = 3;

    private final Passes passes;
    private final OffsetTerms terms;
    private @Nullable ColumnOffsets solver;
    private @Nullable FreeShifts shifts;
    private final double[] q;

    /** The V whose offsets are sought. */
    private Panel v = Panel.zeros(0, 0);

    OffsetPasses(Passes passes, OffsetTerms terms) {
        this.passes = passes;
        this.terms = terms;
        this.q = new double[passes.rows().columns()];
    }

    double[] q() {
        return q;
    }

    void setQ(double[] other) {
        System.arraycopy(other, 0, q, 0, q.length);
    }

    /**
     * The derivative of f by q, without what can go from the offsets of columns to those of rows: f
     * does not depend on it.
     */
    double[] projectedSlopes(double[] other, double[] columnSums) {
        double[] slopes = terms.slopes(other, columnSums);
        FreeShifts present = shifts;
        if (present == null) {
            present = FreeShifts.of(terms, passes.rows());
            shifts = present;
        }
        present.remove(slopes);
        return slopes;
    }

    /**
     * Evaluates a V: two passes and one for each step, or one pass if q is still right.
     *
     * @param tolerance what better offsets may lower f by, relative to f
     */
    Evaluation evaluate(Panel at, double tolerance) {
        ColumnOffsets present = solver(at);
        Counted found = pass(at);
        double change = tolerance * value(found.evaluation(), at);
        double[] slopes = projectedSlopes(q, found.evaluation().columnSums());
        for (int round = 0; round < MOST_ROUNDS && !present.isSmall(slopes, change); round++) {
            present.minimize(q, slopes, change);
            found = pass(at);
            slopes = projectedSlopes(q, found.evaluation().columnSums());
        }
        Evaluation evaluation = found.evaluation();
        slopes = terms.slopes(q, evaluation.columnSums());
        return evaluation.with(terms.columnPrice(q), imbalance(found, slopes));
    }

    private ColumnOffsets solver(Panel at) {
        ColumnOffsets present = solver;
        if (present == null) {
            double[] diagonal = passes.columnWeights();
            for (int j = 0; j < diagonal.length; j++) {
                diagonal[j] = Math.max(diagonal[j], Double.MIN_NORMAL) + terms.columnPenalty();
            }
            if (!terms.centering().hasColumns()) {
                Arrays.fill(diagonal, Arrays.stream(diagonal).sum() / diagonal.length);
            }
            present = new ColumnOffsets(this::slopes, diagonal);
            solver = present;
        }
        v = at;
        return present;
    }

    private double[] slopes(double[] other) {
        return projectedSlopes(other, passes.columnSums(passes.send(v, other)));
    }

    private double value(Evaluation found, Panel at) {
        double norm = Panels.frobenius(at);
        return found.loss()
                + terms.columnPrice(q)
                + 0.5 * passes.lambda() * (found.square() + norm * norm);
    }

    private Counted pass(Panel at) {
        Point sent = passes.send(at, q);
        int r = sent.rank();
        Partial nothing = Partial.none(BlockWork.SUMS, r * r, r + 1);
        Partial sum = passes.partial(sent, nothing, r + 1);
        return new Counted(Evaluation.of(sum, passes.rows().columns(), r), sum.sums());
    }

    /** An evaluation with the sums of which it was made. */
    private record Counted(Evaluation evaluation, double[] sums) {}

    private double imbalance(Counted found, double[] slopes) {
        double kappa = terms.penalty();
        double reach = REACH * passes.rows().maxAbs();
        double[] sums = found.sums();
        double error = error(found.evaluation());
        double total = Math.abs(Arrays.stream(found.evaluation().columnSums()).sum()) + error;
        double missing = reach * total;
        if (terms.centering().hasRows()) {
            missing +=
                    kappa > 0
                            ? priced(
                                    sums[BlockWork.ROW_PAIRING],
                                    sums[BlockWork.ROW_SQUARES],
                                    2 * sums[BlockWork.ROW_PRICE] / kappa,
                                    error)
                            : reach * (sums[BlockWork.ROW_SLOPES] + error);
        }
        if (terms.centering().hasColumns()) {
            missing +=
                    kappa > 0 ? pricedColumns(slopes, error) : reach * (magnitude(slopes) + error);
        }
        return Rounding.up(missing);
    }

    private double pricedColumns(double[] slopes, double error) {
        double mean = terms.mean(q);
        double pairing = 0;
        double squares = 0;
        double norm = 0;
        for (int j = 0; j < q.length; j++) {
            double b = q[j] - mean;
            pairing += Math.abs(slopes[j] * b);
            squares += slopes[j] * slopes[j];
            norm += b * b;
        }
        return priced(pairing, squares, norm, error);
    }

    /** |⟨ρ, a⟩| + ‖ρ‖²/2κ where ρ is known up to {@code error} in norm. */
    private double priced(double pairing, double squares, double norm, double error) {
        double size = Math.sqrt(squares) + error;
        return pairing + error * Math.sqrt(norm) + 0.5 * size * size / terms.penalty();
    }

    private static double magnitude(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += Math.abs(number);
        }
        return sum;
    }

    /** A bound of the rounding errors of all sums of rows, or of columns, of G together. */
    private double error(Evaluation found) {
        DistributedRows rows = passes.rows();
        double curvature = passes.loss().curvature(rows.maxAbs()) * rows.largestWeight();
        double norm = Math.sqrt(2 * curvature * found.loss());
        double size = curvature * (rows.frobenius() + found.terms());
        double sides = (double) rows.rows() + rows.columns() + 4;
        double forming = Rounding.gamma(found.gram().rows() + 6.0) * (size + norm);
        double summing = Rounding.gamma(sides) * norm;
        return Math.sqrt((double) rows.entries()) * (forming + summing);
    }
}
