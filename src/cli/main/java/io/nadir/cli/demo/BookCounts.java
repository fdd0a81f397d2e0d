package io.nadir.cli.demo;

import io.nadir.matrix.SparseMatrix;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** How often words occur in the books of the Bible: a row for each book. */
final class BookCounts {
    private final List<String> books = new ArrayList<>();
    private final Map<String, Integer> words = new LinkedHashMap<>();
    private final List<Integer> rows = new ArrayList<>();
    private final List<Integer> columns = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();

    private BookCounts() {}

    /** Reads the counts that come with the program. */
    static BookCounts read() throws IOException {
        try (InputStream in = BookCounts.class.getResourceAsStream("books.txt.gz")) {
            if (in == null) {
                throw new IllegalStateException("books.txt.gz is missing from this build");
            }
            BookCounts read = new BookCounts();
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read.add(line);
            }
            return read;
        }
    }

    /** Adds a book: its name, a tab, and words, each followed by its count unless that is 1. */
    private void add(String line) {
        String[] parts = line.split("\t", 2);
        books.add(parts[0]);
        String[] tokens = parts[1].split(" ", 0);
        for (int k = 0; k < tokens.length; k++) {
            int number = words.computeIfAbsent(tokens[k], word -> words.size());
            boolean counted = k + 1 < tokens.length && Character.isDigit(tokens[k + 1].charAt(0));
            rows.add(books.size() - 1);
            columns.add(number);
            counts.add(counted ? Integer.parseInt(tokens[++k]) : 1);
        }
    }

    /** The names of the rows. */
    List<String> books() {
        return books;
    }

    /** The names of the columns. */
    List<String> words() {
        return List.copyOf(words.keySet());
    }

    /** The counts, a row for each book and a column for each word; most are 0. */
    SparseMatrix matrix() {
        return SparseMatrix.copyOf(
                books.size(),
                words.size(),
                rows.stream().mapToInt(Integer::intValue).toArray(),
                columns.stream().mapToInt(Integer::intValue).toArray(),
                counts.stream().mapToDouble(Integer::intValue).toArray());
    }
}
