package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.solver.descent.SavedFactors;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Alternating exact minimization over all matrices with a given row space, then over all matrices
 * with a given column space, for the squared loss and the nuclear norm.
 *
 * <p>With Q an orthonormal basis of the row space, the minimizer over {X : X = XQQᵀ} is the
 * singular value thresholding of YQ, times Qᵀ (Vidal, Zhu &amp; Haeffele, section 1.4.1). Its left
 * singular vectors P span the next column space, and PᵀY = (YᵀYQ·R⁻¹)ᵀ with YQ = PR results from
 * the same pass over the data. In span this is orthogonal iteration on YᵀY, so it converges with
 * the square of the ratio of the singular values at the threshold. The values themselves are exact
 * at once, whereas plain alternating least squares approaches them slowly if they are close to λ.
 *
 * <p>Directions below the threshold stay in the basis, because the next step improves them. A step
 * with b directions in all allocates O(b²) for two singular value decompositions.
 */
public final class SubspaceDescent implements DescentMethod {
    /** A direction of the column space below this share of λ cannot come above λ again. */
    private static final double HOPELESS = 1e-3;

    private final PanelProducts products = new PanelProducts();
    private final ThinQr leftQr = new ThinQr(products);
    private final ThinQr rightQr = new ThinQr(products);
    private final MatrixMap map;
    private final double lambda;
    private final double halfSquare;
    private final Factors none;
    private @Nullable Panel basis;
    private Panel yq = Panel.zeros(0, 0);
    private Panel yyq = yq;
    private Panel left = yq;
    private Panel core = yq;
    private Panel vectors = yq;
    private double[] scales = new double[0];

    public SubspaceDescent(MatrixMap map, double lambda) {
        this.map = map;
        this.lambda = lambda;
        this.halfSquare = map.valueAtZero();
        this.none = Factors.empty(map.rows(), map.columns());
    }

    @Override
    public void restart() {
        basis = null;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeBoolean(basis != null);
        if (basis != null) {
            SavedFactors.write(out, basis);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        basis = in.readBoolean() ? SavedFactors.readPanel(in) : null;
    }

    @Override
    public double step(Factors w) {
        Panel q = basis != null ? basis : products.orthonormalBasis(w.block(1));
        yq = Panels.fit(yq, map.rows(), q.columns());
        yyq = Panels.fit(yyq, map.columns(), q.columns());
        map.gram(none, q, yq, yyq);
        SmallDense.Svd first = SmallDense.svd(leftQr.factor(yq));
        int kept = count(first.values(), HOPELESS * lambda);
        left = product(yq, first.u().setColumns(kept), left);
        core = product(yyq, first.v().setColumns(kept), core);
        setReciprocals(first.values(), kept);
        Panels.scaleColumns(core, scales);
        SmallDense.Svd second = SmallDense.svd(rightQr.factor(core));
        vectors = product(left, second.v(), vectors);
        basis = product(core, second.u(), q);
        return threshold(w, vectors, basis, second.values());
    }

    /** A·B, in the memory of {@code old} where it fits. */
    private Panel product(Panel a, Panel b, Panel old) {
        Panel out = Panels.fit(old, a.rows(), b.columns());
        products.multiplyInto(a, b, out);
        return out;
    }

    /** W ← (P·S^½, Q·S^½) with S = (Σ − λ)₊; returns f = ½‖Y‖² − ½‖S‖² ≥ λ·tr S. */
    private double threshold(Factors w, Panel p, Panel q, double[] sigma) {
        int rank = count(sigma, lambda);
        double gain = 0;
        double nuclear = 0;
        for (int i = 0; i < rank; i++) {
            double shrunk = sigma[i] - lambda;
            scales[i] = Math.sqrt(shrunk);
            gain += 0.5 * shrunk * shrunk;
            nuclear += shrunk;
        }
        w.setRank(rank);
        fill(w.block(0), p);
        fill(w.block(1), q);
        // For small λ what cancels leaves rounding errors, but the loss is 0 or more.
        return Math.max(lambda * nuclear, halfSquare - gain);
    }

    private void fill(Panel block, Panel columns) {
        for (int i = 0; i < block.rows(); i++) {
            for (int j = 0; j < block.columns(); j++) {
                block.set(i, j, columns.get(i, j) * scales[j]);
            }
        }
    }

    private static int count(double[] descending, double above) {
        int count = 0;
        while (count < descending.length && descending[count] > above) {
            count++;
        }
        return count;
    }

    private void setReciprocals(double[] values, int count) {
        if (scales.length < count) {
            scales = new double[count];
        }
        for (int i = 0; i < count; i++) {
            scales[i] = 1 / values[i];
        }
    }
}
