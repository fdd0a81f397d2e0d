package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the documentation to what is compiled and run. */
class ReadmeTest {
    private static final Path TOP = Path.of("../..");

    /** Compiled and run against the installed library by the build, in both of its consumers. */
    private static final Path COMPILED = Path.of("consumers");

    private static final Pattern JAVA = Pattern.compile("(?ms)^```java$(.*?)^```$");
    private static final Pattern XML = Pattern.compile("(?ms)^```xml$(.*?)^```$");
    private static final Pattern PROPERTY = Pattern.compile("@([^@]*version)@");

    /** Each block, whole, in one of the files: it may begin and end anywhere in it. */
    @ParameterizedTest
    @CsvSource({"README.md, 2", "native-notes/embedding.md, 1", "native-notes/extending.md, 39"})
    void theConsumersCompileEveryBlockOfJava(Path page, int count) throws IOException {
        String text = Files.readString(TOP.resolve(page));
        List<String> blocks = blocks(JAVA, text);
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(count).noneMatch(String::isEmpty);
        assertEachIsInOneOf(blocks, consumers(".java"));
    }

    /** Groups, names and versions included. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "native-notes/embedding.md"})
    void theConsumersHaveEveryDependency(Path page) throws IOException {
        List<String> blocks = blocks(XML, Files.readString(TOP.resolve(page)));
        assertThat(blocks).isNotEmpty();
        String parent = Files.readString(TOP.resolve("pom.xml"));
        List<String> poms =
                consumers("pom.xml").stream()
                        .map(pom ->
                                PROPERTY.matcher(pom)
                                        .replaceAll(name -> property(parent, name.group(1))))
                        .toList();
        assertEachIsInOneOf(blocks, poms);
    }

    private static String property(String pom, String name) {
        String element = name.equals("project.version") ? "version" : name;
        Matcher value = Pattern.compile("<" + element + ">(.*?)</").matcher(pom);
        assertThat(value.find()).as(name).isTrue();
        return value.group(1);
    }

    private static List<String> blocks(Pattern fence, String page) {
        return fence.matcher(page)
                .results()
                .map(block -> withoutWhitespace(block.group(1)))
                .toList();
    }

    private static void assertEachIsInOneOf(List<String> blocks, List<String> files) {
        assertThat(blocks)
                .allSatisfy(block ->
                        assertThat(files).as(block).anyMatch(file -> file.contains(block)));
    }

    private static List<String> consumers(String end) throws IOException {
        try (Stream<Path> files = Files.walk(COMPILED)) {
            return files.filter(file -> file.toString().endsWith(end))
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

    /** Indentation and line breaks are the formatter's. */
    private static String withoutWhitespace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
