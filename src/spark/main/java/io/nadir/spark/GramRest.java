package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.certify.bound.BlockKrylov;
import io.nadir.certify.bound.SplitRest;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.model.PolarOracle.Witnesses;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** C, what a {@link GramSplit} leaves of S = ZᵀZ at a point: ‖D‖² = ‖C‖. */
final class GramRest implements SplitRest {
    /** Columns of a step: each partition returns as many numbers for each of its columns. */
    private static final int BLOCK = 8;

    private final RowsPoint point;
    private final GramSplit split;

    GramRest(RowsPoint point, GramSplit split) {
        this.point = point;
        this.split = split;
    }

    @Override
    public void apply(Panel q, Panel t, Panel s) {
        Panels.copyInto(point.gram(q), s);
    }

    @Override
    public int imageRows() {
        return 0;
    }

    @Override
    public long keptImages() {
        return Long.MAX_VALUE;
    }

    @Override
    public int blockColumns() {
        return BLOCK;
    }

    @Override
    public Panel directions() {
        return split.directions();
    }

    @Override
    public PanelProducts products() {
        return point.products();
    }

    @Override
    public double scale() {
        return 1;
    }

    @Override
    public double productError() {
        return point.polarError();
    }

    /**
     * {@inheritDoc} The square of a value is one of a matrix of d rows with the errors of one
     * product for each vector, and of the sums over their elements.
     */
    @Override
    public double attainedError(double value, int vectors) {
        double d = vectors + (double) directions().columns();
        double algebra = BlockKrylov.algebraError(directions().rows(), d) * value * value;
        double square = Math.sqrt(2 * d) * point.operatorError(value) + algebra;
        return square < value * value
                ? Rounding.up(square / value + point.polarError())
                : Math.max(value, point.polarError());
    }

    @Override
    public @Nullable SplitRest finer() {
        return null;
    }

    @Override
    public double operatorError(double root) {
        return point.operatorError(root);
    }

    @Override
    public double combine(double normD) {
        return Math.sqrt(split.combine(normD * normD));
    }

    @Override
    public double upper(double normD) {
        double square = split.combine(Rounding.up(normD * normD));
        // The blocks along the directions come from products with S as well, column by column.
        double columns = Math.max(1, split.directions().columns());
        double bound = square + 2 * Math.sqrt(columns) * point.operatorError(Math.sqrt(square));
        return Rounding.up(Math.sqrt(Rounding.up(bound)) + point.polarError());
    }

    @Override
    public double largestRest(double enough) {
        return split.largestRest(enough);
    }

    @Override
    public double gain(double sigma) {
        double excess = point.objective().lambda() * (sigma - 1);
        return 0.5 * excess * excess / point.objective().map().density();
    }

    @Override
    public Attained inside() {
        return new Lower(Math.sqrt(split.leading()), split.leadingVector());
    }

    @Override
    public Attained outside(BlockKrylov krylov, SmallDense.Eigen ritz) {
        return new Lower(Math.sqrt(Math.max(0, ritz.values()[0])), krylov.vectors(ritz, 1));
    }

    @Override
    public Witnesses witnesses(
            BlockKrylov krylov, SmallDense.Eigen ritz, int count, double tolerance) {
        double[] polar = new double[count];
        for (int i = 0; i < count; i++) {
            polar[i] = Math.sqrt(ritz.values()[i]);
        }
        return new Witnesses(List.of(krylov.vectors(ritz, count)), polar, 1);
    }

    @Override
    public SplitRest without(BlockKrylov krylov, SmallDense.Eigen ritz, int count) {
        return point.split(Panels.concatenate(split.directions(), krylov.vectors(ritz, count)));
    }

    @Override
    public void checkCancelled() {
        point.objective().map().checkCancelled();
    }

    /**
     * A value that the polar attains.
     *
     * @param value ‖Zv‖
     * @param vector v, n×1 of norm 1, or n×0 if the value is 0
     */
    private record Lower(double value, Panel vector) implements Attained {
        @Override
        public @Nullable List<double[]> vectors() {
            return value > 0 && vector.columns() > 0 ? List.of(Partial.unpadded(vector)) : null;
        }
    }
}
