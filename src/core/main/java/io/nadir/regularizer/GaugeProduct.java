package io.nadir.regularizer;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.Strided;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The product of gauges θ(w¹, …, w^K) = Π_k g_k(w^k). Two Euclidean norms give the nuclear norm of
 * a matrix, other norms give other projective tensor norms, and ‖u‖₂·(‖v‖₂ + γ‖v‖₁) gives
 * dictionaries with sparse codes. More than two gauges give the corresponding norms of tensors.
 * Gauges may have sign constraints, see {@link NonNegative}.
 *
 * <p>A column that has one zero block has θ = 0 whatever the other blocks are, and descent leaves
 * it at zero.
 *
 * @param gauges the gauges g_1 … g_K, at least two
 */
public record GaugeProduct(List<Gauge> gauges) implements Regularizer {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are fewer than two gauges
     */
    public GaugeProduct {
        Objects.requireNonNull(gauges, "gauges");

        gauges = List.copyOf(gauges);
        if (gauges.size() < 2) {
            throw new IllegalArgumentException(
                    "gauges.size() = " + gauges.size() + ", allowed are 2 and more");
        }
    }

    /**
     * Creates the product g₁(u)·g₂(v) for a matrix.
     *
     * @param left g₁
     * @param right g₂
     */
    public GaugeProduct(Gauge left, Gauge right) {
        Objects.requireNonNull(left, "left");
        Objects.requireNonNull(right, "right");

        this(List.of(left, right));
    }

    @Override
    public String name() {
        return "product:" + gauges.stream().map(Gauge::name).collect(Collectors.joining(","));
    }

    /** Returns the number of gauges. */
    @Override
    public int degree() {
        return gauges.size();
    }

    @Override
    public double value(Factors w, int column) {
        Objects.requireNonNull(w, "w");

        double product = 1;
        boolean finite = true;
        for (int k = 0; k < w.order(); k++) {
            double size = size(w, k, column);
            finite &= Double.isFinite(size);
            product *= size;
        }
        // Not the product: a constraint holds even if another block is zero.
        return finite ? product : Double.POSITIVE_INFINITY;
    }

    @Override
    public double price(Factors w, int k, int column) {
        Objects.requireNonNull(w, "w");

        double product = 1;
        for (int l = 0; l < w.order(); l++) {
            product *= l == k ? 1 : size(w, l, column);
        }
        return product;
    }

    @Override
    public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        gauge(k).prox(weight, x, offset, stride, length);
    }

    @Override
    public @Nullable BlockPenalty blockPenalty(int k) {
        return gauge(k).blockPenalty();
    }

    @Override
    public Gauge gauge(int k) {
        return gauges.get(k);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException also if the number of gauges is not that of the blocks
     */
    @Override
    public void requireFeasible(Factors w) {
        Objects.requireNonNull(w, "w");

        Checks.equal("number of gauges", gauges.size(), "number of blocks", w.order());
        Regularizer.super.requireFeasible(w);
    }

    /** Makes all g_k(w_i^k) of a column equal; a column that has a zero block becomes zero. */
    @Override
    public void balance(Factors w) {
        Objects.requireNonNull(w, "w");

        for (int i = 0; i < w.rank(); i++) {
            double mean = mean(w, i);
            for (int k = 0; k < w.order(); k++) {
                double ratio = mean > 0 ? mean / size(w, k, i) : 0;
                Panel block = w.block(k);
                Strided.scale(ratio, block.data(), i, block.stride(), block.rows());
            }
        }
    }

    /** Returns the geometric mean of the gauges of a column. */
    private double mean(Factors w, int column) {
        int order = w.order();
        if (order == 2) {
            return Math.sqrt(size(w, 0, column)) * Math.sqrt(size(w, 1, column));
        }
        double mean = 1;
        for (int k = 0; k < order; k++) {
            mean *= Math.pow(size(w, k, column), 1.0 / order);
        }
        return mean;
    }

    private double size(Factors w, int k, int column) {
        Panel block = w.block(k);
        return gauge(k).value(block.data(), column, block.stride(), block.rows());
    }
}
