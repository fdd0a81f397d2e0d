package io.nadir.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The file formats of a dense matrix, as told by a file's name or by its first bytes. */
enum MatrixFormat {
    /** NumPy's. */
    NPY,
    /** Matrix Market's, dense and coordinate. */
    MATRIX_MARKET,
    /** Lines of numbers separated by commas. */
    CSV;

    /** By the end of the name, or, where that says nothing, by the first bytes. */
    static MatrixFormat of(Input input) throws IOException {
        String name = input.name().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            return NPY;
        }
        if (name.endsWith(".mtx")) {
            return MATRIX_MARKET;
        }
        return name.endsWith(".csv") ? CSV : sniff(input);
    }

    private static MatrixFormat sniff(Input input) throws IOException {
        String head = new String(input.peek(16), StandardCharsets.ISO_8859_1);
        if (head.startsWith(NpyHeader.MAGIC)) {
            return NPY;
        }
        return head.startsWith(MatrixMarketHeader.BANNER) ? MATRIX_MARKET : CSV;
    }
}
