package io.nadir.kernel.simd;

/** Java source, indented as google-java-format does. */
final class SourceText {
    private static final int INDENT = 4;
    private static final int LINE = 100;

    private final StringBuilder text = new StringBuilder();
    private int indent;

    /** Adds one or more lines at the current indent. */
    SourceText add(String lines) {
        lines.lines().forEach(this::addLine);
        return this;
    }

    /** Adds lines, the last of which opens a block. */
    SourceText open(String lines) {
        add(lines);
        indent += INDENT;
        return this;
    }

    /** Closes a block. */
    SourceText close() {
        return close("}");
    }

    /** Closes what ends otherwise than a block, as a {@code switch} that is an expression does. */
    SourceText close(String end) {
        indent -= INDENT;
        return add(end);
    }

    /** Closes a block and opens the next one, as {@code else} does. */
    SourceText reopen(String line) {
        indent -= INDENT;
        return open(line);
    }

    SourceText blank() {
        text.append('\n');
        return this;
    }

    /** Adds a case of a {@code switch}, broken behind the arrow if the line gets too long. */
    SourceText addCase(String label, String statement) {
        if (indent + label.length() + " -> ".length() + statement.length() <= LINE) {
            return add(label + " -> " + statement);
        }
        return add(label + " ->").add(" ".repeat(2 * INDENT) + statement);
    }

    /**
     * {@code base + count * unit} as one writes it: without what is zero, and without a factor of
     * one.
     */
    static String plus(String base, int count, String unit) {
        return switch (count) {
            case 0 -> base;
            case 1 -> base + " + " + unit;
            default -> base + " + " + count + " * " + unit;
        };
    }

    private void addLine(String line) {
        if (!line.isEmpty()) {
            text.repeat(' ', indent).append(line);
        }
        text.append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
