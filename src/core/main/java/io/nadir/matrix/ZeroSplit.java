package io.nadir.matrix;

import io.nadir.check.Checks;
import io.nadir.kernel.CompressedRows;
import io.nadir.model.ModelData.Fold;
import io.nadir.model.ModelData.Folds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Divides the entries of a weighted sparse matrix at random, those that are not listed among them.
 *
 * <p>The part held out has a sample of the listed entries, and as many of the others: they have to
 * be there, because whoever predicts ones everywhere meets the listed entries alone, and there are
 * far too many to take the same share of them. The sample stands for that share by its weights,
 * whose mean over the part is 1. The other part has everything else; what is held out is listed
 * there with weight 0, and the zeros left have weights for as large a share as the listed entries.
 */
final class ZeroSplit {
    /** Draws for each entry wanted, after which those that are not listed are too few. */
    private static final int MOST_DRAWS = 100;

    private final WeightedSparseMatrix all;

    /** Which share of all entries is held out. */
    private final double share;

    /** Which listed entries are held out. */
    private final boolean[] held;

    /** Numbers i·n + j of the entries held out that are not listed, ascending. */
    private final long[] zeros;

    private ZeroSplit(WeightedSparseMatrix all, double share, boolean[] held, long[] zeros) {
        this.all = all;
        this.share = share;
        this.held = held;
        this.zeros = zeros;
    }

    /**
     * Splits once.
     *
     * @throws IllegalArgumentException if a part would have no listed entry
     */
    static List<MatrixData> parts(WeightedSparseMatrix all, double fraction, long seed) {
        ZeroSplit split = drawn(all, fraction, generator(seed), false);
        return List.of(split.training(), split.heldOut());
    }

    /** Splits several times, and leaves a listed entry of each row and column in the first part. */
    static Folds repeated(WeightedSparseMatrix all, int repeats, double fraction, long seed) {
        RandomGenerator random = generator(seed);
        List<Fold> folds = new ArrayList<>();
        for (int k = 0; k < repeats; k++) {
            folds.add(drawn(all, fraction, random, true).fold());
        }
        return new Folds(folds, false);
    }

    /** Deals the listed entries out to folds, evenly in each row and column, and as many zeros. */
    static Folds folds(WeightedSparseMatrix all, int count, long seed) {
        double[] weights = all.weights();
        ObservedEntries known = ObservedEntries.of(all.entries(), weights).known();
        int[] foldOf = new EquitableFolds(known.entries().byRow(), count, seed).foldOfEach();
        long wanted = Math.min(foldOf.length, unlisted(all));
        long[] zeros = zeros(all, wanted, generator(seed));
        List<Fold> folds = new ArrayList<>();
        for (int fold = 0; fold < count; fold++) {
            boolean[] held = new boolean[weights.length];
            int next = 0;
            for (int e = 0; e < held.length; e++) {
                held[e] = weights[e] > 0 && foldOf[next++] == fold;
            }
            long[] own =
                    Arrays.copyOfRange(
                            zeros, part(zeros, fold, count), part(zeros, fold + 1, count));
            Arrays.sort(own);
            folds.add(new ZeroSplit(all, 1.0 / count, held, own).fold());
        }
        return new Folds(folds, true);
    }

    /** The first of the zeros of a fold. */
    private static int part(long[] zeros, int fold, int count) {
        return (int) ((long) zeros.length * fold / count);
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static ZeroSplit drawn(
            WeightedSparseMatrix all, double fraction, RandomGenerator random, boolean leavesOne) {
        Checks.fraction("fraction", fraction);
        boolean[] held = new boolean[all.entries().count()];
        boolean[] missing = new boolean[held.length];
        for (int e = 0; e < held.length; e++) {
            missing[e] = all.weights()[e] == 0;
            held[e] = random.nextDouble() < fraction && !missing[e];
        }
        if (leavesOne) {
            SparseEntries places = all.entries();
            RandomSplit.leaveOneOfEach(places.byRow(), null, held, missing, random);
            RandomSplit.leaveOneOfEach(places.byColumn(), places.numbers(), held, missing, random);
        }
        int count = count(held);
        int seen = held.length - count(missing);
        if (count == 0 || count == seen) {
            throw new IllegalArgumentException(
                    String.format(
                            "fraction = %s, allowed are those that leave a listed entry in each"
                                    + " part, %d of %d were drawn",
                            fraction, count, seen));
        }
        long wanted = Math.min(count, (long) Math.ceil(fraction * unlisted(all)));
        long[] zeros = zeros(all, wanted, random);
        Arrays.sort(zeros);
        return new ZeroSplit(all, fraction, held, zeros);
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    private static long unlisted(WeightedSparseMatrix all) {
        return (long) all.rows() * all.columns() - all.entries().count();
    }

    /** Different entries that are not listed, in the order in which they were drawn. */
    private static long[] zeros(WeightedSparseMatrix all, long wanted, RandomGenerator random) {
        Set<Long> drawn = new LinkedHashSet<>();
        for (long k = 0; drawn.size() < wanted && k < MOST_DRAWS * wanted; k++) {
            int i = random.nextInt(all.rows());
            int j = random.nextInt(all.columns());
            if (all.entries().find(i, j) < 0) {
                drawn.add((long) i * all.columns() + j);
            }
        }
        return drawn.stream().mapToLong(Long::longValue).toArray();
    }

    private Fold fold() {
        return new Fold(training(), heldOut());
    }

    private MatrixData training() {
        Lists lists = new Lists(held.length + zeros.length);
        visit((e, i, j) ->
                lists.add(i, j, all.entries().values()[e], held[e] ? 0 : all.weights()[e]));
        for (long place : zeros) {
            lists.add(row(place), column(place), 0, 0);
        }
        int[] order = SparseEntries.sort(all.rows(), all.columns(), lists.i, lists.j);
        return new WeightedSparseMatrix(
                lists.entries(all, order),
                SparseEntries.take(lists.weights, order),
                Arrays.stream(all.rowWeights()).map(weight -> weight * zeroShare()).toArray(),
                all.columnWeights(),
                all.label());
    }

    /**
     * What the weights of zeros are multiplied with in training. Fewer of them are held out than of
     * the listed entries. Without this, what is left would have too few of those, and predictions
     * would be too close to zero, for which a smaller λ would seem to make up.
     */
    private double zeroShare() {
        double left = unlisted(all) - zeros.length;
        return left == 0 ? 1 : (1 - share) * unlisted(all) / left;
    }

    private MatrixData heldOut() {
        Lists lists = new Lists(count(held) + zeros.length);
        visit((e, i, j) -> {
            if (held[e]) {
                lists.add(i, j, all.entries().values()[e], all.weights()[e]);
            }
        });
        double stands = share * unlisted(all) / Math.max(1, zeros.length);
        for (long place : zeros) {
            int i = row(place);
            int j = column(place);
            lists.add(i, j, 0, stands * all.rowWeights()[i] * all.columnWeights()[j]);
        }
        int[] order = SparseEntries.sort(all.rows(), all.columns(), lists.i, lists.j);
        return ObservedEntries.of(
                lists.entries(all, order), ofMeanOne(SparseEntries.take(lists.weights, order)));
    }

    /** So that what is summed and divided by the number of entries is a weighted mean. */
    private static double[] ofMeanOne(double[] weights) {
        double largest = Arrays.stream(weights).max().orElse(1);
        double[] shares = Arrays.stream(weights).map(weight -> weight / largest).toArray();
        double mean = Arrays.stream(shares).sum() / shares.length;
        return Arrays.stream(shares).map(weight -> weight / mean).toArray();
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
