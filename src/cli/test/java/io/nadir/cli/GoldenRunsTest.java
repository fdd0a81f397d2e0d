package io.nadir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Golden runs: solves of every kind through the command line, whose results must have the bits that
 * are recorded in {@code src/cli/test/resources/golden/results.txt}. A change that is not meant to
 * change results leaves them as they are; one that is meant to records them anew, and the
 * difference of the two files shows what it changed.
 *
 * <p>A line of the record has the exit codes, the main figures, and 64 bits of the SHA-256 of each
 * file that was written. Pictures are left out; of JSON, so are times, dates, threads, versions,
 * paths of inputs, the names of kernels and the order of fields. The commands are in {@code
 * commands.txt} beside the record, and {@link GoldenData} writes their data, without the library:
 * nothing here knows a class of it but the entry to the command line, {@link Session}.
 *
 * <p>Without properties the runs are compared with the record of the repository. Then
 *
 * <pre>{@code
 * mvn -B -pl src/cli -am process-test-classes surefire:test@golden -Dnadir.golden=record
 * }</pre>
 *
 * writes it. With {@code -Dnadir.golden.file=FILE} another file is compared, or written with {@code
 * -Dnadir.golden=record} besides, and the runs use the kernels and the linear algebra that this
 * machine prefers: recorded before a change and compared after it, on one machine, it shows that
 * the vector kernels' bits are the same too. {@code -Dnadir.simd.bits=128} sets their width. What
 * is recorded is computed twice and must be the same both times. A record that is missing, or has
 * other runs than {@code commands.txt}, or was made with other settings, is a failure.
 *
 * <p>The record of the repository has to hold on every machine, so its virtual machine is one of
 * its own, with settings that leave nothing to the hardware (execution {@code golden} in {@code
 * pom.xml}):
 *
 * <ul>
 *   <li>Vector kernels add in an order that depends on the vector's width, and are chosen only
 *       where the processor has fused multiply-add: {@code nadir.kernels=scalar}.
 *   <li>JBLAS is native code, on some platforms only: {@code nadir.blas=ejml}, which is Java.
 *   <li>{@code Math.exp}, {@code log}, {@code pow}, {@code sin}, {@code cos} may be within one unit
 *       in the last place of the truth, and HotSpot has its own for each architecture: {@code
 *       -XX:DisableIntrinsic} leaves those of {@link StrictMath}, whose bits are specified. The
 *       first line of the record says whether they are in force, by comparison.
 *   <li>{@code Math.hypot}, {@code atan2}, {@code log1p} and {@code expm1} are {@code StrictMath}'s
 *       already; sums, products, square roots and {@code Math.fma}, in hardware or not, are exact
 *       to the last bit by the language, whatever the compiler makes of them; and seeded {@link
 *       java.util.Random} is specified.
 *   <li>Threads do not matter: results are the same for every number of them, here as everywhere.
 * </ul>
 */
@Tag("golden")
class GoldenRunsTest {
    private static final Path RESOURCES =
            Path.of(System.getProperty("basedir", ""), "test/resources/golden");

    private static final String MODE = System.getProperty("nadir.golden", "compare");
    private static final String FILE = System.getProperty("nadir.golden.file", "");

    /** What leaves nothing to the hardware. */
    private static final String PORTABLE =
            "settings: nadir.kernels=scalar nadir.blas=ejml nadir.simd.bits=null, portable"
                    + " elementary functions";

    private static final String ONE_THREAD = "-threads-1";
    private static final String TWO_THREADS = "-threads-2";
    private static final int LEAST_RUNS = 100;

    private static final GoldenRecord FOUND = new GoldenRecord(GoldenRecord.settingsHere());

    @TempDir private static Path directory;

    private static Path data;
    private static List<GoldenRun> runs;

    @BeforeAll
    static void prepare() throws IOException {
        Locale.setDefault(Locale.ROOT); // As the process does.
        data = Files.createDirectory(directory.resolve("data"));
        GoldenData.write(data);
        runs = GoldenRun.read(RESOURCES.resolve("commands.txt"));
    }

    @Test
    void theModeIsKnown() {
        assertThat(MODE).as("nadir.golden").isIn("compare", "record");
    }

    /** Otherwise every run would differ, and no line would say why. */
    @Test
    void theSettingsAreThoseOfTheRecord() throws IOException {
        requirePortableSettings();
        if (!isRecording()) {
            assertThat(FOUND.settings()).isEqualTo(record().settings());
        }
    }

    private static void requirePortableSettings() {
        if (FILE.isEmpty()) {
            assertThat(FOUND.settings())
                    .as("settings of this JVM, which surefire:test@golden sets")
                    .isEqualTo(PORTABLE);
        }
    }

    @Test
    void everyRunHasItsLine() throws IOException {
        assertThat(names()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(LEAST_RUNS);
        if (!isRecording()) {
            assertThat(record().names()).isEqualTo(names());
        }
    }

    @Test
    void threadsDoNotMatter() throws IOException {
        if (!isRecording()) {
            requireThreadsDoNotMatter(record());
        }
    }

    /** Two at a time, which changes no bit. */
    @TestFactory
    @Execution(CONCURRENT)
    Stream<DynamicTest> everyRunEndsWithTheBitsRecorded() {
        return runs.stream().map(run -> DynamicTest.dynamicTest(run.name(), () -> check(run)));
    }

    private static void check(GoldenRun run) throws IOException {
        String line = run.line(data, directory);
        String expected = isRecording() ? run.line(data, directory) : record().line(run.name());
        assertThat(line).isEqualTo(expected);
        FOUND.add(line);
    }

    /** Only a whole record replaces another, made with the right settings. */
    @AfterAll
    static void writeTheRecord() throws IOException {
        if (isRecording()) {
            assertThat(FOUND.names())
                    .as("runs that gave a line; the record is left as it was")
                    .containsExactlyInAnyOrderElementsOf(names());
            requirePortableSettings();
            requireThreadsDoNotMatter(FOUND);
            FOUND.write(file(), names());
        }
    }

    private static List<String> names() {
        return runs.stream().map(GoldenRun::name).toList();
    }

    /** The names of such runs differ in their ends only, and so do their commands. */
    private static void requireThreadsDoNotMatter(GoldenRecord record) {
        List<String> single = names().stream().filter(name -> name.endsWith(ONE_THREAD)).toList();
        assertThat(single).hasSizeGreaterThanOrEqualTo(3);
        for (String name : single) {
            String other = name.replace(ONE_THREAD, TWO_THREADS);
            assertThat(record.line(other)).isEqualTo(record.line(name).replace(name, other));
        }
    }

    private static boolean isRecording() {
        return MODE.equals("record");
    }

    private static GoldenRecord record() throws IOException {
        return GoldenRecord.read(file());
    }

    private static Path file() {
        return FILE.isEmpty() ? RESOURCES.resolve("results.txt") : Path.of(FILE);
    }
}
