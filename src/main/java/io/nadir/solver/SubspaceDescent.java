package io.nadir.solver;

import io.nadir.kernel.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Alternating minimization over all matrices with a given row space, then with a given column
 * space, each solved exactly, for the squared loss and the nuclear norm.
 *
 * <p>With Q an orthonormal basis of the row space, the minimizer over {X : X = XQQᵀ} is the
 * singular value thresholding of YQ, times Qᵀ (Vidal, Zhu &amp; Haeffele, section 1.4.1). Its left
 * singular vectors P span the next column space, and PᵀY = (YᵀYQ·R⁻¹)ᵀ with YQ = PR comes out of
 * the same pass over the data. In span it is orthogonal iteration on YᵀY, so it converges with the
 * square of the ratio of singular values at the threshold; but the values themselves, which plain
 * alternating least squares has to creep up to where they are close to λ, are exact at once.
 *
 * <p>Directions below the threshold stay in the basis: they are what the next step improves.
 */
final class SubspaceDescent implements DescentMethod {
    /** A direction of the column space below this share of λ cannot come above λ again. */
    private static final double HOPELESS = 1e-3;

    private final PanelProducts products = new PanelProducts();
    private final MatrixMap map;
    private final double lambda;
    private final double halfSquare;
    private final Factors none;
    private @Nullable Panel basis;

    SubspaceDescent(MatrixMap map, double lambda) {
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
            SolveState.write(out, basis);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        basis = in.readBoolean() ? SolveState.readPanel(in) : null;
    }

    @Override
    public double step(Factors w) {
        Panel q = basis != null ? basis : products.orthonormalBasis(w.block(1));
        Panel yq = Panel.zeros(map.rows(), q.columns());
        Panel yyq = Panel.zeros(map.columns(), q.columns());
        map.gram(none, q, yq, yyq);
        SmallDense.Svd first = SmallDense.svd(ThinQr.factor(yq, products));
        int kept = count(first.values(), HOPELESS * lambda);
        Panel left = products.multiply(yq, Panels.leadingColumns(first.u(), kept));
        Panel core = products.multiply(yyq, Panels.leadingColumns(first.v(), kept));
        Panels.scaleColumns(core, reciprocals(first.values(), kept));
        SmallDense.Svd second = SmallDense.svd(ThinQr.factor(core, products));
        basis = products.multiply(core, second.u());
        return threshold(w, products.multiply(left, second.v()), basis, second.values());
    }

    /** W ← (P·S^½, Q·S^½) with S = (Σ − λ)₊; returns f = ½‖Y‖² − ½‖S‖². */
    private double threshold(Factors w, Panel left, Panel right, double[] sigma) {
        int rank = count(sigma, lambda);
        double[] roots = new double[rank];
        double gain = 0;
        for (int i = 0; i < rank; i++) {
            double shrunk = sigma[i] - lambda;
            roots[i] = Math.sqrt(shrunk);
            gain += 0.5 * shrunk * shrunk;
        }
        Factors next = Factors.zeros(rank, left.rows(), right.rows());
        fill(next.block(0), left, roots);
        fill(next.block(1), right, roots);
        w.set(next);
        return halfSquare - gain;
    }

    private static void fill(Panel block, Panel vectors, double[] roots) {
        for (int i = 0; i < block.rows(); i++) {
            for (int j = 0; j < roots.length; j++) {
                block.set(i, j, vectors.get(i, j) * roots[j]);
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

    private static double[] reciprocals(double[] values, int count) {
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = 1 / values[i];
        }
        return out;
    }
}
