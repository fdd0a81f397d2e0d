package io.nadir.cli.option;

import io.nadir.io.Indexing;
import io.nadir.io.ReadResult;
import io.nadir.io.SparseReader;
import io.nadir.io.TextFormat;
import io.nadir.matrix.ObservedEntries;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Data whose known entries stay as they are among those of a model. */
@Section.In(Section.DATA)
public final class KnownOption {
    @Option(
            names = "--known",
            paramLabel = "FILE",
            description =
                    "Keep the known entries in FILE, the data of the model, and write all others as"
                            + " the model has them: a file as solve takes it with --missing.")
    private @Nullable Path file;

    @Option(
            names = "--missing",
            paramLabel = "nan|unlisted",
            converter = Missing.Name.class,
            description = "Which entries of --known are missing, as in solve (default: nan).")
    private @Nullable Missing missing;

    @Option(
            names = "--na",
            split = ",",
            paramLabel = "TOKEN",
            description = "More texts that mark a missing entry in --known, as in solve.")
    private Set<String> tokens = Set.of();

    /** Whether there are such data. */
    public boolean isGiven() {
        return file != null;
    }

    /**
     * Refuses options without what they are about.
     *
     * @param all whether all entries of a matrix are written
     */
    public void requireAllowed(boolean all) throws RefusedException {
        if (file == null && (missing != null || !tokens.isEmpty())) {
            throw RefusedException.of("--missing and --na are about --known, which is missing");
        }
        if (file != null && !all) {
            throw RefusedException.of(
                    "--known is for all entries of a matrix: leave out --at and --inputs");
        }
        if (!tokens.isEmpty() && missing == Missing.UNLISTED) {
            throw RefusedException.of("--na is for --missing nan only");
        }
    }

    /**
     * Reads the data.
     *
     * @param ids what the rows and columns of the model are called
     * @throws RefusedException if those of the data are called otherwise
     */
    public ReadResult<ObservedEntries> read(TextFormat format, Indexing ids)
            throws IOException, RefusedException {
        Path known = file;
        if (known == null) {
            throw new IllegalStateException("no file is given");
        }
        boolean counted = format.base() == null && !ids.hasIds();
        TextFormat based = counted ? format.withBase(ids.base()) : format;
        TextFormat told = RefusedException.unless(() -> based.withMissing(tokens));
        ReadResult<ObservedEntries> read =
                missing == Missing.UNLISTED
                        ? SparseReader.readListed(known, told)
                        : SparseReader.readObserved(known, told);
        String difference = ids.differenceFrom(read.description().indexingOrDefault());
        if (difference != null) {
            throw RefusedException.of("--known = " + known + ": " + difference);
        }
        return read;
    }
}
