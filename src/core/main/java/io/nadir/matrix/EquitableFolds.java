package io.nadir.matrix;

import io.nadir.check.Checks;
import io.nadir.kernel.CompressedRows;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Deals entries of a matrix out to folds, at random but evenly: in each row, in each column and in
 * all, the numbers of entries in two folds differ by at most one.
 *
 * <p>That is an equitable colouring of the edges of a bipartite graph (de Werra 1971): rows and
 * columns are its nodes, entries its edges, folds the colours. Each node is cut into groups of as
 * many edges as there are colours. If the edges of every group have different colours, then every
 * node has each colour equally often, up to one. Such a colouring exists (König), and is found edge
 * by edge: where the two groups of an edge have no free colour in common, a path of two alternating
 * colours is flipped. Paths are short until few edges are left; the work is about that of sorting.
 */
final class EquitableFolds {
    private static final int MOST = 100;

    private final int count;
    private final RandomGenerator random;

    /** The fold of each entry, −1 for none yet. */
    private final int[] foldOf;

    private final Side rows;
    private final Side columns;

    /** The number of entries in each fold. */
    private final int[] sizes;

    /** The entries of a path. */
    private int[] path = new int[16];

    private int length;

    /** The groups of the rows, or those of the columns. */
    private static final class Side {
        /** The group of each entry. */
        private final int[] groupOf;

        private final int groups;

        /** The entry of each group and fold, −1 for none; fold by fold within a group. */
        private final int[] entries;

        /**
         * Cuts nodes into groups.
         *
         * @param nodeOf the node of each entry
         * @param order the order in which entries go into groups
         */
        Side(int[] nodeOf, int nodes, int[] order, int count) {
            int[] fill = new int[nodes];
            int[] last = new int[nodes];
            this.groupOf = new int[nodeOf.length];
            int next = 0;
            for (int entry : order) {
                int node = nodeOf[entry];
                if (fill[node]++ % count == 0) {
                    last[node] = next++;
                }
                groupOf[entry] = last[node];
            }
            this.groups = next;
            this.entries = new int[Checks.arrayLength("groups * folds", next, count)];
            Arrays.fill(entries, -1);
        }
    }

    /**
     * Deals out.
     *
     * @param places of the entries
     * @param count the number of folds
     * @throws IllegalArgumentException if there are fewer than 2 folds, more than 100 or more than
     *     entries
     */
    EquitableFolds(CompressedRows places, int count, long seed) {
        int entries = places.starts()[places.rows()];
        int most = Math.min(MOST, entries);
        if (count < 2 || count > most) {
            throw new IllegalArgumentException(
                    "folds = "
                            + count
                            + ", allowed are 2 to "
                            + most
                            + (entries < MOST ? ", the number of known entries" : ""));
        }
        this.count = count;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.foldOf = new int[entries];
        this.sizes = new int[count];
        int[] order = shuffled(entries);
        this.rows = new Side(rowOfEach(places), places.rows(), order, count);
        this.columns = new Side(places.indices(), places.columns(), order, count);
        Arrays.fill(foldOf, -1);
        for (int entry : order) {
            deal(entry);
        }
        balance();
    }

    /** The fold of each entry, from 0. */
    int[] foldOfEach() {
        return foldOf;
    }

    private static int[] rowOfEach(CompressedRows places) {
        int[] rowOf = new int[places.starts()[places.rows()]];
        for (int i = 0; i < places.rows(); i++) {
            Arrays.fill(rowOf, places.starts()[i], places.starts()[i + 1], i);
        }
        return rowOf;
    }

    private int[] shuffled(int entries) {
        int[] order = new int[entries];
        for (int e = 0; e < entries; e++) {
            int other = random.nextInt(e + 1);
            order[e] = order[other];
            order[other] = e;
        }
        return order;
    }

    private void deal(int entry) {
        int first = random.nextInt(count);
        int ofRow = -1;
        int ofColumn = -1;
        for (int k = 0; k < count; k++) {
            int fold = (first + k) % count;
            boolean freeInRow = at(rows, entry, fold) < 0;
            boolean freeInColumn = at(columns, entry, fold) < 0;
            if (freeInRow && freeInColumn) {
                put(entry, fold);
                return;
            }
            ofRow = freeInRow ? fold : ofRow;
            ofColumn = freeInColumn ? fold : ofColumn;
        }
        // The path cannot reach the row's group: it would enter it by an entry of fold ofRow.
        walk(columns, columns.groupOf[entry], ofRow, ofColumn);
        flip(ofRow + ofColumn);
        put(entry, ofRow);
    }

    /** The entry of a fold in the group of an entry. */
    private int at(Side side, int entry, int fold) {
        return side.entries[side.groupOf[entry] * count + fold];
    }

    private void put(int entry, int fold) {
        foldOf[entry] = fold;
        sizes[fold]++;
        rows.entries[rows.groupOf[entry] * count + fold] = entry;
        columns.entries[columns.groupOf[entry] * count + fold] = entry;
    }

    private void remove(int entry) {
        int fold = foldOf[entry];
        sizes[fold]--;
        rows.entries[rows.groupOf[entry] * count + fold] = -1;
        columns.entries[columns.groupOf[entry] * count + fold] = -1;
    }

    /** Finds the path that leaves a group by an entry of a fold, and goes on by one of another. */
    private void walk(Side from, int group, int fold, int otherFold) {
        length = 0;
        Side side = from;
        int wanted = fold;
        int next = side.entries[group * count + wanted];
        while (next >= 0) {
            if (length == path.length) {
                path = Arrays.copyOf(path, 2 * length);
            }
            path[length++] = next;
            side = side == rows ? columns : rows;
            wanted = fold + otherFold - wanted;
            next = side.entries[side.groupOf[next] * count + wanted];
        }
    }

    /** Moves each entry of the path from one of two folds to the other. */
    private void flip(int sumOfFolds) {
        for (int k = 0; k < length; k++) {
            remove(path[k]);
        }
        for (int k = 0; k < length; k++) {
            put(path[k], sumOfFolds - foldOf[path[k]]);
        }
    }

    /** Makes the largest and the smallest fold equal, up to one, until all are. */
    private void balance() {
        while (true) {
            int large = 0;
            int small = 0;
            for (int fold = 0; fold < count; fold++) {
                large = sizes[fold] > sizes[large] ? fold : large;
                small = sizes[fold] < sizes[small] ? fold : small;
            }
            if (sizes[large] - sizes[small] <= 1) {
                return;
            }
            balance(large, small);
        }
    }

    /** Flips paths that have one entry more of a large fold than of a small one. */
    private void balance(int large, int small) {
        // A path with an odd number of entries has one end at a row.
        for (int group = 0; group < rows.groups && sizes[large] - sizes[small] > 1; group++) {
            boolean begins =
                    rows.entries[group * count + large] >= 0
                            && rows.entries[group * count + small] < 0;
            if (begins) {
                walk(rows, group, large, small);
                if (length % 2 == 1) {
                    flip(large + small);
                }
            }
        }
    }
}
