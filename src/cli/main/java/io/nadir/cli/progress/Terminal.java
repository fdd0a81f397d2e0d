package io.nadir.cli.progress;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The standard streams with which the commands communicate. */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
    /** Set by the launcher, which can tell where standard error goes; Java cannot. */
    private static final String PROPERTY = "nadir.terminal";

    /** The streams of this process. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Boolean.getBoolean(PROPERTY));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
