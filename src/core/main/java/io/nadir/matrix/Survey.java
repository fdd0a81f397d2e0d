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
 *
 * <p>Elements cannot change while nobody but the matrix has their arrays. So they are hashed when
 * an array is first given out, and compared from then on.
 */
final class Survey {
    private final DenseRows rows;
    private final Magnitudes magnitudes;

    /** The hash of all elements as they were; set before {@link #isOwn} ends. */
    private long contents;

    /** Whether nobody else has the arrays. */
    private volatile boolean isOwn;

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
            this.isOwn = true;
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

    /** To be called before anybody else gets an array, with which it could change elements. */
    synchronized void giveOut() {
        if (isOwn) {
            contents = rows.contents(null);
            isOwn = false;
        }
    }

    /**
     * Whether all elements are what they were.
     *
     * @param workers as {@link ContentHash#of}
     */
    boolean isUnchanged(@Nullable Workers workers) {
        return isOwn || rows.isKnownUnchanged() || contents == rows.contents(workers);
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
