package io.nadir.cli.option;

import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where the data are: in a file, in a part of a file, or in standard input. */
@Section.In(Section.DATA)
final class InputOption {
    private static final String STANDARD_INPUT = "-";
    private static final String STANDARD_INPUT_NAME = "standard input";

    /** Files that have parts with names. */
    private static final Pattern PARTS =
            Pattern.compile(".*\\.(mat|npz)(\\.gz)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Parameters(
            paramLabel = Inputs.DATA,
            description =
                    "The matrix to factorize, the tensor to decompose, or the targets of a network,"
                        + " one sample per row: a .npy, .npz, .mat, .mtx, .parquet, .arrow or text"
                        + " file (.csv, for tensors .tns), packed by gzip or not, or - for standard"
                        + " input.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private String input;

    @Option(
            names = "--variable",
            paramLabel = "NAME",
            description =
                    "The variable of a .mat file, or the member of an .npz file, to read; the same"
                            + " as INPUT:NAME. Not needed if only one holds numbers.")
    private @Nullable String variable;

    /** Reads a stream that messages call by a name. */
    @FunctionalInterface
    interface StreamReading<T> {
        /** Reads it. */
        T read(InputStream in, String name) throws IOException;
    }

    /** Reads a file. */
    @FunctionalInterface
    interface FileReading<T> {
        /** Reads it. */
        T read(Path file) throws IOException;
    }

    /** What messages call the input. */
    String name() throws RefusedException {
        return isStandardInput() ? STANDARD_INPUT_NAME : input;
    }

    /** Reads standard input, or the file. */
    <T> T read(Terminal terminal, StreamReading<T> stream, FileReading<T> file)
            throws IOException, RefusedException {
        return isStandardInput()
                ? stream.read(terminal.in(), STANDARD_INPUT_NAME)
                : file.read(file());
    }

    /** The file, which is to be mapped. */
    Path fileToMap() throws RefusedException {
        if (isStandardInput()) {
            throw RefusedException.of("--map is for files, not for standard input");
        }
        return file();
    }

    /** The file, with the part of it that is asked for. */
    private Path file() throws RefusedException {
        if (variable == null) {
            return Path.of(input);
        }
        if (!PARTS.matcher(input).matches()) {
            throw RefusedException.of(
                    "--variable = " + variable + ", allowed for files that end in .mat or .npz");
        }
        return Path.of(input + ":" + variable);
    }

    private boolean isStandardInput() throws RefusedException {
        if (variable != null && input.equals(STANDARD_INPUT)) {
            throw RefusedException.of(
                    "--variable = " + variable + ", allowed for files, not for standard input");
        }
        return input.equals(STANDARD_INPUT);
    }
}
