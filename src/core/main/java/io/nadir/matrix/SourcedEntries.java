package io.nadir.matrix;

import io.nadir.check.Checks;
import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Known entries that are read from a source in every pass; what is not listed is missing.
 *
 * <p>Immutable and thread-safe as far as the source is.
 */
final class SourcedEntries implements MatrixData {
    private final EntrySource source;

    /** 2 to this power multiplies the values of the source. */
    private final int exponent;

    private final double maxAbs;
    private final double frobenius;

    /** Of the source. */
    private final long fingerprint;

    private SourcedEntries(
            EntrySource source, int exponent, double maxAbs, double frobenius, long fingerprint) {
        this.source = source;
        this.exponent = exponent;
        this.maxAbs = maxAbs;
        this.frobenius = frobenius;
        this.fingerprint = fingerprint;
    }

    /**
     * Reads all entries once.
     *
     * @throws IllegalArgumentException if the shape, a start, a column or a value is not allowed
     */
    static SourcedEntries of(EntrySource source) {
        EntrySlice.starts(source);
        Totals totals = new Totals();
        try {
            totals.read(source);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return new SourcedEntries(
                source, 0, totals.max, Math.sqrt(totals.squares), totals.hash.value());
    }

    /** Sums over all entries. */
    private static final class Totals {
        private final Fingerprint hash = new Fingerprint();
        private double max;
        private double squares;

        void read(EntrySource source) {
            hash.add(source.rows()).add(source.columns());
            EntrySlice slice = new EntrySlice();
            for (int row = 0; row < source.rows(); ) {
                row = slice.read(source, row, source.rows());
                slice.requireFinite(source);
                double sum = 0;
                for (int e = 0; e < slice.entries(); e++) {
                    double value = slice.values()[e];
                    max = Math.max(max, Math.abs(value));
                    sum += value * value;
                    hash.add(slice.places().indices()[e]);
                }
                squares += sum;
                hash.add(slice.count()).add(slice.values(), slice.entries());
            }
        }
    }

    EntrySource source() {
        return source;
    }

    /** 2 to this power multiplies the values of the source. */
    int exponent() {
        return exponent;
    }

    @Override
    public int rows() {
        return source.rows();
    }

    @Override
    public int columns() {
        return source.columns();
    }

    /** Not known: a source gives rows. */
    @Override
    public MatrixData transposed() {
        throw new UnsupportedOperationException(
                source.description()
                        + ": the columns of a source are not read as rows; give a source of the"
                        + " transpose");
    }

    @Override
    public void copyKnown(int row, int from, int to, double[] target) {
        Objects.requireNonNull(target, "target");

        Checks.index("row", row, rows());
        EntrySlice slice = new EntrySlice();
        slice.read(source, row, row + 1);
        for (int e = 0; e < slice.entries(); e++) {
            int j = slice.places().indices()[e];
            if (j >= from && j < to) {
                target[j - from] = Math.scalb(slice.values()[e], exponent);
            }
        }
    }

    @Override
    public double maxAbs() {
        return maxAbs;
    }

    @Override
    public double frobenius() {
        return frobenius;
    }

    @Override
    public long observed() {
        return source.start(rows());
    }

    @Override
    public long fingerprint() {
        return exponent == 0
                ? fingerprint
                : new Fingerprint().add(fingerprint).add(exponent).value();
    }

    /** {@inheritDoc} Reads all entries, unless the source knows. */
    @Override
    public void requireUnchanged() {
        if (source.isKnownUnchanged()) {
            return;
        }
        Totals totals = new Totals();
        totals.read(source);
        if (totals.hash.value() != fingerprint) {
            throw new IllegalStateException(
                    source.description()
                            + " gave other entries than before: a source must give the same ones"
                            + " each time. Copy them: EntrySource.copyOf");
        }
    }

    @Override
    public SourcedEntries timesPowerOfTwo(int by) {
        return new SourcedEntries(
                source,
                Math.addExact(exponent, by),
                Math.scalb(maxAbs, by),
                Math.scalb(frobenius, by),
                fingerprint);
    }

    /**
     * {@inheritDoc} Which part an entry is in is a hash of the seed and its place; each part reads
     * all entries in every pass.
     */
    @Override
    public List<MatrixData> split(double fraction, long seed) {
        Checks.fraction("fraction", fraction);
        return List.of(
                part(EntryFilter.outside(source, seed, 0, fraction)),
                part(EntryFilter.within(source, seed, 0, fraction)));
    }

    /**
     * {@inheritDoc} At random, not evenly in each row. Each fold reads all entries in every pass.
     */
    @Override
    public Folds folds(int count, long seed) {
        if (count < 2 || count > observed()) {
            throw new IllegalArgumentException(
                    "folds = " + count + ", allowed are 2 to " + observed());
        }
        List<Fold> folds = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            double from = (double) k / count;
            double to = (k + 1.0) / count;
            folds.add(
                    new Fold(
                            part(EntryFilter.outside(source, seed, from, to)),
                            part(EntryFilter.within(source, seed, from, to))));
        }
        return new Folds(folds, true);
    }

    @Override
    public Folds holdOuts(int repeats, double fraction, long seed) {
        RandomSplit.requireRepeats(repeats);
        List<Fold> folds = new ArrayList<>();
        for (int k = 0; k < repeats; k++) {
            List<MatrixData> parts = split(fraction, new Fingerprint().add(seed).add(k).value());
            folds.add(new Fold(parts.get(0), parts.get(1)));
        }
        return new Folds(folds, false);
    }

    private MatrixData part(EntrySource entries) {
        if (entries.start(entries.rows()) == 0) {
            throw new IllegalArgumentException(
                    "a part of the entries has none, allowed are divisions that leave one in each");
        }
        return of(entries).timesPowerOfTwo(exponent);
    }

    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        requireUnchanged();
        return new SourcedMatrixMap(this, Loss.ofEntries(loss), threads, executor);
    }

    @Override
    public String toString() {
        return "ObservedEntries %d×%d, %d known, %s"
                .formatted(rows(), columns(), observed(), source.description());
    }
}
