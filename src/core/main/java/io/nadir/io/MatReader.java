package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reads one variable of a {@code .mat} file of version 5, as MATLAB (up to {@code -v7}), Octave and
 * SciPy write it. {@link Input#part} names the variable; without it, there must be one that holds
 * numbers.
 */
final class MatReader {
    /** What every file begins with. */
    private static final String MAGIC = "MATLAB 5.0 MAT-file";

    private static final int HEADER_BYTES = 128;
    private static final int MOST_NAMES = 20;

    private final Input input;
    private final MatStream top;
    private final List<MatVariable> met = new ArrayList<>();

    private MatReader(Input input, MatStream top) {
        this.input = input;
        this.top = top;
    }

    /** Makes a value of a variable. */
    @FunctionalInterface
    interface Content<T> {
        T read(MatVariable variable) throws IOException;
    }

    /** Whether an input begins like such a file. */
    static boolean isMat(Input input) throws IOException {
        return Unpacking.startsWith(input, MAGIC);
    }

    /** Reads the variable that is asked for, or the only one. */
    @SuppressWarnings("resource") // Whoever opened the input closes it.
    static <T> T read(Input input, Content<T> content) throws IOException {
        byte[] header = input.stream().readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            throw input.refuse("truncated: ends within the header");
        }
        String mark = new String(header, HEADER_BYTES - 2, 2, StandardCharsets.ISO_8859_1);
        ByteOrder order =
                switch (mark) {
                    case "IM" -> ByteOrder.LITTLE_ENDIAN;
                    case "MI" -> ByteOrder.BIG_ENDIAN;
                    default -> throw input.refuse("damaged: the order of bytes is not said");
                };
        return new MatReader(input, new MatStream(input, input.stream(), order)).find(content);
    }

    private <T> T find(Content<T> content) throws IOException {
        @Nullable T found = null;
        while (!top.isAtEnd()) {
            MatStream.Tag tag = top.tag();
            MatStream element = top.within(tag);
            MatVariable variable = variable(tag, element);
            if (variable != null && !variable.name().isEmpty()) {
                met.add(variable);
                if (isMeant(variable)) {
                    found = Objects.requireNonNull(content.read(one(variable, found)));
                }
            }
            top.finish(tag, element);
        }
        if (found == null) {
            throw none();
        }
        return found;
    }

    /** The variable in an element; null if it holds none. */
    private @Nullable MatVariable variable(MatStream.Tag tag, MatStream element)
            throws IOException {
        if (tag.type() == MatStream.MATRIX) {
            return tag.bytes() == 0 ? null : MatVariable.read(input, element);
        }
        if (tag.type() != MatStream.COMPRESSED) {
            return null;
        }
        MatStream unpacked = element.unpacked();
        MatStream.Tag inner = unpacked.tag();
        return inner.type() == MatStream.MATRIX && inner.bytes() > 0
                ? MatVariable.read(input, unpacked.within(inner))
                : null;
    }

    private boolean isMeant(MatVariable variable) {
        String wanted = input.part();
        return wanted == null ? variable.isNumeric() : variable.name().equals(wanted);
    }

    private MatVariable one(MatVariable variable, @Nullable Object earlier)
            throws DataFormatException {
        if (earlier == null) {
            return variable;
        }
        throw input.part() == null
                ? input.refuse(
                        String.format(
                                "has several variables: %s, …; choose one by its name: --variable"
                                        + " %s, or %s:%s",
                                names(), variable.name(), input.name(), variable.name()))
                : input.refuse(
                        "has the variable " + Printable.quote(variable.name()) + " more than once");
    }

    private DataFormatException none() {
        String wanted = input.part();
        String has = met.isEmpty() ? "no variable" : names();
        return wanted == null
                ? input.refuse("has no matrix of numbers; it has " + has)
                : input.refuse(
                        String.format(
                                "has no variable %s; it has %s", Printable.quote(wanted), has));
    }

    private String names() {
        return met.stream()
                        .limit(MOST_NAMES)
                        .map(MatVariable::describe)
                        .collect(Collectors.joining(", "))
                + (met.size() > MOST_NAMES ? ", …" : "");
    }
}
