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
    private final EntrySurvey survey;

    /** 2 to this power multiplies the values of the source. */
    private final int exponent;

    /** 2 to this power multiplies the weights of the source. */
    private final int weightExponent;

    private SourcedEntries(EntrySurvey survey, int exponent, int weightExponent) {
        this.source = survey.source();
        this.survey = survey;
        this.exponent = exponent;
        this.weightExponent = weightExponent;
    }

    /**
     * Reads all entries once.
     *
     * @throws IllegalArgumentException if the shape, a start, a column, a value or a weight is not
     *     allowed
     */
    static SourcedEntries of(EntrySource source) {
        EntrySlice.starts(source);
        try {
            return new SourcedEntries(new EntrySurvey(source), 0, 0);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    EntrySource source() {
        return source;
    }

    /** 2 to this power multiplies the values of the source. */
    int exponent() {
        return exponent;
    }

    /** 2 to this power multiplies the weights of the source. */
    int weightExponent() {
        return weightExponent;
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
            if (j >= from && j < to && slice.weight(e) > 0) {
                target[j - from] = Math.scalb(slice.values()[e], exponent);
            }
        }
    }

    @Override
    public double maxAbs() {
        return Math.scalb(survey.maxAbs(), exponent);
    }

    @Override
    public double frobenius() {
        return Math.scalb(survey.frobenius(), exponent);
    }

    @Override
    public long observed() {
        return survey.weighing();
    }

    @Override
    public double largestWeight() {
        return Math.scalb(survey.largestWeight(), weightExponent);
    }

    @Override
    public long fingerprint() {
        if (exponent == 0 && weightExponent == 0) {
            return survey.fingerprint();
        }
        Fingerprint hash = new Fingerprint().add(survey.fingerprint()).add(exponent);
        return (weightExponent == 0 ? hash : hash.add(weightExponent)).value();
    }

    /** {@inheritDoc} Reads all entries, unless the source knows. */
    @Override
    public void requireUnchanged() {
        if (source.isKnownUnchanged()) {
            return;
        }
        if (new EntrySurvey(source).fingerprint() != survey.fingerprint()) {
            throw new IllegalStateException(
                    source.description()
                            + " gave other entries than before: a source must give the same ones"
                            + " each time. Copy them: EntrySource.copyOf");
        }
    }

    @Override
    public SourcedEntries timesPowerOfTwo(int by) {
        return new SourcedEntries(survey, Math.addExact(exponent, by), weightExponent);
    }

    @Override
    public SourcedEntries weightsTimesPowerOfTwo(int by) {
        if (by == 0) {
            return this;
        }
        if (!source.hasWeights()) {
            throw new IllegalArgumentException(
                    "exponent = " + by + ", allowed for data without weights is 0");
        }
        int power = Math.addExact(weightExponent, by);
        double[] extremes = {survey.smallestWeight(), survey.largestWeight()};
        Weights.requireScalable(extremes, survey.weighing() == 0 ? 0 : 2, power);
        return new SourcedEntries(survey, exponent, power);
    }

    /** {@inheritDoc} These have those of the source. */
    @Override
    public MatrixData withWeights(DenseMatrix weights) {
        Objects.requireNonNull(weights, "weights");

        throw new IllegalArgumentException(
                source.description()
                        + ": allowed for entries from a source are the weights of the source"
                        + " itself, EntrySource.readWeighted");
    }

    /**
     * {@inheritDoc} Entries of weight 0 are left out. Which part an entry is in is a hash of the
     * seed and its place; each part reads all entries in every pass.
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
        return of(entries).timesPowerOfTwo(exponent).weightsTimesPowerOfTwo(weightExponent);
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
