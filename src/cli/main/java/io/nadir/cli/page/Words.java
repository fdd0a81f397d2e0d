package io.nadir.cli.page;

import io.nadir.cli.report.Rounded;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers and names as people read them. */
final class Words {
    private static final int OBJECTIVE_DIGITS = 9;
    private static final int DIGITS = 6;
    private static final int FEW_DIGITS = 2;

    /** Nearer to 1, digits do not show the distance. */
    private static final double CLOSE = 1e-4;

    /** Words that a shell takes as they are. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private Words() {}

    /** An objective or a bound of it; empty if it is not known. */
    static String objective(JsonValue value) {
        return number(value.number(), OBJECTIVE_DIGITS);
    }

    /** A number; empty if it is not known. */
    static String number(JsonValue value) {
        return number(value.number(), DIGITS);
    }

    /** A number of which only the size matters; empty if it is not known. */
    static String size(JsonValue value) {
        return number(value.number(), FEW_DIGITS);
    }

    /** A number of which the distance from 1 matters; empty if it is not known. */
    static String nearOne(JsonValue value) {
        double distance = value.number() - 1;
        boolean close = distance != 0 && Math.abs(distance) < CLOSE;
        return close
                ? (distance < 0 ? "1 − " : "1 + ") + number(Math.abs(distance), FEW_DIGITS)
                : number(value.number(), DIGITS);
    }

    /** A fraction in percent; empty if it is not known. */
    static String percent(JsonValue fraction) {
        double value = fraction.number();
        return Double.isFinite(value) ? Rounded.percent(value) : "";
    }

    /** A time; empty if it is not known. */
    static String seconds(JsonValue value) {
        String text = number(value.number(), 3);
        return text.isEmpty() ? text : text + " s";
    }

    /** A size of a file. */
    static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " bytes";
        }
        return bytes < 1 << 20
                ? number(bytes / 1024.0, 3) + " KiB"
                : number(bytes / 1048576.0, 3) + " MiB";
    }

    /** A number to so many digits, without zeros at its end; empty if it is not finite. */
    static String number(double value, int digits) {
        return Double.isFinite(value) ? Rounded.number(value, digits) : "";
    }

    /** A constant such as NOT_GLOBAL as words: not global. */
    static String constant(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A constant at the beginning of a sentence or of a cell. */
    static String capitalized(String name) {
        String words = constant(name);
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** A text with a capital letter and a full stop. */
    static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    /** A number of things. */
    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** The name of a file without its folders. */
    static String baseName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    /** A command for a shell, with quotes where words need them; empty if it is not known. */
    static String command(List<String> words) {
        return words.isEmpty()
                ? ""
                : "nadir " + words.stream().map(Words::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
