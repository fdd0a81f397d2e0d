package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.RowBlock;
import io.nadir.kernel.RowPlan;
import io.nadir.kernel.RowWindow;
import io.nadir.loss.Loss;
import io.nadir.model.BoundLoss;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Dense data with the loss of their entries, slice by slice. A loss finds the weight of a datum at
 * the index of the datum: so both lie in arrays of the matrices, or else both in windows.
 */
final class DenseLoss {
    private final DenseRows y;
    private final @Nullable DenseRows weights;
    private final Loss loss;

    /** The loss of each row block of the data; null if weights are in windows. */
    private final BoundLoss @Nullable [] ofBlocks;

    /**
     * Pairs data, weights and loss.
     *
     * @param largest the largest magnitude of the data
     * @param weights null for weights of 1
     * @throws IllegalArgumentException if the loss is not defined for a datum, or violates its
     *     contract
     */
    DenseLoss(DenseRows y, double largest, @Nullable DenseRows weights, Loss loss) {
        this.y = y;
        this.weights = weights;
        this.loss = loss;
        requireDefined(y, loss, largest);
        this.ofBlocks = weights == null || sameBlocks(y, weights) ? ofBlocks() : null;
    }

    /** The data of a slice, under their indices in the matrix. */
    Panel data(RowPlan.Chunk chunk, long from, long to, Scratch scratch) {
        RowBlock block = chunk.block();
        RowWindow window = RowWindow.of(scratch);
        return ofBlocks == null ? window.copy(block, from, to) : block.panel(from, to, window);
    }

    /** The loss of the data of a slice where {@link #data} has put them. */
    BoundLoss loss(RowPlan.Chunk chunk, long from, long to, Scratch scratch) {
        if (ofBlocks != null) {
            return ofBlocks[chunk.blockIndex()];
        }
        return new BoundLoss(loss, weights(from, to, RowWindow.of(scratch).beside()));
    }

    private double[] weights(long from, long to, RowWindow window) {
        DenseRows of = Objects.requireNonNull(weights);
        double[] array = window.rows(from, to, y.columns()).data();
        of.read((int) from, (int) (to - from), array, 0);
        return array;
    }

    /** Receives rows of the data, one after another. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes some rows; see {@link DenseRows.Visitor}.
         *
         * @param of the weights at the indices of the data; null for weights of 1
         */
        void accept(Panel data, double @Nullable [] of, int count);
    }

    /** Shows all data with their weights. */
    void forEach(Visitor visitor) {
        DenseRows all = weights;
        if (all == null) {
            y.forEach((data, count) -> visitor.accept(data, null, count));
            return;
        }
        if (ofBlocks != null) {
            for (int k = 0; k < ofBlocks.length; k++) {
                Panel data = y.panels().get(k);
                visitor.accept(data, ofBlocks[k].weights(), data.rows());
            }
            return;
        }
        RowWindow window = new RowWindow();
        y.forEachWindow((data, count) -> {
            long from = data.firstRow();
            visitor.accept(data, weights(from, from + count, window), count);
        });
    }

    private BoundLoss[] ofBlocks() {
        BoundLoss[] losses = new BoundLoss[y.blocks().size()];
        List<Panel> panels = weights == null ? List.of() : weights.panels();
        for (int k = 0; k < losses.length; k++) {
            losses[k] = new BoundLoss(loss, weights == null ? null : panels.get(k).data());
        }
        return losses;
    }

    private static boolean sameBlocks(DenseRows y, DenseRows weights) {
        return y.isShared()
                && weights.isShared()
                && y.blocks().getFirst().rows() == weights.blocks().getFirst().rows();
    }

    /** One pass, unless rows are read anew each time and squares of all numbers are defined. */
    private static void requireDefined(DenseRows y, Loss loss, double largest) {
        if (loss.isQuadratic() && !y.isInMemory()) {
            RowBlock block = y.blocks().getFirst();
            requireDefined(block.panel(0, 1, new RowWindow()), 1, loss, largest);
            return;
        }
        y.forEach((panel, count) -> requireDefined(panel, count, loss, largest));
    }

    private static void requireDefined(Panel panel, int count, Loss loss, double largest) {
        BoundLoss.require(
                loss,
                panel.data(),
                count * panel.stride(),
                largest,
                index ->
                        String.format(
                                "row %d, column %d: ",
                                panel.firstRow() + index / panel.stride(), index % panel.stride()));
    }
}
