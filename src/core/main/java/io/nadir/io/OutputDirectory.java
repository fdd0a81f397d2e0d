package io.nadir.io;

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
 * A directory that receives several files together: each is written under a temporary name, and all
 * get their names in {@link #commit}. Closed without it, whatever was written is removed, and so
 * are the directories that were made for it. No reader ever sees half a file, nor do interrupts of
 * the writing thread leave one.
 *
 * <p>What is about to get its name is listed in a journal first: where a process dies in the midst
 * of that, the next one that opens the directory gives the others theirs. Temporary files that a
 * dead process has left are removed then, once they are an hour old.
 */
public final class OutputDirectory implements AutoCloseable {
    /** Holds a line for each file that is about to get its name: the temporary one and that. */
    private static final String JOURNAL = ".nadir-commit";

    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9a-f]+\\.nadir-tmp");

    /** Within this time a process that lives has given a file its name. */
    private static final Duration STALE = Duration.ofHours(1);

    /** Fits into whatever has room for results worth the name. */
    private static final int PROBE_BYTES = 1 << 20;

    private final Path directory;

    /** What this made, innermost first. */
    private final Deque<Path> made = new ArrayDeque<>();

    /** Temporary file to final name. */
    private final Map<Path, String> written = new LinkedHashMap<>();

    private OutputDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the directory unless it exists, and makes sure that files of these names can be written
     * to it and that the disk is not full. Cleans up what a process that was killed has left.
     *
     * @param directory made if missing
     * @param names of the files that may be written
     * @return the directory, to be closed
     * @throws IOException if not; nothing is left behind then
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
     * Writes a file, which is invisible under its name until {@link #commit}.
     *
     * @param name within the directory
     * @param content of the file
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
     * Gives all files written so far their names; files that had them before are replaced.
     *
     * @return directory and names, for people
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

    /** Gives names to what a process that died in {@link #commit} had written in whole. */
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
                "."
                        + name
                        + "."
                        + Long.toHexString(ThreadLocalRandom.current().nextLong())
                        + ".nadir-tmp");
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it.
         *
         * @param out where to; closed elsewhere
         * @throws IOException if {@code out} throws it
         */
        void writeTo(OutputStream out) throws IOException;
    }
}
