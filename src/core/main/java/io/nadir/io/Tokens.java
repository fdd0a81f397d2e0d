package io.nadir.io;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a field of a text file looks like: a missing token, a number, or a name. */
final class Tokens {
    /** Missing tokens, in lower case. */
    private static final Set<String> USUAL =
            Set.of(
                    "",
                    "na",
                    "n/a",
                    "<na>",
                    "#na",
                    "#n/a",
                    "#n/a n/a",
                    "#null!",
                    "nan",
                    "+nan",
                    "-nan",
                    "null",
                    "nil",
                    "none",
                    "missing",
                    "?",
                    "-",
                    "--",
                    ".");

    /** The length of the longest mark. */
    private static final int LONGEST = 8;

    /**
     * Numbers as people write them: separators of thousands, either decimal mark, exponents of
     * Fortran, suffixes of C, percent and currency signs, hexadecimal, infinities.
     */
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?[$€£]?[+-]?(?:[0-9](?:[0-9.,'_ \u00a0\u202f]*[0-9])?[.,]?|[.,][0-9]+)"
                            + "(?:[eEdDqQ][+-]?[0-9]+)?[fFdDlL%]?"
                            + "|[+-]?0[xX][0-9a-fA-F.pP+-]+"
                            + "|[+-]?(?i:inf|infinity)");

    private final Set<String> own;

    /** The usual missing tokens and {@code own} ones. */
    Tokens(Set<String> own) {
        this.own = own;
    }

    /** Whether the field, without blanks around it, is missing. */
    boolean isMissing(String field) {
        return own.contains(field) || isUsual(field);
    }

    /** Whether a field that is a number may be missing all the same. */
    boolean hasOwn() {
        return !own.isEmpty();
    }

    private static boolean isUsual(String field) {
        return field.length() <= LONGEST && USUAL.contains(field.toLowerCase(Locale.ROOT));
    }

    /** Whether the line begins with a missing token such as {@code #N/A}, up to a separator. */
    boolean beginsMissing(String line) {
        return isMissing(line.strip().split("[,;|:\\s]", 2)[0].strip());
    }

    /** Whether the field is a number as people write them, or begins like one. */
    static boolean isNumberLike(String field) {
        return NUMBER.matcher(field).matches();
    }

    /** Whether the field can only be a name: it has a letter, and is neither missing nor number. */
    boolean isName(String field) {
        return field.codePoints().anyMatch(Character::isLetter)
                && !isMissing(field)
                && !isNumberLike(field);
    }

    /**
     * Fields that all end in .0 or ,0 without that end, as pandas writes it behind whole numbers
     * that label columns; others as they are.
     */
    static List<String> withoutZeroFraction(List<String> fields) {
        boolean all = fields.stream().allMatch(field -> field.matches("-?[0-9]+[.,]0"));
        return all
                ? fields.stream().map(field -> field.substring(0, field.length() - 2)).toList()
                : fields;
    }

    /**
     * Whether the fields are whole numbers, each one more than the one before, as labels are: two
     * at least from 0 or 1 on, three from elsewhere.
     */
    static boolean areCounting(List<String> fields) {
        return !fields.isEmpty()
                && fields.stream().allMatch(Tokens::isWhole)
                && fields.size() >= (Long.parseLong(fields.getFirst()) >>> 1 == 0 ? 2 : 3)
                && isConsecutive(fields);
    }

    /** Whether the fields are whole numbers, each one more than the one before. */
    static boolean isConsecutive(List<String> fields) {
        if (!fields.stream().allMatch(Tokens::isWhole)) {
            return false;
        }
        long first = Long.parseLong(fields.getFirst());
        for (int k = 1; k < fields.size(); k++) {
            if (Long.parseLong(fields.get(k)) != first + k) {
                return false;
            }
        }
        return true;
    }

    /** Whether the field is a whole number of at most 15 characters. */
    static boolean isWhole(String field) {
        return field.length() <= 15 && field.matches("-?[0-9]+");
    }
}
