package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds the data in bytes that may be packed, with gzip (which may contain an {@code .npz} archive)
 * or as a member of such an archive. The first bytes decide, whatever the name. Unpacked data are
 * read as a stream, so that memory grows with what is read and not with what a header claims.
 */
final class Unpacking {
    private static final String GZIP = "\u001f\u008b";
    private static final String UTF_8_MARK = "\u00ef\u00bb\u00bf";
    private static final List<String> UTF_16_MARKS = List.of("\u00ff\u00fe", "\u00fe\u00ff");
    private static final String UTF_32_MARK = "\u00ff\u00fe\0\0";

    private Unpacking() {}

    /**
     * The data in {@code packed}, read up to the first byte that is no byte order mark.
     *
     * @param member of the archive to read; null if the name of the input has none
     * @throws DataFormatException if what is unpacked is of a format that is not read, or there is
     *     no such member
     */
    static Input unpack(Input packed, @Nullable String member) throws IOException {
        Input plain = startsWith(packed, GZIP) ? GzipStream.open(packed) : packed;
        if (NpzArchive.isZip(plain)) {
            plain = NpzArchive.open(plain, member);
        } else if (MatReader.isMat(plain)) {
            return plain.withPart(member);
        } else if (member != null) {
            ForeignFormat.refuse(plain);
            throw plain.refuse(
                    "is no .npz archive and no .mat file, so it has no part "
                            + Printable.quote(member)
                            + ": leave out the colon and what follows it");
        }
        if (TableFormats.of(plain).isPresent()) {
            return plain;
        }
        plain = inUtf8(plain);
        ForeignFormat.refuse(plain);
        if (startsWith(plain, UTF_8_MARK)) {
            plain.stream().skipNBytes(UTF_8_MARK.length());
            return plain.asUtf8();
        }
        return plain;
    }

    /** A text in UTF-16 as one in UTF-8, if its byte order mark tells; others as they are. */
    private static Input inUtf8(Input input) throws IOException {
        for (String mark : UTF_16_MARKS) {
            if (startsWith(input, mark) && !startsWith(input, UTF_32_MARK)) {
                return input.inUtf8(StandardCharsets.UTF_16);
            }
        }
        return input;
    }

    /** Whether these are the first bytes, in ISO 8859-1. */
    static boolean startsWith(Input input, String bytes) throws IOException {
        byte[] head = input.peek(bytes.length());
        return new String(head, StandardCharsets.ISO_8859_1).equals(bytes);
    }
}
