package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.array.WorkInterruptedException;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The map of distributed rows. A point is V alone: U is the best one for it, so that what the map
 * calls the loss is L(V) = min over U of ℓ(Y, U·Vᵀ) + (λ/2)‖U‖², and f = L + (λ/2)‖V‖² is the f of
 * (U, V).
 *
 * <p>L depends on V through M = V·Vᵀ = Σ v_i·v_iᵀ only, and is convex in M, since for each row it
 * is the largest of −ℓ*(g) − gᵀMg/(2λ) over g. So φ(v) = v·vᵀ, of degree 2, and ∇_V L = GᵀU.
 */
final class RowsMap implements FactorizationMap {
    private final PanelProducts products = new PanelProducts();
    private final Passes passes;
    private final RowsData data;
    private final double curvature;
    private long deadline = Long.MAX_VALUE;
    private double valueAtZero = Double.NaN;

    /** The number of entries that the loss sees, times the curvature. */
    private double seen = Double.POSITIVE_INFINITY;

    RowsMap(Passes passes) {
        this.passes = passes;
        this.data = new RowsData(passes.rows());
        this.curvature = passes.loss().curvature(data.maxAbs()) * data.largestWeight();
    }

    Passes passes() {
        return passes;
    }

    /** The offsets of the columns that belong to a point; null if there are none. */
    double @Nullable [] columnOffsets(Factors w) {
        if (passes.problem().offsetTerms() == null) {
            return null;
        }
        JobNames.uninterrupted(() -> passes.evaluate(w.block(0)));
        double[] q = passes.columnOffsets();
        return q == null ? null : q.clone();
    }

    /**
     * What goes from the offsets of the rows to μ, so that their mean is 0; nothing where a penalty
     * has done that.
     */
    double meanOfRowOffsets(Factors w) {
        OffsetTerms terms = passes.problem().offsetTerms();
        double[] mean = {0};
        if (terms != null && terms.isFree()) {
            JobNames.uninterrupted(() -> mean[0] = passes.meanOfRowOffsets(w.block(0)));
        }
        return mean[0];
    }

    /** m. */
    long rows() {
        return passes.rows().rows();
    }

    @Override
    public ModelData data() {
        return data;
    }

    @Override
    public int degree() {
        return 2;
    }

    @Override
    public @Nullable List<Double> blockDegrees() {
        return null;
    }

    @Override
    public ConvexLoss loss() {
        return passes.loss();
    }

    @Override
    public double curvature() {
        return curvature;
    }

    /**
     * The curvature of the loss of a column, as a mean over all m entries: one pass. It is {@link
     * #curvature} where every entry is known and has the largest weight.
     */
    double[] columnCurvatures() {
        checkCancelled();
        double[] curvatures = passes.columnWeights();
        for (int j = 0; j < curvatures.length; j++) {
            curvatures[j] *= passes.loss().curvature(data.maxAbs()) / rows();
        }
        return curvatures;
    }

    @Override
    public double density() {
        double all = (double) rows() * passes.rows().columns();
        return curvature == 0 ? 1 : Math.min(1, seen / curvature / all);
    }

    @Override
    public double valueAtZero() {
        if (Double.isNaN(valueAtZero)) {
            valueAtZero = FactorizationMap.super.valueAtZero();
        }
        return valueAtZero;
    }

    @Override
    public double evaluate(Factors w, Factors gradient) {
        checkCancelled();
        passes.names().beginStep(w.rank());
        Evaluation found = passes.evaluate(w.block(0));
        passes.names().endStep();
        seen = found.seen();
        gradient.setRank(w.rank());
        Panels.copyInto(found.gradient(), gradient.block(0));
        return found.loss() + 0.5 * passes.lambda() * found.square();
    }

    /** Evaluates a V, with the regressions of its rows. */
    Sweep sweep(Panel v) {
        checkCancelled();
        passes.names().beginStep(v.columns());
        Sweep found = passes.sweep(v);
        passes.names().endStep();
        seen = found.evaluation().seen();
        return found;
    }

    @Override
    public double lipschitz(Factors w, int k) {
        Panel gram = blockGram(w, k);
        return w.rank() == 0 ? 0 : curvature * SmallDense.symmetricEigen(gram).values()[0];
    }

    /** Returns UᵀU: ‖X‖² = ⟨V·UᵀU, V⟩. */
    @Override
    public Panel blockGram(Factors w, int k) {
        return passes.evaluate(w.block(0)).gram();
    }

    /**
     * Returns coordinates of the v_i·v_iᵀ in a basis of what they span. Their inner products are
     * (v_iᵀv_j)².
     */
    @Override
    public Panel units(Factors w) {
        Panel v = w.block(0);
        Panel inner = products.transposeMultiply(v, v);
        for (int i = 0; i < inner.rows(); i++) {
            for (int j = 0; j < inner.columns(); j++) {
                inner.set(i, j, inner.get(i, j) * inner.get(i, j));
            }
        }
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(inner);
        double[] roots = new double[eigen.values().length];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = Math.sqrt(Math.max(0, eigen.values()[i]));
        }
        Panel units = Panels.copy(eigen.vectors());
        Panels.scaleColumns(units, roots);
        return units;
    }

    @Override
    public double dualValue(Factors w, double s) {
        checkCancelled();
        return passes.dualValue(w.block(0), s);
    }

    /** {@inheritDoc} It is looked at between passes; an interruption ends a pass, too. */
    @Override
    public void cancelAfter(long nanos) {
        long now = System.nanoTime();
        deadline = nanos > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : now + nanos;
    }

    @Override
    public void checkCancelled() {
        boolean late = deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0;
        if (late || Thread.currentThread().isInterrupted()) {
            throw new WorkInterruptedException();
        }
    }

    @Override
    public void close() {
        passes.close();
    }
}
