package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

/**
 * Descent over all X = P·M·Qᵀ with the column and row spaces of a point, P and Q orthonormal: min
 * over the r×r matrix M of ℓ(Y, P·M·Qᵀ) + λ‖M‖_*, convex, by proximal gradient steps. On entries
 * that are spread out ℓ is nearly d·½‖M‖² with d their density, so that few steps of length about
 * 1/d do, while an append takes the length 1/curvature, and sweeps only creep to the right size of
 * a column near the threshold.
 */
final class FixedSubspaceDescent {
    private static final int MOST_STEPS = 12;

    /** A step that lowers f by less than this share of what the first did is the last. */
    private static final double SMALL = 0.02;

    /**
     * Curvature in M over that of entries that are spread out: singular vectors of a sampling of
     * noise are what they are because of where it was sampled.
     */
    private static final double ALIGNED = 1.6;

    /** The next curvature that is tried over one that was seen. */
    private static final double HEADROOM = 1.1;

    private final PanelProducts products = new PanelProducts();
    private final MatrixMap map;
    private final double lambda;

    /** First estimate of the curvature in M. */
    private final double expected;

    FixedSubspaceDescent(MatrixMap map, double lambda) {
        this.map = map;
        this.lambda = lambda;
        this.expected = Math.min(1, ALIGNED * map.density()) * map.curvature();
    }

    /** A point of no larger f, without the columns that become zero. */
    Factors descend(Factors w) {
        Panel p = products.orthonormalBasis(w.block(0));
        Panel q = products.orthonormalBasis(w.block(1));
        Panel core =
                Panels.multiplyTransposed(
                        products.transposeMultiply(p, w.block(0)),
                        products.transposeMultiply(q, w.block(1)));
        Point point = new Point(core, p, q);
        double curvature = expected;
        double first = 0;
        for (int k = 0; k < MOST_STEPS; k++) {
            Point next = point.step(curvature);
            double seen = point.curvatureTowards(next);
            if (seen > curvature && curvature < map.curvature()) {
                curvature = Math.min(HEADROOM * seen, map.curvature());
                continue;
            }
            double gain = point.objective() - next.objective();
            if (!(gain > 0)) {
                break;
            }
            point = next;
            first = Math.max(first, gain);
            if (gain < SMALL * first) {
                break;
            }
        }
        return point.factors;
    }

    /** A core with its objective and gradient. */
    private final class Point {
        final Panel core;
        final Panel p;
        final Panel q;
        final Factors factors;
        final double nuclear;
        final double loss;
        final Panel gradient;

        Point(Panel core, Panel p, Panel q) {
            this.core = core;
            this.p = p;
            this.q = q;
            SmallDense.Svd svd = SmallDense.svd(core);
            double[] roots = new double[svd.values().length];
            double sum = 0;
            int rank = 0;
            for (int i = 0; i < roots.length; i++) {
                roots[i] = Math.sqrt(svd.values()[i]);
                sum += svd.values()[i];
                rank += svd.values()[i] > 1e-13 * svd.values()[0] ? 1 : 0;
            }
            Panels.scaleColumns(svd.u(), roots);
            Panels.scaleColumns(svd.v(), roots);
            this.nuclear = sum;
            this.factors = Factors.zeros(rank, map.rows(), map.columns());
            copy(products.multiply(p, Panels.leadingColumns(svd.u(), rank)), factors.block(0));
            copy(products.multiply(q, Panels.leadingColumns(svd.v(), rank)), factors.block(1));
            Panel gq = Panel.zeros(map.rows(), q.columns());
            Panel none = Panel.zeros(map.rows(), 0);
            this.loss = map.residual(factors, q, none, gq, Panel.zeros(map.columns(), 0));
            this.gradient = products.transposeMultiply(p, gq);
        }

        double objective() {
            return loss + lambda * nuclear;
        }

        /** The proximal step of length 1/L. */
        Point step(double l) {
            Panel target = Panels.copy(core);
            Panels.addScaled(-1 / l, gradient, target);
            SmallDense.Svd svd = SmallDense.svd(target);
            double[] values = svd.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.max(0, values[i] - lambda / l);
            }
            Panels.scaleColumns(svd.u(), values);
            return new Point(Panels.multiplyTransposed(svd.u(), svd.v()), p, q);
        }

        /** 2·(ℓ there − its linear model here)/‖step‖², 0 where rounding is all that is left. */
        double curvatureTowards(Point other) {
            Panel step = Panels.copy(other.core);
            Panels.addScaled(-1, core, step);
            double above = other.loss - loss - Panels.inner(gradient, step);
            return above > 1e-14 * loss ? 2 * above / Panels.inner(step, step) : 0;
        }
    }

    private static void copy(Panel from, Panel to) {
        for (int i = 0; i < from.rows(); i++) {
            System.arraycopy(
                    from.data(), i * from.stride(), to.data(), i * to.stride(), from.columns());
        }
    }
}
