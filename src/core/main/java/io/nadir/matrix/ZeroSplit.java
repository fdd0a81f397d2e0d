package io.nadir.matrix;

import io.nadir.check.Checks;
import io.nadir.kernel.CompressedRows;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Splits the entries of a weighted sparse matrix at random, those that are not listed among them.
 *
 * <p>The second part has a sample of the listed entries, and as many of the others: they have to be
 * there, because whoever predicts ones everywhere meets the listed entries alone, and there are far
 * too many to take the same fraction of them. The sample stands for that fraction by its weights.
 * The first part has everything else; what is held out is listed there with weight 0.
 */
final class ZeroSplit {
    /** Draws for each entry wanted, after which those that are not listed are too few. */
    private static final int MOST_DRAWS = 100;

    private final WeightedSparseMatrix all;
    private final double fraction;

    /** Which listed entries are held out. */
    private final boolean[] held;

    private final int heldCount;

    /** Numbers i·n + j of the entries held out that are not listed, ascending. */
    private final long[] zeros;

    ZeroSplit(WeightedSparseMatrix all, double fraction, long seed) {
        Checks.fraction("fraction", fraction);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.all = all;
        this.fraction = fraction;
        this.held = new boolean[all.entries().count()];
        int count = 0;
        int seen = 0;
        for (int e = 0; e < held.length; e++) {
            boolean missing = all.weights()[e] == 0;
            held[e] = random.nextDouble() < fraction && !missing;
            count += held[e] ? 1 : 0;
            seen += missing ? 0 : 1;
        }
        if (count == 0 || count == seen) {
            throw new IllegalArgumentException(
                    String.format(
                            "fraction = %s, allowed are those that leave a listed entry in each"
                                    + " part, %d of %d were drawn",
                            fraction, count, seen));
        }
        this.heldCount = count;
        this.zeros = draw(random);
    }

    private long unlisted() {
        return (long) all.rows() * all.columns() - held.length;
    }

    private long[] draw(RandomGenerator random) {
        long wanted = Math.min(heldCount, (long) Math.ceil(fraction * unlisted()));
        Set<Long> drawn = new HashSet<>();
        for (long k = 0; drawn.size() < wanted && k < MOST_DRAWS * wanted; k++) {
            int i = random.nextInt(all.rows());
            int j = random.nextInt(all.columns());
            if (all.entries().find(i, j) < 0) {
                drawn.add((long) i * all.columns() + j);
            }
        }
        return drawn.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    List<MatrixData> parts() {
        return List.of(training(), heldOut());
    }

    private MatrixData training() {
        int listed = held.length;
        Lists lists = new Lists(listed + zeros.length);
        visit((e, i, j) ->
                lists.add(i, j, all.entries().values()[e], held[e] ? 0 : all.weights()[e]));
        for (long place : zeros) {
            lists.add(row(place), column(place), 0, 0);
        }
        int[] order = SparseEntries.sort(all.rows(), all.columns(), lists.i, lists.j);
        return new WeightedSparseMatrix(
                lists.entries(all, order),
                SparseEntries.take(lists.weights, order),
                all.rowWeights(),
                all.columnWeights(),
                all.label());
    }

    private MatrixData heldOut() {
        Lists lists = new Lists(heldCount + zeros.length);
        visit((e, i, j) -> {
            if (held[e]) {
                lists.add(i, j, all.entries().values()[e], all.weights()[e]);
            }
        });
        double stands = fraction * unlisted() / Math.max(1, zeros.length);
        for (long place : zeros) {
            int i = row(place);
            int j = column(place);
            lists.add(i, j, 0, stands * all.rowWeights()[i] * all.columnWeights()[j]);
        }
        int[] order = SparseEntries.sort(all.rows(), all.columns(), lists.i, lists.j);
        return ObservedEntries.of(
                lists.entries(all, order), SparseEntries.take(lists.weights, order));
    }

    private int row(long place) {
        return (int) (place / all.columns());
    }

    private int column(long place) {
        return (int) (place % all.columns());
    }

    /** Receives the listed entries. */
    @FunctionalInterface
    private interface Visitor {
        void accept(int e, int i, int j);
    }

    private void visit(Visitor visitor) {
        CompressedRows places = all.entries().byRow();
        for (int i = 0; i < all.rows(); i++) {
            for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
                visitor.accept(e, i, places.indices()[e]);
            }
        }
    }

    /** Triplets with weights. */
    private static final class Lists {
        private final int[] i;
        private final int[] j;
        private final double[] values;
        private final double[] weights;
        private int next;

        Lists(int count) {
            this.i = new int[count];
            this.j = new int[count];
            this.values = new double[count];
            this.weights = new double[count];
        }

        void add(int row, int column, double value, double weight) {
            i[next] = row;
            j[next] = column;
            values[next] = value;
            weights[next++] = weight;
        }

        SparseEntries entries(WeightedSparseMatrix of, int[] order) {
            return SparseEntries.of(of.rows(), of.columns(), i, j, values, order);
        }
    }
}
