package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Exact minimization over one column at a time, for the squared loss over all entries and every
 * regularizer (hierarchical alternating least squares: Cichocki &amp; Phan 2009). With A = YV and B
 * = VᵀV, u_i ← prox of (λ·price_i/B_ii)·h₁ at u_i + (A_i − U·B_i)/B_ii for all columns in turn;
 * then the same for V. A sweep over the columns costs 2mr² flops, compared with 2mnr for A, so that
 * several sweeps are made for each A (Gillis &amp; Glineur, Neural Computation 24, 2012, section
 * 4).
 *
 * <p>A step reads the data twice, a repeated one four times, and once more for f if columns cancel
 * each other; it allocates nothing while the rank stays the same. Where reading the data is what
 * takes time, a step begins where a descent on a {@link DataModel} leads, for which it allocates
 * working memory of a few times the factors.
 */
public final class ColumnDescent extends ExtrapolatedDescent {
    /** Size of what cancels in ‖X‖², in relation to ‖Y‖², from which f is not taken from sums. */
    private static final double CANCELLING = 100;

    /** Columns appended at once after which more are expected. */
    private static final int MANY = 8;

    /** See {@link #worthDescending}. */
    private static final double WORTH_DESCENDING = 0.05;

    private final Objective<MatrixMap> objective;
    private final DataProducts data;
    private final double halfSquare;
    private final Factors gradient;
    private final @Nullable DataModel model;
    private final ColumnSweeps left;
    private final ColumnSweeps right;

    public ColumnDescent(Objective<MatrixMap> objective) {
        this(objective, new MapProducts(objective.map()), new DataModel(objective));
    }

    /**
     * Makes the method for other data than those of the map.
     *
     * @param data of the same shape
     */
    ColumnDescent(Objective<MatrixMap> objective, DataProducts data) {
        this(objective, data, null);
    }

    private ColumnDescent(
            Objective<MatrixMap> objective, DataProducts data, @Nullable DataModel model) {
        super(objective);
        this.model = model;
        this.objective = objective;
        this.data = data;
        this.halfSquare = data.halfSquare();
        this.gradient = Factors.empty(objective.map().dimensions());
        PanelProducts products = new PanelProducts();
        this.left = new ColumnSweeps(objective, data, products, 0);
        this.right = new ColumnSweeps(objective, data, products, 1);
    }

    @Override
    public double worthDescending(int appended) {
        return appended >= MANY ? WORTH_DESCENDING : 0;
    }

    /** Minimizes over all columns of U, then of V; returns f. */
    @Override
    double sweep(Factors point) {
        DataModel open = model != null && model.applies(point.rank()) ? model : null;
        Panel v = open == null ? point.block(1) : Panels.copy(point.block(1));
        left.minimize(point);
        Panel u = open == null ? point.block(0) : Panels.copy(point.block(0));
        right.minimize(point);
        Panel gram = left.makeGram(point);
        double value = value(point, gram) + objective.penalty(point);
        if (open != null) {
            open.see(u, v, left.product(), right.product());
        }
        return value;
    }

    /** Where a descent on a model of the data leads. */
    @Override
    boolean lookAhead(Factors point) {
        return model != null && model.applies(point.rank()) && model.descend(point);
    }

    @Override
    void lookedInVain() {
        if (model != null) {
            model.fail();
        }
    }

    @Override
    void forget() {
        if (model != null) {
            model.forget();
        }
    }

    @Override
    void saveMore(DataOutput out) throws IOException {
        if (model != null) {
            model.save(out);
        }
    }

    @Override
    void loadMore(DataInput in) throws IOException {
        if (model != null) {
            model.load(in);
        }
    }

    /** ℓ, from ‖X‖² = ⟨UᵀU, VᵀV⟩ unless too much of that cancels. */
    private double value(Factors point, Panel gram) {
        if (magnitudes(right.gram(), gram) > 2 * CANCELLING * halfSquare) {
            return data.loss(point, gradient);
        }
        double square = Panels.inner(right.gram(), gram);
        double value = halfSquare + 0.5 * square - Panels.inner(right.product(), point.block(1));
        // Rounding must not make it negative.
        return Math.max(0, value);
    }

    /** Σ |a_ij·b_ij|. */
    private static double magnitudes(Panel a, Panel b) {
        double sum = 0;
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                sum += Math.abs(a.get(i, j) * b.get(i, j));
            }
        }
        return sum;
    }
}
