package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Holds the documentation to what is compiled and run. */
class ReadmeTest {
    private static final Path TOP = Path.of("../..");

    /** Compiled and run against the installed library by the build, in both of its consumers. */
    private static final Path COMPILED = Path.of("consumers/java/embedder/Readme.java");

    private static final Pattern JAVA = Pattern.compile("(?ms)^```java$(.*?)^```$");

    @ParameterizedTest
    @CsvSource({"README.md, 2", "native-notes/embedding.md, 1"})
    void theConsumersCompileEveryBlockOfJava(Path page, int count) throws IOException {
        String text = Files.readString(TOP.resolve(page));
        List<String> blocks = JAVA.matcher(text).results().map(this::block).toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(count);
        String compiled = withoutWhitespace(Files.readString(COMPILED));
        assertThat(blocks).allSatisfy(block -> assertThat(compiled).contains(block));
    }

    private String block(MatchResult result) {
        return withoutWhitespace(result.group(1));
    }

    /** Indentation and line breaks are the formatter's. */
    private static String withoutWhitespace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
