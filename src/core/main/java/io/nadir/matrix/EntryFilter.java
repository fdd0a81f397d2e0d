package io.nadir.matrix;

import io.nadir.kernel.Fingerprint;

/**
 * Those entries of a source that carry a loss and whose place has a hash within some range, or
 * outside of it.
 */
final class EntryFilter implements EntrySource {
    private final EntrySource source;
    private final long seed;
    private final double from;
    private final double to;
    private final boolean inside;
    private final long[] starts;

    private EntryFilter(EntrySource source, long seed, double from, double to, boolean inside) {
        this.source = source;
        this.seed = seed;
        this.from = from;
        this.to = to;
        this.inside = inside;
        this.starts = new long[source.rows() + 1];
        EntrySlice slice = new EntrySlice();
        for (int row = 0; row < source.rows(); ) {
            int first = row;
            row = slice.read(source, row, source.rows());
            for (int i = first; i < row; i++) {
                int[] own = slice.places().starts();
                long count = 0;
                for (int e = own[i - first]; e < own[i - first + 1]; e++) {
                    boolean has = slice.weight(e) > 0 && has(i, slice.places().indices()[e]);
                    count += has ? 1 : 0;
                }
                starts[i + 1] = starts[i] + count;
            }
        }
    }

    /** Entries whose hash, from 0 to 1, is within a range. */
    static EntryFilter within(EntrySource source, long seed, double from, double to) {
        return new EntryFilter(source, seed, from, to, true);
    }

    /** The others. */
    static EntryFilter outside(EntrySource source, long seed, double from, double to) {
        return new EntryFilter(source, seed, from, to, false);
    }

    private boolean has(int i, int j) {
        long hash = new Fingerprint().add(seed).add(i).add(j).value();
        // A second round: the low bits of the first are those of a product with a constant.
        double share = (new Fingerprint().add(hash).value() >>> 11) * 0x1p-53;
        return (share >= from && share < to) == inside;
    }

    @Override
    public int rows() {
        return source.rows();
    }

    @Override
    public int columns() {
        return source.columns();
    }

    @Override
    public long start(int row) {
        return starts[row];
    }

    @Override
    public void read(int row, int count, int[] columns, double[] values, int offset) {
        copy(row, count, new EntryArrays(columns, values, null), offset);
    }

    @Override
    public boolean hasWeights() {
        return source.hasWeights();
    }

    @Override
    public void readWeighted(
            int row, int count, int[] columns, double[] values, double[] weights, int offset) {
        copy(row, count, new EntryArrays(columns, values, weights), offset);
    }

    private void copy(int row, int count, EntryArrays target, int offset) {
        int length = Math.toIntExact(source.start(row + count) - source.start(row));
        EntryArrays all = EntryArrays.of(source, length);
        all.read(source, row, count);
        int at = offset;
        int next = 0;
        for (int i = row; i < row + count; i++) {
            int end = next + (int) (source.start(i + 1) - source.start(i));
            for (; next < end; next++) {
                if (all.weight(next) > 0 && has(i, all.columns()[next])) {
                    target.copy(all, next, 1, at++);
                }
            }
        }
    }

    @Override
    public boolean isKnownUnchanged() {
        return source.isKnownUnchanged();
    }

    @Override
    public String description() {
        return "a part of " + source.description();
    }
}
