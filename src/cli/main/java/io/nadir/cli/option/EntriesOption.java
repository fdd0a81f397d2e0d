package io.nadir.cli.option;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** What it means that an entry is not there. */
@Section.In(Section.DATA)
final class EntriesOption {
    @Option(
            names = "--missing",
            paramLabel = "nan|unlisted",
            converter = Missing.Name.class,
            description =
                    "Leave missing entries out of the loss. nan: entries that are NaN in a"
                            + " dense file, and null in a table; in a text file also NA, N/A, NULL,"
                            + " None, ?, - and empty fields. unlisted: entries that a file of"
                            + " entries (a coordinate .mtx, a sparse .npz or .mat, a table or text"
                            + " of row, column and value, a .tns) does not list.")
    private @Nullable Missing missing;

    @Option(
            names = "--sparse",
            description =
                    "Keep a file of entries sparse: entries that it does not list are 0 and "
                            + "take no memory.")
    private boolean sparse;

    /** Which entries are missing; null if none may be. */
    @Nullable Missing missing() {
        return missing;
    }

    /** Whether entries that are not listed are 0 and take no memory. */
    boolean areSparse() {
        return sparse;
    }
}
