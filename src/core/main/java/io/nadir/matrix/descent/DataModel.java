package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.ThinQr;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.descent.SavedFactors;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A matrix of low rank that stands for the data Y between two steps of {@link ColumnDescent}, each
 * of which has formed YV and YᵀU. With the projections P onto the columns of U and Q onto those of
 * V, Ỹ = PY + YQ − PYQ has the same products. It leaves out (I − P)Y(I − Q), most of the noise, of
 * which a nearby point sees little: so a descent on Ỹ, whose steps cost 8r(m + n)·r flops instead
 * of 4mnr, nearly ends where one on Y would. The step with Y that follows tells whether f fell.
 */
final class DataModel {
    /** Steps on the model. Fewer do not gain momentum. */
    private static final int STEPS = 30;

    /** Steps with the data before the first model: where they end a descent, a model costs more. */
    private static final int FIRST_STEPS = 3;

    /**
     * Flops of a product with the data, of Y and a column over (m + n)·r, from which a model is
     * worth its steps.
     */
    private static final double WORTH = 20;

    /**
     * Where R of a QR decomposition has a smaller ratio of diagonal elements, there is no model.
     */
    private static final double INDEPENDENT = 1e-8;

    private final Objective<MatrixMap> objective;
    private final MatrixMap map;
    private final PanelProducts products = new PanelProducts();

    /** U, V, YV and YᵀU of the last step; empty if there is none. */
    private final Panel[] seen = new Panel[4];

    /** Steps with the data so far. */
    private int steps;

    /** Whether a point of the model was no better than the one before. */
    private boolean failed;

    DataModel(Objective<MatrixMap> objective) {
        this.objective = objective;
        this.map = objective.map();
        forget();
    }

    /** Begins anew, because the point has changed. */
    void forget() {
        failed = false;
        steps = 0;
        Arrays.fill(seen, Panel.zeros(0, 0));
    }

    /** Whether the model is of use for a point of this rank. */
    boolean applies(int rank) {
        double sides = (double) map.rows() + map.columns();
        return !failed && map.productOperations() > WORTH * sides * rank;
    }

    /** Gives the model up until {@link #forget}. */
    void fail() {
        failed = true;
    }

    /** Takes what a step has seen of the data; copied. */
    void see(Panel u, Panel v, Panel yv, Panel ytu) {
        steps++;
        Panel[] given = {u, v, yv, ytu};
        for (int k = 0; k < given.length; k++) {
            seen[k] = Panels.fit(seen[k], given[k].rows(), given[k].columns());
            Panels.copyInto(given[k], seen[k]);
        }
    }

    /** Descends on the model from {@code w}; returns false, with w as it was, if there is none. */
    boolean descend(Factors w) {
        boolean known = w.rank() > 0 && seen[0].columns() == w.rank() && steps >= FIRST_STEPS;
        LowRankProducts data = known ? model() : null;
        if (data == null) {
            return false;
        }
        ColumnDescent descent = new ColumnDescent(objective, data);
        for (int i = 0; i < STEPS && w.rank() > 0; i++) {
            descent.step(w);
        }
        return true;
    }

    /** Ỹ = [P̂ (I − P)YQ̂]·[YᵀP̂ Q̂]ᵀ with orthonormal P̂ and Q̂; null if columns are dependent. */
    private @Nullable LowRankProducts model() {
        Panel u = Panels.copy(seen[0]);
        Panel v = Panels.copy(seen[1]);
        Panel image = overTriangle(seen[2], ThinQr.factor(v, products));
        Panel coimage = overTriangle(seen[3], ThinQr.factor(u, products));
        if (image == null || coimage == null) {
            return null;
        }
        products.removeComponents(u, image);
        return new LowRankProducts(Panels.concatenate(u, image), Panels.concatenate(coimage, v));
    }

    /** X·R⁻¹ for an upper triangle R; null if that is nearly singular. */
    private @Nullable Panel overTriangle(Panel x, Panel r) {
        int n = r.rows();
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.abs(r.get(i, i)));
            smallest = Math.min(smallest, Math.abs(r.get(i, i)));
        }
        if (!(smallest > INDEPENDENT * largest)) {
            return null;
        }
        Panel inverse = Panel.zeros(n, n);
        for (int j = 0; j < n; j++) {
            for (int i = j; i >= 0; i--) {
                double sum = i == j ? 1 : 0;
                for (int k = i + 1; k <= j; k++) {
                    sum -= r.get(i, k) * inverse.get(k, j);
                }
                inverse.set(i, j, sum / r.get(i, i));
            }
        }
        return products.multiply(x, inverse);
    }

    /** Writes what {@link #load} reads. */
    void save(DataOutput out) throws IOException {
        out.writeInt(steps);
        out.writeBoolean(failed);
        for (Panel panel : seen) {
            SavedFactors.write(out, panel);
        }
    }

    /** Restores the model that was saved. */
    void load(DataInput in) throws IOException {
        steps = in.readInt();
        failed = in.readBoolean();
        for (int k = 0; k < seen.length; k++) {
            seen[k] = SavedFactors.readPanel(in);
        }
    }
}
