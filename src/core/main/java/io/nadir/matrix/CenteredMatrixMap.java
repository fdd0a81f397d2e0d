package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.Offsets;
import io.nadir.model.map.BlockMinimizer;
import io.nadir.model.map.OffsetColumns;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The map of data with offsets: its loss is L(X) = min over the offsets o of ℓ(Y, X + o) +
 * (κ/2)·‖o‖², at X = U·Vᵀ, where κ ≥ 0 and ‖o‖² = ‖a‖² + ‖b‖².
 *
 * <p>L is convex, with infimum 0 and no more curvature than ℓ, and its gradient at X is that of ℓ
 * at X and the best offsets. There it is orthogonal to all offsets if κ = 0; otherwise its sums
 * over rows and columns are −κa and −κb. So every method of descent and every bound of a polar
 * applies to L. All passes are those of the map without offsets at the factors {@link #outputs},
 * which have the offsets in two more columns.
 *
 * <p>Offsets are found up to rounding. What the sums of the gradient lack is the {@link
 * #imbalance}, which gaps include.
 */
final class CenteredMatrixMap extends MatrixMap {
    private final MatrixMap inner;
    private final OffsetModel model;
    private final OffsetPenalty penalty;
    private final Centering centering;
    private final @Nullable OffsetEntries entries;
    private final OffsetFit fit;
    private final double[] p;
    private final double[] q;
    private final OffsetDual dual;

    /** Where offsets have a closed form. */
    private final @Nullable CenteredRegressions regressions;

    private final Factors point;
    private Factors outputs;
    private boolean known;

    /** (κ/2)·‖o‖² at the point. */
    private double price;

    private double reach = Double.NaN;

    /** The data less the offsets at X = 0. */
    private @Nullable MatrixMap rest;

    CenteredMatrixMap(CenteredMatrix data, MatrixMap inner) {
        super(data, inner);
        this.inner = inner;
        this.model = data.offsetModel();
        this.penalty = model.ridge();
        this.centering = penalty.centering();
        if (inner instanceof WeightedSparseMap sparse) {
            this.entries = null;
            this.fit = sparse.offsets(model);
        } else {
            boolean closedForm = inner.hasFastGram() && model.given() == null;
            this.entries = closedForm ? null : new OffsetEntries(inner);
            this.fit =
                    entries == null
                            ? new MeanOffsets(inner, penalty)
                            : new NewtonOffsets(inner, entries, model);
        }
        this.p = new double[rows()];
        this.q = new double[columns()];
        this.dual = new OffsetDual(penalty, p, q);
        this.regressions = fit instanceof MeanOffsets ? new CenteredRegressions(this) : null;
        this.point = Factors.empty(rows(), columns());
        this.outputs = point.copy();
    }

    @Override
    public void requireUnchanged() {
        inner.requireUnchanged();
    }

    @Override
    public Offsets offsets(Factors w) {
        double within = reach();
        outputs(w);
        OffsetGauge gauge = new OffsetGauge(penalty, rows(), columns(), entries);
        Offsets given = model.given();
        return given == null ? gauge.offsets(p, q, within) : gauge.offsetsOfRows(given, p, within);
    }

    /** Returns the factors with the offsets as two more columns. */
    @Override
    public Factors outputs(Factors w) {
        if (!known || !point.equalsExactly(w)) {
            known = false;
            fit.fit(w, p, q);
            outputs = OffsetColumns.append(w, p, q);
            price = penalty.value(p, q);
            point.set(w);
            known = true;
        }
        return outputs;
    }

    /**
     * {@inheritDoc} Without a penalty, row and column offsets leave the data less their means: the
     * best X has rows or columns that add up to 0, because taking the means from X makes neither
     * its nuclear norm nor the loss larger. With μ alone that is not so.
     */
    @Override
    public MatrixMap forDescent() {
        if (entries != null || penalty.isPresent() || centering == Centering.GLOBAL) {
            return this;
        }
        if (rest == null) {
            outputs(Factors.empty(rows(), columns()));
            rest = inner.less(p, q);
        }
        return rest == null ? this : rest;
    }

    @Override
    public boolean hasBlockMinimizer() {
        return model.given() == null && (regressions != null || inner.hasBlockMinimizer());
    }

    @Override
    public double minimizeBlock(Factors w, int k, double lambda) {
        return minimizeBeside(Factors.empty(rows(), columns()), w, k, lambda);
    }

    @Override
    public BlockMinimizer minimizerBeside(Factors fixed) {
        return (w, k, lambda) -> minimizeBeside(fixed, w, k, lambda);
    }

    /**
     * Minimizes over a block and the offsets together where these have a closed form. Otherwise the
     * offsets of all columns stay: they change little from one sweep to the next, because what is
     * left of Y has no means, and U·Vᵀ hardly any.
     */
    private double minimizeBeside(Factors fixed, Factors w, int k, double lambda) {
        if (!hasBlockMinimizer()) {
            return super.minimizeBlock(w, k, lambda);
        }
        if (regressions != null) {
            return regressions.minimize(fixed, w, k, lambda);
        }
        Factors all = CenteredRegressions.joined(fixed, w);
        double[] rowOffsets = new double[rows()];
        double[] columnOffsets = new double[columns()];
        fit.approximate(all, rowOffsets, columnOffsets);
        Factors beside = OffsetColumns.append(fixed, rowOffsets, columnOffsets);
        return inner.minimizerBeside(beside).minimize(w, k, lambda)
                + penalty.value(rowOffsets, columnOffsets);
    }

    @Override
    public double reach() {
        if (Double.isNaN(reach)) {
            reach = OffsetReach.of(inner, outputs(Factors.empty(rows(), columns())));
        }
        return reach;
    }

    @Override
    public double rowSumDepth() {
        return inner.rowSumDepth();
    }

    @Override
    public boolean formsEntries() {
        return inner.formsEntries();
    }

    @Override
    public OffsetPenalty offsetPenalty() {
        return penalty;
    }

    /**
     * {@inheritDoc} An error of G counts as far as it may add up in the sums: by its Frobenius norm
     * times the root of the number of entries.
     */
    @Override
    public double imbalance(Factors w, double value) {
        double within = reach(); // Before the sums: where it is not known yet, it moves p and q.
        OffsetSums sums = sums(w);
        double terms = curvature() * (data().frobenius() + outputs(w).sumOfNormProducts());
        double norm = Math.sqrt(2 * curvature() * value);
        double error =
                Rounding.gamma(w.rank() + 6.0) * (terms + norm)
                        + Rounding.gamma((double) rows() + columns() + 4) * norm;
        return dual.imbalance(sums, within, Math.sqrt((double) data().observed()) * error);
    }

    /** Returns the sums of −G: one pass. */
    private OffsetSums sums(Factors w) {
        return OffsetSums.ofGradient(this, penalty, w);
    }

    /** ℓ(Y, o) may be far smaller than ℓ(Y, 0), of which it is a difference. */
    @Override
    public double scaleOfRounding() {
        double plain = inner.valueAtZero();
        return Math.sqrt(valueAtZero() * plain) + 1e-12 * plain;
    }

    @Override
    public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        double value = inner.residual(outputs(w), b, c, gb, gc);
        return value + price;
    }

    @Override
    public void residualGram(Factors w, Panel b, Panel t, Panel s) {
        inner.residualGram(outputs(w), b, t, s);
    }

    @Override
    public double cancellation(Factors w) {
        return inner.cancellation(outputs(w));
    }

    @Override
    public Panel gradient(Factors w) {
        return inner.gradient(outputs(w));
    }

    @Override
    public void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor) {
        inner.visitEntries(outputs(w), transposed, visitor);
    }

    @Override
    public long entries() {
        return inner.entries();
    }

    @Override
    public boolean hasGradientGram() {
        return inner.hasGradientGram();
    }

    @Override
    public void gradientGram(Factors w, Panel gram) {
        inner.gradientGram(outputs(w), gram);
    }

    @Override
    public void gramOfEntries(double[] values, Panel gram) {
        inner.gramOfEntries(values, gram);
    }

    @Override
    public double density() {
        return inner.density();
    }

    @Override
    public double sizeOfTerms(Factors w) {
        return inner.sizeOfTerms(outputs(w));
    }

    @Override
    public double lipschitz(Factors w, int k) {
        return inner.lipschitz(w, k);
    }

    @Override
    public Panel units(Factors w) {
        return inner.units(w);
    }

    /** {@inheritDoc} Those without offsets where they do not depend on the point. */
    @Override
    public @Nullable Panel bentUnits(Factors w, double floor) {
        return inner.hasFastGram() || loss().isQuadratic()
                ? inner.bentUnits(w, floor)
                : super.bentUnits(w, floor);
    }

    /**
     * Returns −ℓ*(s·G) plus the minimum of s·⟨G, o⟩ + (κ/2)·‖o‖² over a and b, at the μ of {@code
     * w}, or at its offsets o if κ = 0: a dual value of L at s·G but for the {@link #imbalance}.
     */
    @Override
    public double dualValue(Factors w, double s) {
        OffsetSums sums = sums(w);
        return inner.dualValue(outputs(w), s) + dual.added(sums, s);
    }

    @Override
    public double[] rowOffsets(Factors w) {
        outputs(w);
        return Arrays.copyOf(p, p.length);
    }

    @Override
    public double[] columnOffsets(Factors w) {
        outputs(w);
        return Arrays.copyOf(q, q.length);
    }
}
