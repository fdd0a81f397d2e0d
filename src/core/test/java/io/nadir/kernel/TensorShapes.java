package io.nadir.kernel;

import io.nadir.array.Panel;

import java.util.Arrays;

/** One random tensor problem: blocks, data, a split of the modes and a range of rows. */
final class TensorShapes {
    final SparseShapes shapes;
    final int order;
    final int[] dimensions;
    final int rank;
    final int split;
    final Panel[] blocks;
    final Panel y;
    final long from;
    final long to;

    TensorShapes(int seed) {
        shapes = new SparseShapes(seed);
        order = 2 + shapes.below(3);
        dimensions = new int[order];
        rank = shapes.below(seed % 5 == 0 ? 80 : 20);
        blocks = new Panel[order];
        for (int k = 0; k < order; k++) {
            dimensions[k] = 1 + shapes.below(seed % 4 == 0 ? 14 : 7);
            blocks[k] = shapes.panel(dimensions[k], rank);
        }
        split = 1 + shapes.below(order - 1);
        int rows = product(0, split);
        int columns = product(split, order);
        y = Panel.wrap(shapes.values(rows * columns), rows, columns, 0);
        int a = shapes.below(rows + 1);
        int b = shapes.below(rows + 1);
        from = Math.min(a, b);
        to = Math.max(a, b);
    }

    int product(int first, int end) {
        int product = 1;
        for (int k = first; k < end; k++) {
            product *= dimensions[k];
        }
        return product;
    }

    /** Random starting values, shaped as the blocks. */
    Panel[] gradients() {
        return Arrays.stream(blocks)
                .map(block -> shapes.panel(block.rows(), rank))
                .toArray(Panel[]::new);
    }

    /** By chance every entry, none, or some. */
    CompressedFibers fibers() {
        int fibers = product(0, order - 1);
        CompressedRows all = shapes.places(fibers, dimensions[order - 1]);
        int[] leads = new int[fibers * (order - 1)];
        for (int f = 0; f < fibers; f++) {
            int rest = f;
            for (int k = order - 2; k >= 0; k--) {
                leads[f * (order - 1) + k] = rest % dimensions[k];
                rest /= dimensions[k];
            }
        }
        return new CompressedFibers(order, all, leads);
    }

    static Panel[] copies(Panel[] panels) {
        return Arrays.stream(panels).map(SparseShapes::copy).toArray(Panel[]::new);
    }

    static Panel[] magnitudes(Panel[] panels) {
        return Arrays.stream(panels).map(SparseShapes::abs).toArray(Panel[]::new);
    }
}
