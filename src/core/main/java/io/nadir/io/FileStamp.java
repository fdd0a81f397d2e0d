package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the file system says of a file. As long as that stays, so does the content: every write
 * changes the time of the last change, except one through mapped memory to a page that was written
 * to before and is not on the disk yet.
 */
final class FileStamp {
    private static final String UNIX = "unix:ino,size,lastModifiedTime,ctime";
    private static final String BASIC = "size,lastModifiedTime";

    /** Within this time, a second change may have the same time as the first. */
    private static final Duration RESOLUTION = Duration.ofSeconds(2);

    private final Path path;
    private final String names;
    private final Map<String, Object> attributes;
    private final boolean settled;

    private FileStamp(Path path) throws IOException {
        boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        this.path = path;
        this.names = unix ? UNIX : BASIC;
        this.attributes = Files.readAttributes(path, names);
        this.settled =
                attributes.get(unix ? "ctime" : "lastModifiedTime") instanceof FileTime changed
                        && changed.toInstant().plus(RESOLUTION).isBefore(Instant.now());
    }

    /** What is said now. */
    static FileStamp of(Path path) throws IOException {
        return new FileStamp(path);
    }

    /** Whether the same is said now, and no change can have escaped. */
    boolean isCurrent() {
        return settled && attributes.equals(now());
    }

    private @Nullable Map<String, Object> now() {
        try {
            return Files.readAttributes(path, names);
        } catch (IOException e) {
            // It may have been renamed, with the same content.
            return null;
        }
    }
}
