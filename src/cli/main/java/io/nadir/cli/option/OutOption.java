package io.nadir.cli.option;

import io.nadir.io.output.OutputDirectory;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where the results go. */
@Section.In(Section.OUTPUT)
public final class OutOption {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for the results, made if missing (default: ${DEFAULT-VALUE}).")
    private Path directory;

    /** A directory of that name unless the user names another one. */
    public OutOption(String name) {
        directory = Path.of(name);
    }

    /** The directory, made if missing, for files of these names. */
    public OutputDirectory open(List<String> files) throws IOException {
        return OutputDirectory.open(directory, files);
    }

    /** The directory, which may be missing. */
    public Path directory() {
        return directory;
    }

    /** As the user named it. */
    @Override
    public String toString() {
        return directory.toString();
    }
}
