package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;

/**
 * The penalty of a V whose last column is q, the offsets of the columns: ½‖v‖² for the others, and
 * (κ/2λ)·‖q − μ‖² for q. For descent alone: it is not homogeneous in all columns alike.
 */
final class JointPenalty implements Regularizer {
    private final OffsetTerms terms;
    private final double lambda;

    JointPenalty(OffsetTerms terms, double lambda) {
        this.terms = terms;
        this.lambda = lambda;
    }

    @Override
    public String name() {
        return "squared-norms beside offsets";
    }

    @Override
    public int degree() {
        return 2;
    }

    @Override
    public double value(Factors w, int column) {
        Panel v = w.block(0);
        return column == w.rank() - 1
                ? terms.columnPrice(JointMap.column(v, column)) / lambda
                : 0.5 * Panels.columnDot(v, column, v, column);
    }

    @Override
    public boolean isSmooth() {
        return true;
    }

    /** {@inheritDoc} That of q is with the derivative of the loss, which is projected with it. */
    @Override
    public void addGradient(Factors w, double weight, Factors gradient) {
        Panel v = w.block(0);
        Panel target = gradient.block(0);
        for (int j = 0; j < v.rows(); j++) {
            for (int k = 0; k < w.rank() - 1; k++) {
                target.set(j, k, target.get(j, k) + weight * v.get(j, k));
            }
        }
    }

    @Override
    public double price(Factors w, int k, int column) {
        throw new UnsupportedOperationException(name());
    }

    @Override
    public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
        throw new UnsupportedOperationException(name());
    }

    @Override
    public boolean hasGauges() {
        return false;
    }

    @Override
    public Gauge gauge(int k) {
        throw new UnsupportedOperationException(name());
    }
}
