package io.nadir.matrix.polar;

import io.nadir.array.Scratch;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Rounding;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * Sums over the entries that the loss sees, and the gradient itself, by the scalar functions of the
 * loss, whose errors are known ({@link Loss#errorConstant}); bounds of the sums include every
 * rounding error made in them.
 *
 * <p>With x̂ an element of X as computed, d the derivative as computed at x̂, and A the matrix of
 * fl(weight·d): ℓ is that at X̂, and dual values are those at the exact products weight·d. Each
 * term goes through the additions of its row and those of the rows, of which there are at most m +
 * n.
 *
 * <p>Terms that underflow are wrong by at most 2^−1075 each time, times what they are then
 * multiplied with.
 */
public final class EntrySums {
    private final Loss loss;
    private final double maxAbs;
    private final double curvature;
    private final double largestWeight;
    private final Consumer<Consumer<EntryRow>> entries;

    /** The offsets, and the sums of A; null if there are none. */
    private final @Nullable OffsetBalance balance;

    /** Roundings that a term goes through in being added up. */
    private final double chain;

    private final RowSums sums;

    /**
     * Goes over the entries once.
     *
     * @param rows of X
     * @param columns of X
     * @param entries shows a visitor all of them, row by row, each time with the same numbers
     * @throws IllegalArgumentException unless the loss is one of single entries
     */
    public EntrySums(
            FactorizationMap map,
            int rows,
            int columns,
            Consumer<Consumer<EntryRow>> entries,
            GradientSink sink) {
        this(null, map, rows, columns, entries);
        entries.accept(row -> add(row, false, sink));
    }

    private EntrySums(
            @Nullable OffsetBalance balance,
            FactorizationMap map,
            int rows,
            int columns,
            Consumer<Consumer<EntryRow>> entries) {
        this(balance, map, (double) rows + columns, Math.max(rows, columns), entries);
    }

    private EntrySums(
            @Nullable OffsetBalance balance,
            FactorizationMap map,
            double chain,
            int longest,
            Consumer<Consumer<EntryRow>> entries) {
        this.loss = Loss.ofEntries(map.loss());
        this.maxAbs = map.data().maxAbs();
        this.curvature = map.curvature();
        this.largestWeight = map.data().largestWeight();
        this.entries = entries;
        this.balance = balance;
        this.chain = chain;
        this.sums = new RowSums(loss, longest);
    }

    /**
     * Takes sums over parts of the rows, added up, for a loss with a {@link
     * Loss#quadraticDualScale}: entries are not gone over again.
     *
     * @param map of all rows
     * @param chain roundings that a term went through in being added up, at most
     */
    public static EntrySums of(FactorizationMap map, double chain, EntryTotals totals) {
        EntrySums of =
                new EntrySums(
                        null,
                        map,
                        chain,
                        0,
                        visitor -> {
                            throw new UnsupportedOperationException("entries are elsewhere");
                        });
        of.sums.value = totals.value();
        of.sums.squares = totals.squares();
        of.sums.inner = totals.inner();
        of.sums.magnitude = totals.magnitude();
        of.sums.gradientSquares = totals.gradientSquares();
        of.sums.weights = totals.weights();
        of.sums.largest = totals.largest();
        of.sums.count = totals.count();
        // Whether a loss is exactly zero is not known.
        of.sums.positive = totals.count();
        return of;
    }

    /**
     * Returns the sums as they are, to be added to those of other rows.
     *
     * @throws IllegalStateException if there are offsets
     */
    public EntryTotals totals() {
        if (balance != null) {
            throw new IllegalStateException("there are offsets");
        }
        return new EntryTotals(
                sums.value,
                sums.squares,
                sums.inner,
                sums.magnitude,
                sums.gradientSquares,
                sums.weights,
                sums.largest,
                sums.count);
    }

    /** Goes over the entries: 2·r flops and the functions of the loss for each. */
    public EntrySums(MatrixMap map, Factors w, boolean transposed, GradientSink sink) {
        this(
                OffsetBalance.of(map, w),
                map,
                map.rows(),
                map.columns(),
                visitor -> map.visitEntries(w, false, visitor));
        map.visitEntries(w, transposed, row -> add(row, transposed, sink));
    }

    /**
     * Does the same on threads where the map can show some rows alone. The sums are those of groups
     * of rows, and so are the same for every number of threads.
     */
    EntrySums(MatrixMap map, Factors w, boolean transposed, GradientGroups groups) {
        this(
                OffsetBalance.of(map, w),
                map,
                map.rows(),
                map.columns(),
                visitor -> map.visitEntries(w, false, visitor));
        int all = transposed ? map.columns() : map.rows();
        int atOnce = groups.groups() * groups.groupRows();
        for (int from = 0; from < all; from += atOnce) {
            int to = Math.min(all, from + atOnce);
            int count = Math.ceilDiv(to - from, groups.groupRows());
            addGroups(map, w, transposed, groups, from, to, new RowSums[count]);
            groups.join(count, to - from);
        }
    }

    private void addGroups(
            MatrixMap map,
            Factors w,
            boolean transposed,
            GradientGroups groups,
            int from,
            int to,
            RowSums[] parts) {
        map.runTasks(
                parts.length,
                (index, context) -> {
                    int first = from + index * groups.groupRows();
                    int end = Math.min(to, first + groups.groupRows());
                    RowSums own = new RowSums(loss, sums.gradient().length);
                    Scratch scratch = context.scratch();
                    groups.take(
                            index,
                            sink ->
                                    map.visitRows(
                                            w,
                                            transposed,
                                            first,
                                            end,
                                            scratch,
                                            row -> {
                                                own.add(row);
                                                sink.accept(row, own.gradient());
                                            }));
                    parts[index] = own;
                });
        for (RowSums part : parts) {
            sums.add(part);
        }
    }

    private void add(EntryRow row, boolean transposed, GradientSink sink) {
        sums.add(row);
        double[] gradient = sums.gradient();
        if (balance != null) {
            for (int k = 0; k < row.count(); k++) {
                int i = transposed ? row.column(k) : row.index();
                int j = transposed ? row.index() : row.column(k);
                balance.add(i, j, gradient[k]);
            }
        }
        sink.accept(row, gradient);
    }

    /**
     * Whether ℓ(Y, X) = 0 without any rounding if X̂ = X: there are no entries, or no loss of one.
     */
    boolean isExactlyZero() {
        return sums.positive == 0 && balance == null;
    }

    /** L, weights included. */
    double curvature() {
        return curvature;
    }

    /** Whether Y = 0. */
    boolean isZero() {
        return maxAbs == 0;
    }

    /** See {@link Loss#quadraticDualScale}. */
    double quadraticDualScale() {
        return loss.quadraticDualScale();
    }

    /** ℓ(Y, X̂) from above. */
    double valueUp() {
        return sumUp(sums.value, loss.errorConstant() + 1) + underflow(1) + functionUnderflow();
    }

    /** ‖A‖_F² from above. */
    double gradientSquareUp() {
        return sumUp(sums.gradientSquares, 1) + underflow(1);
    }

    /** Σ weight·d² from above, with what offsets under a penalty add to it. */
    double squaresUp() {
        double own = sumUp(sums.squares, 2) + underflow(1 + sums.largest);
        return balance == null ? own : Rounding.up(own + balance.squaresUp());
    }

    /** The penalty of the offsets from above; 0 if there is none. */
    double offsetPriceUp() {
        return balance == null ? 0 : balance.price();
    }

    /** −Σ weight·d·y from below, with what offsets add to it. */
    double pairingDown() {
        double error = Rounding.gamma(chain + 2) * sumUp(sums.magnitude, 2) + underflow(1 + maxAbs);
        double pairing = Rounding.down(sums.inner - Rounding.up(error));
        return balance == null ? pairing : Rounding.down(pairing + balance.down());
    }

    /**
     * ‖G − A‖_F from above.
     *
     * @param outputError bound on ‖∇ℓ(Y, X) − ∇ℓ(Y, X̂)‖_F
     */
    public double gradientErrorUp(double outputError) {
        // Twice the roundings of an element make up for relating them to A instead of to G.
        double relative = Rounding.gamma(2 * (loss.errorConstant() + 1));
        double own = relative * Math.sqrt(gradientSquareUp()) + underflow(1) + functionUnderflow();
        return Rounding.up(outputError + own);
    }

    /**
     * ‖∇ℓ(Y, X) − ∇ℓ(Y, X̂)‖_F from above.
     *
     * @param outputError bound on ‖X − X̂‖_F
     * @param relativeError bound on |x − x̂|/x of all elements, up to underflow; infinite if there
     *     is none
     */
    double outputErrorUp(double outputError, double relativeError) {
        double uniform = curvature * outputError;
        double sensitivity = loss.relativeSensitivity();
        if (sensitivity == Double.POSITIVE_INFINITY || !(relativeError < 1)) {
            return uniform;
        }
        // The root of the sum of (weight·(1 + |d|))².
        double ones = Math.sqrt(largestWeight * sumUp(sums.weights, 1));
        double own = Rounding.gamma(2 * (loss.errorConstant() + 1));
        double slopes = Math.sqrt(gradientSquareUp()) * (1 + own);
        double relative = Rounding.up(sensitivity * relativeError * (ones + slopes));
        return Math.min(uniform, Rounding.up(relative + underflow(curvature * chain)));
    }

    /**
     * ℓ(Y, X) from above: for a loss of curvature L with infimum 0, √ℓ changes by √(L/2)·‖X − X̂‖
     * at most. Where L holds near 0 only, ℓ(X̂) + ‖∇ℓ(X̂)‖·‖X − X̂‖ + ½L‖X − X̂‖² is far less.
     *
     * @param outputError bound on ‖X − X̂‖_F
     */
    double valueUp(double outputError) {
        double root = Math.sqrt(valueUp()) + Rounding.up(Math.sqrt(0.5 * curvature) * outputError);
        double uniform = Rounding.up(Rounding.up(root) * root);
        if (loss.relativeSensitivity() == Double.POSITIVE_INFINITY) {
            return uniform;
        }
        double slope = Rounding.up(Math.sqrt(gradientSquareUp()) + gradientErrorUp(0));
        double bend = Rounding.up(0.5 * curvature * outputError * outputError);
        double local = Rounding.up(valueUp() + Rounding.up(slope * outputError));
        return Math.min(uniform, Rounding.up(local + bend));
    }

    /** ‖weight·d − A‖_F from above. */
    double weightErrorUp() {
        double relative = 2 * Rounding.UNIT * Math.sqrt(gradientSquareUp());
        return Rounding.up(relative + underflow(1));
    }

    /**
     * −ℓ*(Y, weight·fl(s·d)) from below, with what offsets add to it, in a pass of its own; 0 ≤ s ≤
     * 1.
     */
    double dualDown(double s) {
        OffsetBalance own = balance == null ? null : balance.cleared();
        DualSum sum = new DualSum(loss, s, own);
        entries.accept(sum::add);
        double error =
                Rounding.gamma(chain + loss.errorConstant() + 2)
                        * sumUp(sum.magnitude(), loss.errorConstant() + 3);
        double underflow = underflow(3) + 2 * functionUnderflow();
        double dual = Rounding.down(sum.total() - Rounding.up(error + underflow));
        if (own == null) {
            return dual;
        }
        double saved = Rounding.up(0.5 * own.squaresUp());
        return Rounding.down(dual + Rounding.down(own.down() - saved));
    }

    /**
     * Returns an upper bound of a sum of numbers of one sign, each of which underwent {@code
     * roundings} roundings before.
     */
    private double sumUp(double sum, double roundings) {
        double gamma = Rounding.gamma(chain + roundings);
        return gamma < 1 ? Rounding.up(sum / (1 - gamma)) : Double.POSITIVE_INFINITY;
    }

    /** What products below the smallest number may add up to, each times {@code factor}. */
    private double underflow(double factor) {
        return Rounding.up(2.0 * sums.count * factor * Double.MIN_VALUE);
    }

    /** Returns the same bound for the functions of the loss. */
    private double functionUnderflow() {
        return Rounding.up(2 * sums.weights * Double.MIN_NORMAL);
    }
}
