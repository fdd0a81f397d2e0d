package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name of the form {@code FILE.npz:MEMBER} or {@code FILE.mat:VARIABLE}, or any other.
 *
 * @param archive what comes before the colon, or the whole
 * @param member what comes after it; null if the name is of another form
 */
record MemberName(String archive, @Nullable String member) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(.*\\.(?:npz|mat|npz\\.gz|mat\\.gz)):(.*)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Takes a name apart. */
    static MemberName parse(String name) {
        Matcher form = FORM.matcher(name);
        return form.matches()
                ? new MemberName(form.group(1), form.group(2))
                : new MemberName(name, null);
    }
}
