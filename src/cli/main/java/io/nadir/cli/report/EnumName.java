package io.nadir.cli.report;

import java.util.Locale;

/** Names of constants in reports and as option values: in lower case, with hyphens. */
public final class EnumName {
    private EnumName() {}

    /** The name of a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
