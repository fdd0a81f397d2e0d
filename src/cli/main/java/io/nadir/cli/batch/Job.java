package io.nadir.cli.batch;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One problem of a batch.
 *
 * @param name of the job, different for each job of a batch
 * @param input the file with the data
 * @param options of {@code solve}, each one word: {@code --lambda=2}
 * @param out the directory of the results; null for a row in the table only
 */
public record Job(String name, String input, List<String> options, @Nullable String out) {
    /** The size from which on an input is worth all threads, in bytes. */
    private static final long LARGE = 16L << 20;

    private static final int KEY_BYTES = 12;

    /** Copies the list. */
    public Job {
        options = List.copyOf(options);
    }

    /** The arguments of {@code solve} for this job, after some more options. */
    public List<String> arguments(String... more) {
        List<String> words = new ArrayList<>(options);
        words.addAll(List.of(more));
        if (out != null) {
            words.add("--out=" + out);
        }
        words.add("--");
        words.add(input);
        return words;
    }

    /** Whether the input is so large that the job gets all threads. */
    public boolean isLarge() {
        try {
            return Files.size(Path.of(input)) >= LARGE;
        } catch (IOException | InvalidPathException e) {
            return false; // Reading it says what is wrong.
        }
    }

    /**
     * Returns a text that changes whenever the result may: with the options, and with the size or
     * time of any file that is read.
     *
     * @param version of the program and its kernels
     */
    public String key(String version) {
        MessageDigest digest = sha256();
        add(digest, version);
        for (String word : arguments()) {
            add(digest, word);
            addFile(digest, word.startsWith("--") ? word.substring(word.indexOf('=') + 1) : word);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, KEY_BYTES);
    }

    private static void addFile(MessageDigest digest, String name) {
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file)) {
                add(digest, Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
            }
        } catch (IOException | InvalidPathException e) {
            add(digest, "unreadable"); // Reading it says what is wrong.
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }
}
