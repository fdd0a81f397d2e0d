package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * A name of the form {@code FILE.npz:MEMBER}, or any other.
 *
 * @param archive what comes before the colon, or the whole
 * @param member what comes after it; null if the name is of another form
 */
record MemberName(String archive, @Nullable String member) {
    private static final String SEPARATOR = ".npz:";

    /** Takes a name apart. */
    static MemberName parse(String name) {
        int at = name.toLowerCase(Locale.ROOT).lastIndexOf(SEPARATOR);
        int colon = at + SEPARATOR.length() - 1;
        return at < 0
                ? new MemberName(name, null)
                : new MemberName(name.substring(0, colon), name.substring(colon + 1));
    }
}
