package io.nadir.cli;

import java.util.Locale;

/** Names of constants in reports and as option values: in lower case, with hyphens. */
final class EnumName {
    private EnumName() {}

    /** The name of a constant. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
