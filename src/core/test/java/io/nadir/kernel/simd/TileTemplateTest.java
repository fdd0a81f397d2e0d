package io.nadir.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares the sources of the register tiles with what their templates write. After a change of a
 * template, or of a shape in {@link Tuning},
 *
 * <pre>
 * mvn -B -pl src/core process-test-classes surefire:test@default-test -Dtest=TileTemplateTest -Dnadir.tiles=write
 * </pre>
 *
 * writes them anew.
 */
class TileTemplateTest {
    private static final String MODE = System.getProperty("nadir.tiles", "compare");
    private static final String COMMAND =
            "mvn -B -pl src/core process-test-classes surefire:test@default-test"
                    + " -Dtest=TileTemplateTest -Dnadir.tiles=write";
    private static final Path SOURCES =
            Path.of(System.getProperty("basedir", "."), "main/java/io/nadir/kernel/simd");

    /** A source file, with the text that its template has for it. */
    record Source(String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Source> sources() {
        return List.of(
                new Source("RowTile", new RowTileTemplate().text()),
                new Source("ColumnTile", new ColumnTileTemplate().text()),
                new Source("FloatTile", new FloatTileTemplate().text()),
                new Source("SparseTile", new SparseTileTemplate().text()),
                narrow(false),
                narrow(true));
    }

    private static Source narrow(boolean floats) {
        NarrowTileTemplate template = new NarrowTileTemplate(floats);
        return new Source(template.name(), template.text());
    }

    @ParameterizedTest
    @MethodSource("sources")
    void theSourceIsWhatItsTemplateWrites(Source source) throws IOException {
        assertThat(MODE).as("nadir.tiles").isIn("compare", "write");
        Path file = SOURCES.resolve(source.name() + ".java");
        if (MODE.equals("write")) {
            Files.writeString(file, source.text());
        }
        assertThat(file).as("to write it anew: " + COMMAND).hasContent(source.text());
    }
}
