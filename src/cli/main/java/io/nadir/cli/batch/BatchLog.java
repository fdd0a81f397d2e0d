package io.nadir.cli.batch;

import io.nadir.cli.option.RefusedException;
import io.nadir.cli.report.JsonFields;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file {@code jobs.jsonl}, which gets a line as soon as a job has ended. A batch that was
 * killed reads it and goes on. A line that the kill has cut off is dropped, with its job. One
 * process at a time may have the file open. Thread-safe.
 */
public final class BatchLog implements AutoCloseable {
    /** Name of the file. */
    public static final String NAME = "jobs.jsonl";

    private final FileChannel channel;
    private final Map<String, JobRecord> byKey;

    private BatchLog(FileChannel channel, Map<String, JobRecord> byKey) {
        this.channel = channel;
        this.byKey = byKey;
    }

    /**
     * Opens the log of a directory, which is made if it is missing.
     *
     * @throws IOException if the file cannot be read and written
     * @throws RefusedException if another process has it open, or if it is no such log
     */
    public static BatchLog open(Path directory) throws IOException, RefusedException {
        Files.createDirectories(directory);
        Path file = directory.resolve(NAME);
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            requireAlone(channel, file);
            return new BatchLog(channel, read(channel, file));
        } catch (IOException | RefusedException e) {
            channel.close();
            throw e;
        }
    }

    private static void requireAlone(FileChannel channel, Path file)
            throws IOException, RefusedException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw RefusedException.of(
                    file + ": another batch is running there; wait for it, or name another --out");
        }
    }

    /** Reads the whole lines, and leaves the channel behind the last of them. */
    private static Map<String, JobRecord> read(FileChannel channel, Path file)
            throws IOException, RefusedException {
        byte[] bytes = Channels.newInputStream(channel).readAllBytes();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        channel.truncate(end);
        channel.position(end);
        Map<String, JobRecord> records = new HashMap<>();
        int number = 0;
        for (String line : new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            try {
                JobRecord record = JobRecord.read(JsonLine.read(line));
                records.put(record.key(), record);
            } catch (IllegalArgumentException e) {
                throw RefusedException.of(
                        String.format(
                                "%s, line %d: is not the log of a batch: %s; remove it to begin"
                                        + " anew, or name another --out",
                                file, number, e.getMessage()));
            }
        }
        return records;
    }

    /** Adds a record, in one piece, so that it survives this process. */
    public synchronized void add(JobRecord record) throws IOException {
        ByteBuffer line =
                ByteBuffer.wrap(
                        (JsonFields.line(record::write) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        byKey.put(record.key(), record);
    }

    /** What became of some jobs, in their order, of those that have ended. */
    public synchronized Map<Job, JobRecord> of(Collection<Job> jobs, String version) {
        Map<Job, JobRecord> ended = new LinkedHashMap<>();
        for (Job job : jobs) {
            JobRecord record = byKey.get(job.key(version));
            if (record != null) {
                ended.put(job, record);
            }
        }
        return ended;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
