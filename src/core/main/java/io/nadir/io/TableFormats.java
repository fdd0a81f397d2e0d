package io.nadir.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** The {@link TableFormat}s that are on the class path or the module path. */
final class TableFormats {
    private TableFormats() {}

    /**
     * All of them, in their order. Looked up each time: what is loaded may depend on the caller.
     */
    static List<TableFormat> all() {
        return ServiceLoader.load(TableFormat.class, TableFormat.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** The format whose files begin like the input. */
    static Optional<TableFormat> of(Input input) throws IOException {
        byte[] head = input.peek(TableFormat.HEAD_BYTES);
        if (isPlain(head)) {
            return Optional.empty(); // Looking for services takes longer than reading most files.
        }
        return all().stream().filter(format -> format.recognizes(head)).findFirst();
    }

    /** Whether a file begins like a text, or like one of NumPy's. */
    private static boolean isPlain(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.startsWith(NpyHeader.MAGIC)
                || text.chars().allMatch(c -> (c >= ' ' && c < 0xFF) || (c >= '\t' && c <= '\r'));
    }

    /** The format that the ending of a file name denotes. */
    static Optional<TableFormat> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return all().stream()
                .filter(format -> format.endings().stream().anyMatch(lower::endsWith))
                .findFirst();
    }

    /** The usual endings. */
    static List<String> endings() {
        return all().stream().map(format -> format.endings().getFirst()).toList();
    }
}
