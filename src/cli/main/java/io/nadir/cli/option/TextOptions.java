package io.nadir.cli.option;

import io.nadir.io.TextFormat;
import io.nadir.io.TextFormat.Choice;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.charset.Charset;
import java.util.Map;

/** How the text files of a command are written. */
@Section.In(Section.TEXT)
public final class TextOptions {
    @Option(
            names = "--separator",
            paramLabel = "S",
            converter = SeparatorName.class,
            description =
                    "What separates fields: comma, tab, semicolon, bar, double-colon, "
                            + "blanks, or one or two characters.")
    private @Nullable String separator;

    @Option(
            names = "--decimal",
            paramLabel = "point|comma",
            converter = CharacterName.class,
            description = "Decimal mark.")
    private @Nullable Character decimal;

    @Option(
            names = "--thousands",
            paramLabel = "C",
            converter = CharacterName.class,
            description =
                    "What separates groups of three digits: comma, point, blank, apostrophe "
                            + "or underscore (default: nothing).")
    private @Nullable Character thousands;

    @Option(
            names = "--header",
            paramLabel = "yes|no",
            converter = ChoiceName.class,
            description =
                    "Whether the first line is a header (default: yes if all its fields are "
                            + "names; a line that counts, such as 0,1,2, is refused).")
    private Choice header = Choice.DETECT;

    @Option(
            names = "--index-column",
            paramLabel = "yes|no",
            converter = ChoiceName.class,
            description =
                    "Whether the first column of a dense file has the ids of the rows (default: yes"
                        + " if all its fields are names or dates, or the header leaves it out as R"
                        + " does; numbers that count the rows, or are under an empty field in the"
                        + " header, are refused).")
    private Choice indexColumn = Choice.DETECT;

    @Option(
            names = "--comment",
            paramLabel = "C",
            description =
                    "Skip lines that begin with this character (default: # or %% if one of "
                            + "the first lines begins with it).")
    private @Nullable Character comment;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            converter = EncodingName.class,
            description =
                    "Encoding of the letters in names, such as windows-1252 or ISO-8859-2 (default:"
                            + " UTF-8). A byte order mark of UTF-8 or UTF-16 at the beginning of"
                            + " a file takes precedence.")
    private @Nullable Charset encoding;

    /**
     * The format.
     *
     * @throws RefusedException if options contradict each other
     */
    public TextFormat toFormat() throws RefusedException {
        return RefusedException.unless(() ->
                TextFormat.defaults()
                        .withSeparator(separator)
                        .withDecimal(decimal)
                        .withThousands(thousands)
                        .withHeader(header)
                        .withIndexColumn(indexColumn)
                        .withComment(comment)
                        .withEncoding(encoding));
    }

    /** Yes or no. */
    static final class ChoiceName implements ITypeConverter<Choice> {
        @Override
        public Choice convert(String value) {
            return switch (value) {
                case "yes" -> Choice.YES;
                case "no" -> Choice.NO;
                default ->
                        throw new TypeConversionException(
                                "'" + value + "', allowed are yes and no");
            };
        }
    }

    /** An encoding by its name. */
    static final class EncodingName implements ITypeConverter<Charset> {
        @Override
        public Charset convert(String value) {
            try {
                return Charset.forName(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'"
                                + value
                                + "', allowed are encodings that Java knows, such as UTF-8,"
                                + " windows-1252 and ISO-8859-2");
            }
        }
    }

    /** A separator by its name. */
    static final class SeparatorName implements ITypeConverter<String> {
        private static final Map<String, String> NAMES =
                Map.of(
                        "comma", ",",
                        "tab", "\t",
                        "\\t", "\t",
                        "semicolon", ";",
                        "bar", "|",
                        "double-colon", "::",
                        "blanks", TextFormat.BLANKS);

        @Override
        public String convert(String value) {
            return NAMES.getOrDefault(value, value);
        }
    }

    /** A mark within numbers by its name. */
    static final class CharacterName implements ITypeConverter<Character> {
        private static final Map<String, Character> NAMES =
                Map.of(
                        "comma", ',',
                        "point", '.',
                        "blank", ' ',
                        "apostrophe", '\'',
                        "underscore", '_');

        @Override
        public Character convert(String value) {
            Character named = NAMES.get(value);
            if (named == null && value.length() != 1) {
                throw new TypeConversionException(
                        "'" + value + "', allowed are point, comma, blank, apostrophe, underscore");
            }
            return named == null ? Character.valueOf(value.charAt(0)) : named;
        }
    }
}
