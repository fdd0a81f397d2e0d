package io.nadir.cli.option;

import java.util.List;

/** Which entries are missing. */
enum Missing {
    /** Those that are not a number. */
    NAN,
    /** Those that are not listed. */
    UNLISTED;

    /** All meanings of missing entries. */
    static final class Name extends EnumConverter<Missing> {
        Name() {
            super(List.of(Missing.values()));
        }
    }
}
