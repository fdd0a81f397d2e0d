package io.nadir.cli.page;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The files of a directory of results, with what they hold. */
final class FilesTable {
    private FilesTable() {}

    /**
     * Lists the files.
     *
     * @param page name of the page itself, which is not listed
     */
    static Table of(Path directory, String page) throws IOException {
        Map<String, Group> groups = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = name(file);
                if (Files.isRegularFile(file) && !name.startsWith(".") && !name.equals(page)) {
                    groups.merge(groupOf(name), new Group(1, Files.size(file)), Group::and);
                }
            }
        }
        Table table = new Table("Files in the directory", "file", "size", "contents");
        groups.forEach((name, group) ->
                table.row(
                        group.count() == 1 ? name : name + " (" + group.count() + " files)",
                        Words.bytes(group.bytes()),
                        contents(name)));
        return table;
    }

    /** Files that are alike. */
    private record Group(int count, long bytes) {
        Group and(Group other) {
            return new Group(count + other.count, bytes + other.bytes);
        }
    }

    /** A path has files for each λ, whose names differ in a number. */
    private static String groupOf(String name) {
        return name.replaceFirst("-\\d+\\.(npy|png)$", "-k.$1");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String contents(String name) {
        return switch (name) {
            case "U.npy" -> "factor, a row for each row of the data";
            case "V.npy" -> "factor, a row for each column of the data";
            case "E.npy" -> "sparse part of the residual";
            case "rowOffsets.npy", "rowOffsets-k.npy" -> "an offset for each row";
            case "columnOffsets.npy", "columnOffsets-k.npy" -> "an offset for each column";
            case "rowsWithoutData.npy", "columnsWithoutData.npy" ->
                    "1 for each row or column without data, 0 for the others";
            case "model.json" -> "what predict needs";
            case "report.json" -> "the certificate with all digits";
            case "path.json" -> "the certificates of all λ with all digits";
            case "path.csv" -> "a row for each λ";
            case "summary.csv" -> "a row for each job";
            case "batch.json" -> "the jobs of the batch, and its command";
            case "jobs.jsonl" -> "a line for each job, by which a batch goes on";
            case "rows.csv", "columns.csv" -> "names of rows or columns";
            default -> {
                if (name.endsWith(".png")) {
                    yield "picture";
                }
                yield name.matches("(W\\d+|U-k|V-k|W\\d+-k)\\.npy") ? "factor" : "";
            }
        };
    }
}
