package io.nadir;

import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

/** A regularizer of a matrix model for the transposed matrix: U and V change places. */
record SwappedRegularizer(Regularizer theta) implements Regularizer {
    private static Factors swapped(Factors w) {
        return Factors.wrap(w.rank(), w.block(1), w.block(0));
    }

    @Override
    public String name() {
        return theta.name();
    }

    @Override
    public int degree() {
        return theta.degree();
    }

    @Override
    public double value(Factors w, int column) {
        return theta.value(swapped(w), column);
    }

    @Override
    public double price(Factors w, int k, int column) {
        return theta.price(swapped(w), 1 - k, column);
    }

    @Override
    public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
        theta.prox(1 - k, weight, x, offset, stride, length);
    }

    @Override
    public @Nullable BlockPenalty blockPenalty(int k) {
        return theta.blockPenalty(1 - k);
    }

    @Override
    public boolean isCertifiable() {
        return theta.isCertifiable();
    }

    @Override
    public boolean hasGauges() {
        return theta.hasGauges();
    }

    @Override
    public Gauge gauge(int k) {
        return theta.gauge(1 - k);
    }

    @Override
    public boolean isHalfSumOfSquares() {
        return theta.isHalfSumOfSquares();
    }

    @Override
    public boolean isSumOfPowers() {
        return theta.isSumOfPowers();
    }
}
