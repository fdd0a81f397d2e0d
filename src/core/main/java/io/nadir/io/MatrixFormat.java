package io.nadir.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The file formats of a matrix, as told by a file's first bytes or by its name. */
enum MatrixFormat {
    /** NumPy's. */
    NPY,
    /** Matrix Market's, dense and coordinate. */
    MATRIX_MARKET,
    /** Variables of MATLAB. */
    MAT,
    /** The arrays of a sparse matrix or tensor in an {@code .npz} archive. */
    SPARSE_ARCHIVE,
    /** A {@link TableFormat}. */
    TABLE,
    /** Lines of numbers separated by commas. */
    CSV;

    /** The number of bytes that are examined; no text contains a zero byte. */
    private static final int HEAD = 512;

    private static final String PACKED_ENDING = ".gz";

    /**
     * Returns the format, from the first bytes or, if they do not tell, from the end of the name.
     *
     * @throws DataFormatException if the bytes are binary and not NumPy's
     */
    static MatrixFormat of(Input input) throws IOException {
        String head = new String(input.peek(HEAD), StandardCharsets.ISO_8859_1);
        String name = input.name().toLowerCase(Locale.ROOT);
        if (name.endsWith(PACKED_ENDING)) {
            name = name.substring(0, name.length() - PACKED_ENDING.length());
        }
        if (head.startsWith(NpyHeader.MAGIC) || name.endsWith(".npy")) {
            return NPY;
        }
        if (NpzArchive.isZip(input)) {
            return SPARSE_ARCHIVE;
        }
        if (MatReader.isMat(input)) {
            return MAT;
        }
        if (TableFormats.of(input).isPresent()) {
            return TABLE;
        }
        requireText(input, head);
        return MatrixMarketHeader.isBanner(head) || name.endsWith(".mtx") ? MATRIX_MARKET : CSV;
    }

    private static void requireText(Input input, String head) throws DataFormatException {
        int zero = head.indexOf(0);
        if (zero >= 0) {
            throw input.refuse(
                    String.format(
                            "is binary, byte %d being 0, and of no known format, allowed are %s:"
                                    + " convert it, or save it as UTF-8 if it is a text",
                            zero, ForeignFormat.read()));
        }
    }
}
