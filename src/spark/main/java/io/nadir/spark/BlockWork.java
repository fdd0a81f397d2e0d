package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.family.MatrixFamily;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.polar.EntrySums;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.descent.ShiftedInverse;

import org.jspecify.annotations.Nullable;

/**
 * The computations on the rows of a block, by the core's map of them. Keeps U and G at the last
 * point, because a certificate multiplies by G many times. Not thread-safe.
 */
final class BlockWork {
    /** Positions in the sums of {@link #evaluate}. */
    static final int LOSS = 0;

    /** Bounds of the norms of the terms that add up to X, squared. */
    static final int TERMS = 1;

    /** The size of the terms that cancel in ℓ. */
    static final int CANCELLATION = 2;

    /** The share of entries that the loss sees, times their number and the largest weight. */
    static final int SEEN = 3;

    static final int SUMS = 4;

    /** The gap of rows whose problem has no solution in closed form, relative to its minimum. */
    private static final double ROW_TOLERANCE = 1e-13;

    private final ConvexLoss loss;
    private final MatrixMap map;
    private final int @Nullable [] columns;
    private final PanelProducts products = new PanelProducts();
    private final Panel none;
    private final Panel noColumns;
    private Factors w;
    private long number = -1;

    BlockWork(MatrixData data, int @Nullable [] columns, ConvexLoss loss) {
        this.loss = loss;
        this.map = data.bind(loss, 1, null);
        this.columns = columns;
        this.w = Factors.empty(map.rows(), map.columns());
        this.none = Panel.zeros(map.columns(), 0);
        this.noColumns = Panel.zeros(map.rows(), 0);
    }

    boolean isFor(ConvexLoss other) {
        return loss.name().equals(other.name());
    }

    MatrixMap map() {
        return map;
    }

    /** U and V at a point, where U is the best one for V; not to be modified. */
    Factors at(Point point) {
        if (number != point.number()) {
            number = -1;
            Factors next = Factors.zeros(point.rank(), map.rows(), map.columns());
            fill(point.elements().value(), point.rank(), next.block(1));
            solveRows(next, point.lambda());
            w = next;
            number = point.number();
        }
        return w;
    }

    /** ℓ, UᵀU and GᵀU. */
    Partial evaluate(Point point) {
        Factors at = at(point);
        Panel gu = Panel.zeros(map.columns(), at.rank());
        double value = map.residual(at, none, at.block(0), noColumns, gu);
        Panel gram = products.transposeMultiply(at.block(0), at.block(0));
        double terms = map.sizeOfTerms(at);
        double[] sums = {
            value,
            terms * terms,
            map.cancellation(at),
            map.density() * map.curvature() * map.rows() * map.columns()
        };
        return new Partial(sums, Partial.unpadded(gram), columns, at.rank(), Partial.unpadded(gu));
    }

    /** GᵀG·B. */
    Partial multiplyGram(Point point, double[] elements, int width) {
        Factors at = at(point);
        Panel b = Panel.zeros(map.columns(), width);
        fill(elements, width, b);
        Panel t = Panel.zeros(map.rows(), width);
        Panel s = Panel.zeros(map.columns(), width);
        map.residualGram(at, b, t, s);
        return new Partial(new double[0], new double[0], columns, width, Partial.unpadded(s));
    }

    /** Sums over the entries, by the scalar functions of the loss. */
    Partial totals(Point point) {
        EntrySums sums = new EntrySums(map, at(point), false, (row, gradient) -> {});
        return new Partial(sums.totals().toArray(), new double[0], new int[0], 0, new double[0]);
    }

    /** −ℓ*(s·G). */
    double dualValue(Point point, double s) {
        return map.dualValue(at(point), s);
    }

    /** The rows that belong to the columns of this block. */
    private void fill(double[] elements, int width, Panel target) {
        for (int i = 0; i < target.rows(); i++) {
            int from = columns == null ? i : columns[i];
            System.arraycopy(elements, from * width, target.data(), i * target.stride(), width);
        }
    }

    /** U ← argmin ℓ(Y, U·Vᵀ) + (λ/2)‖U‖². */
    private void solveRows(Factors next, double lambda) {
        if (next.rank() == 0) {
            return;
        }
        if (map.hasBlockMinimizer()) {
            map.minimizeBlock(next, 0, lambda);
        } else if (map.hasFastGram()) {
            Panel v = next.block(1);
            Panel yv = Panel.zeros(map.rows(), next.rank());
            map.multiplyData(v, noColumns, yv, none);
            Panel inverse =
                    ShiftedInverse.of(1, products.transposeMultiply(v, v), lambda, products);
            products.multiplyInto(yv, inverse, next.block(0));
        } else {
            Objective<MatrixMap> rows = new Objective<>(map, new SquaredNorms(), lambda);
            next.set(new MatrixFamily().transform(rows, next, ROW_TOLERANCE).factors());
        }
    }
}
