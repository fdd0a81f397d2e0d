package io.nadir.certify.relaxation;

import io.nadir.check.Checks;

/** Where the diagonal blocks of a matrix are in an array: row-major, one after another. */
final class Blocks {
    private final int[] orders;
    private final int[] offsets;
    private final int[] firstRows;
    private final int order;
    private final int length;

    /**
     * Checks the blocks of a relaxation.
     *
     * @throws IllegalArgumentException if one is not positive, or their sum is not the order
     */
    Blocks(Relaxation relaxation) {
        this.order = Checks.positive("order()", relaxation.order());
        this.orders = relaxation.blocks().clone();
        this.offsets = new int[orders.length];
        this.firstRows = new int[orders.length];
        long elements = 0;
        long rows = 0;
        for (int b = 0; b < orders.length; b++) {
            offsets[b] = (int) Math.min(elements, Integer.MAX_VALUE);
            firstRows[b] = (int) Math.min(rows, Integer.MAX_VALUE);
            long own = Checks.positive("blocks()[" + b + "]", orders[b]);
            elements += own * own;
            rows += own;
        }
        if (rows != order) {
            throw new IllegalArgumentException(
                    "blocks() sum up to " + rows + ", they must to order() = " + order);
        }
        this.length = (int) Math.min(elements, Integer.MAX_VALUE);
    }

    int count() {
        return orders.length;
    }

    /** Rows of all blocks. */
    int order() {
        return order;
    }

    /** Elements of all blocks; the largest int if there are more. */
    int length() {
        return length;
    }

    int order(int block) {
        return orders[block];
    }

    /** The place of the first element of a block. */
    int offset(int block) {
        return offsets[block];
    }

    /** The row of the whole matrix that is the first one of a block. */
    int firstRow(int block) {
        return firstRows[block];
    }

    /** The multiple of the identity of trace 1. */
    double[] identity() {
        double[] k = new double[length];
        for (int b = 0; b < orders.length; b++) {
            for (int i = 0; i < orders[b]; i++) {
                k[offsets[b] + i * (orders[b] + 1)] = 1.0 / order;
            }
        }
        return k;
    }

    /** Returns the largest magnitude of a matrix, once it is known to be finite and symmetric. */
    double largestOfSymmetric(double[] matrix) {
        double largest = 0;
        for (int b = 0; b < orders.length; b++) {
            for (int i = 0; i < orders[b]; i++) {
                for (int j = 0; j <= i; j++) {
                    double element = matrix[offsets[b] + i * orders[b] + j];
                    double mirrored = matrix[offsets[b] + j * orders[b] + i];
                    requireSymmetric(b, i, j, element, mirrored);
                    largest = Math.max(largest, Math.abs(element));
                }
            }
        }
        return largest;
    }

    private void requireSymmetric(int block, int i, int j, double x, double y) {
        if (!(Math.abs(x) < Double.POSITIVE_INFINITY && x == y)) {
            int row = firstRows[block] + i;
            int column = firstRows[block] + j;
            throw new IllegalArgumentException(
                    String.format(
                            "objective() has %s at (%d, %d) and %s at (%d, %d), allowed are"
                                    + " finite numbers that are equal",
                            x, row, column, y, column, row));
        }
    }
}
