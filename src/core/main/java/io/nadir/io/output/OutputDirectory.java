package io.nadir.io.output;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A directory that receives several files at once. Each file is written under a temporary name, and
 * {@link #commit} gives all of them their names. If the directory is closed without it, everything
 * written is removed, including the directories created for it. No reader ever sees an incomplete
 * file, and interrupting the writing thread does not leave one.
 *
 * <p>Before files get their names, they are listed in a journal. If the process is killed in
 * between, the next one that opens the directory completes the work. It also removes temporary
 * files that a dead process has left behind, once they are an hour old. Not thread-safe.
 */
public final class OutputDirectory implements AutoCloseable {
    /**
     * A file with one line for each file that is about to get its name: the temporary name and the
     * final one.
     */
    private static final String JOURNAL = ".nadir-commit";

    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9a-f]+\\.nadir-tmp");

    /** The age at which a temporary file is considered abandoned. */
    private static final Duration STALE = Duration.ofHours(1);

    /** The size of a test file; a disk without room for it has no room for results. */
    private static final int PROBE_BYTES = 1 << 20;

    private final Path directory;

    /** The directories created, innermost first. */
    private final Deque<Path> made = new ArrayDeque<>();

    /** The final name of each temporary file. */
    private final Map<Path, String> written = new LinkedHashMap<>();

    private OutputDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Creates the directory if it does not exist, and checks that files with these names can be
     * written to it and that the disk is not full. Cleans up what a killed process has left behind.
     *
     * @param directory the directory; created if it does not exist
     * @param names the names of the files that may be written
     * @return the directory, which the caller must close
     * @throws IOException if files cannot be written; nothing is left behind
     */
    public static OutputDirectory open(Path directory, Collection<String> names)
            throws IOException {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(names, "names");

        OutputDirectory output = new OutputDirectory(directory);
        try {
            output.makeDirectories();
            output.requireWritable(names);
            output.finishCommit();
            output.removeStale();
            return output;
        } catch (IOException e) {
            output.close();
            throw e;
        }
    }

    /**
     * Writes a file, which becomes visible under its name with {@link #commit}.
     *
     * @param name the name within the directory
     * @param content writes the content of the file
     * @throws IOException if the file cannot be written or {@code content} throws it
     */
    public void write(String name, Content content) throws IOException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(content, "content");

        Path temporary = temporary(name);
        written.put(temporary, name);
        try (FileOutputStream file = new FileOutputStream(temporary.toFile());
                OutputStream out = new BufferedOutputStream(file)) {
            content.writeTo(out);
            out.flush();
            file.getFD().sync();
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // Streams say what went wrong, but not where.
            throw new IOException(resolve(name) + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Gives all files written so far their names, replacing files with the same names.
     *
     * @return a text for users that names the directory and the files
     * @throws IOException if a file cannot be renamed
     */
    public String commit() throws IOException {
        if (written.size() > 1) {
            writeJournal();
        }
        StringJoiner names = new StringJoiner(", ", directory + ": ", "");
        for (Map.Entry<Path, String> file : written.entrySet()) {
            Files.move(file.getKey(), resolve(file.getValue()), StandardCopyOption.ATOMIC_MOVE);
            names.add(file.getValue());
        }
        Files.deleteIfExists(resolve(JOURNAL));
        written.clear();
        made.clear();
        return names.toString();
    }

    /** Removes what was not committed. */
    @Override
    public void close() throws IOException {
        for (Path temporary : written.keySet()) {
            Files.deleteIfExists(temporary);
        }
        written.clear();
        while (!made.isEmpty()) {
            try {
                Files.deleteIfExists(made.pop());
            } catch (DirectoryNotEmptyException e) {
                made.clear(); // Somebody else uses it by now.
            }
        }
    }

    private void makeDirectories() throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = directory.toAbsolutePath().normalize();
                path != null && !Files.exists(path);
                path = path.getParent()) {
            missing.push(path);
        }
        for (Path path : missing) {
            Files.createDirectory(path);
            made.push(path);
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
    }

    private void requireWritable(Collection<String> names) throws IOException {
        for (String name : names) {
            if (Files.isDirectory(resolve(name))) {
                throw new IOException(resolve(name) + ": is a directory, must be a file");
            }
        }
        Path probe = temporary("probe");
        try {
            Files.write(probe, new byte[PROBE_BYTES], StandardOpenOption.CREATE_NEW);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private void writeJournal() throws IOException {
        StringBuilder lines = new StringBuilder();
        written.forEach((temporary, name) ->
                lines.append(temporary.getFileName()).append('\t').append(name).append('\n'));
        Path temporary = temporary("commit");
        try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
            file.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            file.getFD().sync();
        }
        Files.move(temporary, resolve(JOURNAL), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Completes the {@link #commit} of a process that was killed during it. */
    private void finishCommit() throws IOException {
        if (!Files.exists(resolve(JOURNAL))) {
            return;
        }
        for (String line : Files.readAllLines(resolve(JOURNAL))) {
            String[] names = line.split("\t", 2);
            Path temporary = resolve(names[0]);
            if (names.length == 2
                    && Path.of(names[1]).getNameCount() == 1
                    && TEMPORARY.matcher(names[0]).matches()
                    && Files.exists(temporary)) {
                Files.move(temporary, resolve(names[1]), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.delete(resolve(JOURNAL));
    }

    private void removeStale() throws IOException {
        Instant limit = Instant.now().minus(STALE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*.nadir-tmp")) {
            for (Path file : files) {
                boolean ours = TEMPORARY.matcher(file.getFileName().toString()).matches();
                if (ours && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path resolve(String name) {
        return directory.resolve(name);
    }

    private Path temporary(String name) {
        return resolve(
                ".%s.%s.nadir-tmp"
                        .formatted(name, Long.toHexString(ThreadLocalRandom.current().nextLong())));
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes the whole content.
         *
         * @param out the target; must not be closed here
         * @throws IOException if {@code out} throws it
         */
        void writeTo(OutputStream out) throws IOException;
    }
}
