package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.ContentHash;
import io.nadir.kernel.Fingerprint;
import io.nadir.kernel.RowBlock;
import io.nadir.kernel.RowWindow;
import io.nadir.kernel.Workers;

import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a dense matrix. Found in one pass where rows come from elsewhere, which
 * costs time; its fingerprint is then kept.
 */
final class Survey {
    private final DenseRows rows;
    private final Magnitudes magnitudes;
    private final long contents;

    /** The fingerprint, once it has been asked for. */
    private volatile @Nullable Long fingerprint;

    /**
     * Goes over all elements.
     *
     * @throws IllegalArgumentException if one is NaN or infinite
     */
    Survey(DenseRows rows) {
        this.rows = rows;
        if (rows.isShared()) {
            this.magnitudes = Magnitudes.of(rows);
            this.contents = rows.contents(null);
            return;
        }
        Pass pass = new Pass(rows);
        this.magnitudes = pass.magnitudes.result();
        this.contents = pass.contents;
        this.fingerprint = pass.fingerprint.value();
    }

    Magnitudes magnitudes() {
        return magnitudes;
    }

    /**
     * The fingerprint. Found once: whoever begins with the matrix, and whoever ends, has checked
     * that no element has changed.
     */
    long fingerprint() {
        Long known = fingerprint;
        if (known == null) {
            known = rows.fingerprint();
            fingerprint = known;
        }
        return known;
    }

    /**
     * Whether all elements are what they were.
     *
     * @param workers as {@link ContentHash#of}
     */
    boolean isUnchanged(@Nullable Workers workers) {
        return rows.isKnownUnchanged() || contents == rows.contents(workers);
    }

    /** The pass. */
    private static final class Pass implements DenseRows.Visitor {
        private final int columns;
        private final Magnitudes.Collector magnitudes;
        private final Fingerprint fingerprint = new Fingerprint();
        private Fingerprint.Parts parts = fingerprint.parts(0);
        private long contents;

        Pass(DenseRows rows) {
            this.columns = rows.columns();
            this.magnitudes = new Magnitudes.Collector(columns);
            fingerprint.add(rows.rows()).add(columns);
            RowWindow window = new RowWindow();
            for (RowBlock block : rows.blocks()) {
                parts = fingerprint.parts(block.rows() * columns);
                DenseRows.forEach(block, window, this);
                parts.end();
            }
        }

        @Override
        public void accept(Panel panel, int count) {
            magnitudes.accept(panel, count);
            contents = ContentHash.of(contents, panel.data(), count * columns, null);
            parts.add(panel.data(), count * columns);
        }
    }
}
