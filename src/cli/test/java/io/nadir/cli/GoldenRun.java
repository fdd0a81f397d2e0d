package io.nadir.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A golden run: commands, and what they left behind on one line of text.
 *
 * @param name of the run, unique
 * @param commands one after the other; the last one's results count
 */
record GoldenRun(String name, List<String> commands) {
    /** Hexadecimal digits of a hash: 64 bits. */
    private static final int DIGITS = 16;

    /** Certified, and finished without that. Anything else is no result to keep. */
    private static final Set<Integer> REGULAR_EXITS = Set.of(0, 3);

    private static final String REPORT = "report.json";
    private static final String PATH_REPORT = "path.json";

    /** Reads runs, one a line, but for comments and empty lines. */
    static List<GoldenRun> read(Path file) throws IOException {
        List<GoldenRun> runs = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int colon = line.indexOf(": ");
                String commands = line.substring(colon + 2);
                runs.add(new GoldenRun(line.substring(0, colon), split(commands, " ; ")));
            }
        }
        return List.copyOf(runs);
    }

    /**
     * Runs the commands.
     *
     * @param data where the data are
     * @param scratch where to make an empty directory
     * @return the line of the record: name, exit codes, the figures of the report, and a hash of
     *     each file but pictures
     * @throws AssertionError if a command was refused or failed
     */
    String line(Path data, Path scratch) throws IOException {
        Path work = Files.createTempDirectory(scratch, name);
        Path out = work.resolve("OUT");
        List<String> exits = new ArrayList<>();
        for (String command : commands) {
            Session session = Session.run((Object[]) words(command, data, work, out));
            if (!REGULAR_EXITS.contains(session.exitCode())) {
                throw new AssertionError(
                        String.format(
                                "%s: exit code %d of %s: %s",
                                name, session.exitCode(), command, session.err()));
            }
            exits.add(Integer.toString(session.exitCode()));
        }
        List<String> parts = new ArrayList<>(List.of(name, "exit " + String.join(",", exits)));
        parts.addAll(figures(out));
        parts.addAll(hashes(out));
        return String.join(" | ", parts);
    }

    private static String[] words(String command, Path data, Path work, Path out) {
        return split(command, " ").stream()
                .map(word -> located(word, "DATA", data))
                .map(word -> located(word, "WORK", work))
                .map(word -> located(word, "OUT", out))
                .toArray(String[]::new);
    }

    private static String located(String word, String symbol, Path place) {
        return word.startsWith(symbol) ? place + word.substring(symbol.length()) : word;
    }

    private static List<String> figures(Path out) throws IOException {
        for (String report : List.of(PATH_REPORT, REPORT)) {
            if (Files.exists(out.resolve(report))) {
                return GoldenReport.read(out.resolve(report)).figures();
            }
        }
        return List.of();
    }

    private static List<String> hashes(Path out) throws IOException {
        List<String> hashes = new ArrayList<>();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.sorted().toList()) {
                String fileName = String.valueOf(file.getFileName());
                if (!fileName.endsWith(".png")) {
                    hashes.add(fileName + " " + hash(content(file, fileName)));
                }
            }
        }
        return hashes;
    }

    private static byte[] content(Path file, String fileName) throws IOException {
        return fileName.endsWith(".json")
                ? GoldenReport.read(file).canonical().getBytes(StandardCharsets.UTF_8)
                : Files.readAllBytes(file);
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static List<String> split(String text, String separator) {
        return Arrays.asList(text.split(separator, -1));
    }
}
