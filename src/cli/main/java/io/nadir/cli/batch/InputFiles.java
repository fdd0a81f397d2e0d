package io.nadir.cli.batch;

import io.nadir.cli.option.RefusedException;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that an argument names: one, all data files of a folder, or those of a pattern. */
public final class InputFiles {
    private static final Pattern DATA =
            Pattern.compile(
                    "[^.].*\\.(npy|npz|mat|mtx|parquet|arrow|feather|csv|tsv|tns|dat|txt)(\\.gz)?");

    /** What makes a name a pattern. */
    private static final Pattern WILD = Pattern.compile("[*?\\[{]");

    private InputFiles() {}

    /**
     * Returns the files in the order of their names.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws RefusedException if a folder has no data files
     */
    public static List<Path> of(String argument) throws IOException, RefusedException {
        Path path = Path.of(argument);
        if (Files.isDirectory(path)) {
            List<Path> files = dataFiles(path);
            if (files.isEmpty()) {
                throw RefusedException.of(
                        argument
                                + ": has no data files: .npy, .npz, .mat, .mtx, .parquet, .arrow,"
                                + " .feather, .csv, .tsv, .tns, .dat or .txt, packed by gzip or"
                                + " not");
            }
            return files;
        }
        if (Files.exists(path)) {
            return List.of(path);
        }
        List<Path> files = WILD.matcher(argument).find() ? matching(argument) : List.of();
        if (files.isEmpty()) {
            throw new NoSuchFileException(argument);
        }
        return files;
    }

    private static List<Path> dataFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> DATA.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /** Looks below the last folder that the pattern names without wildcards. */
    private static List<Path> matching(String pattern) throws IOException, RefusedException {
        int wild = WILD.matcher(pattern).results().findFirst().orElseThrow().start();
        int slash = pattern.lastIndexOf('/', wild);
        String folder = slash < 0 ? "" : pattern.substring(0, slash + 1);
        Path start = Path.of(folder);
        if (!Files.isDirectory(start)) {
            throw new NoSuchFileException(pattern);
        }
        PathMatcher matcher =
                RefusedException.unless(
                        () -> FileSystems.getDefault().getPathMatcher("glob:" + pattern));
        int depth =
                pattern.contains("**")
                        ? Integer.MAX_VALUE
                        : (int) pattern.substring(slash + 1).chars().filter(c -> c == '/').count()
                                + 1;
        try (Stream<Path> files = Files.walk(start, depth)) {
            return files.filter(matcher::matches).filter(Files::isRegularFile).sorted().toList();
        }
    }
}
