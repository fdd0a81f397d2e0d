package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the documentation to what is compiled and run. */
class ReadmeTest {
    private static final Path TOP = Path.of("../..");

    /** Compiled and run against the installed library by the build, in both of its consumers. */
    private static final Path COMPILED = Path.of("consumers");

    private static final Pattern JAVA = Pattern.compile("(?ms)^```java$(.*?)^```$");

    /** Each block, whole, in one of the files: it may begin and end anywhere in it. */
    @ParameterizedTest
    @CsvSource({"README.md, 2", "native-notes/embedding.md, 1", "native-notes/extending.md, 39"})
    void theConsumersCompileEveryBlockOfJava(Path page, int count) throws IOException {
        String text = Files.readString(TOP.resolve(page));
        List<String> blocks = JAVA.matcher(text).results().map(this::block).toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(count).noneMatch(String::isEmpty);
        List<String> compiled = compiled();
        assertThat(blocks)
                .allSatisfy(block ->
                        assertThat(compiled).as(block).anyMatch(file -> file.contains(block)));
    }

    private static List<String> compiled() throws IOException {
        try (Stream<Path> files = Files.walk(COMPILED)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ReadmeTest::read)
                    .map(ReadmeTest::withoutWhitespace)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String block(MatchResult result) {
        return withoutWhitespace(result.group(1));
    }

    /** Indentation and line breaks are the formatter's. */
    private static String withoutWhitespace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
