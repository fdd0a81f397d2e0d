package io.nadir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The archive of loaded classes that the launcher keeps, with a java that prints its arguments. */
@Timeout(60)
class LauncherArchiveTest {
    private static final Path LAUNCHER = Path.of("../../nadir");

    private static final String WITH_ARCHIVE = "-XX:SharedArchiveFile=";

    /** Archives what it is asked to if its input has the size that its header says. */
    private static final String JAVA =
            """
            #!/bin/sh
            case "$*" in
                *ArchiveClassesAtExit*) [ "$(wc -c <y.npy)" -eq 896 ] && echo classes >classes.jsa ;;
                *) printf '%s\\n' "$@" ;;
            esac
            """;

    @TempDir private Path directory;

    private final Map<String, String> environment = new HashMap<>();

    private Path home;
    private Path target;

    /** An installation that is built, in a folder whose name has a blank. */
    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(directory.toRealPath().resolve("with a blank"));
        target = home.resolve("src/cli/target");
        Files.createDirectories(target.resolve("lib"));
        Path main = Files.createDirectories(home.resolve("src/cli/main"));
        Files.copy(LAUNCHER, home.resolve("nadir"), StandardCopyOption.COPY_ATTRIBUTES);
        List<Path> sources =
                List.of(Files.createFile(home.resolve("pom.xml")), main.resolve("../pom.xml"));
        Files.createFile(sources.getLast());
        for (Path source : sources) {
            Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        }
        Files.setLastModifiedTime(main, FileTime.from(Instant.EPOCH));
        Path jar = Files.createFile(target.resolve("nadir-cli.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH.plusSeconds(60)));
        environment.put("JAVA_HOME", jdk().toString());
    }

    private Path jdk() throws IOException {
        Path jdk = directory.resolve("jdk");
        Path bin = Files.createDirectories(jdk.resolve("bin"));
        for (String tool : new String[] {"java", "javac"}) {
            assertThat(Files.writeString(bin.resolve(tool), JAVA).toFile().setExecutable(true))
                    .isTrue();
        }
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
        return jdk;
    }

    @Test
    void archiveIsMadeByTheFirstCommandAndUsedByTheNext() throws Exception {
        assertThat(run()).noneMatch(word -> word.startsWith(WITH_ARCHIVE));
        Path archive = awaitArchive();
        assertThat(run()).contains(WITH_ARCHIVE + archive).endsWith("io.nadir.cli.Main", "info");
        environment.put("NADIR_CACHE", "off");
        assertThat(run()).noneMatch(word -> word.startsWith(WITH_ARCHIVE));
    }

    /** Java looks at the head of an archive only, and aborts where it meets the damage. */
    @ParameterizedTest
    @ValueSource(strings = {"classe5\n", "class", "classes\n\0", "\0"})
    void damagedArchiveIsNotUsedAndMadeAnew(String content) throws Exception {
        run();
        Path archive = awaitArchive();
        Files.writeString(archive, content);
        environment.put("CI", "true");
        assertThat(run()).noneMatch(word -> word.startsWith(WITH_ARCHIVE));
        assertThat(archive).hasContent(content);
        environment.remove("CI");
        assertThat(run()).noneMatch(word -> word.startsWith(WITH_ARCHIVE));
        assertThat(awaitArchiveOf("classes\n")).isEqualTo(archive);
        assertThat(run()).contains(WITH_ARCHIVE + archive);
    }

    @Test
    void archiveWithoutAChecksumIsNotUsed() throws Exception {
        run();
        Path archive = awaitArchive();
        Files.delete(archive.resolveSibling(archive.getFileName() + ".sum"));
        environment.put("CI", "true");
        assertThat(run()).noneMatch(word -> word.startsWith(WITH_ARCHIVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "a;b", "50%p", "a\nb"})
    void pathsMayHaveAnyCharacter(String name) throws Exception {
        Path moved = directory.resolve(name);
        Files.move(home, moved);
        home = moved.toRealPath();
        target = home.resolve("src/cli/target");
        run();
        String archive = awaitArchive().toString();
        assertThat(run()).contains(WITH_ARCHIVE + archive.lines().findFirst().orElseThrow());
    }

    @Test
    void archiveOlderThanTheJarIsNotUsed() throws Exception {
        run();
        Path archive = awaitArchive();
        Files.setLastModifiedTime(archive, FileTime.from(Instant.EPOCH));
        environment.put("CI", "true");
        assertThat(run()).noneMatch(word -> word.startsWith(WITH_ARCHIVE));
    }

    @Test
    void archiveThatCannotBeMadeIsTriedOnce() throws Exception {
        Files.writeString(directory.resolve("jdk/bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        run();
        assertThat(awaitArchive()).isEmptyFile();
        assertThat(run()).noneMatch(word -> word.startsWith(WITH_ARCHIVE));
    }

    @Test
    void archiveOfACommandThatFailedIsNotUsed() throws Exception {
        String failing =
                JAVA.replace("echo classes >classes.jsa", "echo part >classes.jsa && exit 3");
        Files.writeString(directory.resolve("jdk/bin/java"), failing);
        run();
        assertThat(awaitArchive()).isEmptyFile();
    }

    /** A move to a full disk leaves a part of the file. */
    @Test
    void archiveThatDoesNotFitOnTheDiskLeavesNothing() throws Exception {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        Files.writeString(
                tools.resolve("mv"),
                """
                #!/bin/sh
                case $3 in *.jsa.*) echo part >"$3" && exit 1 ;; esac
                exec /bin/mv "$@"
                """);
        assertThat(tools.resolve("mv").toFile().setExecutable(true)).isTrue();
        environment.put("PATH", tools + ":" + System.getenv("PATH"));
        run();
        Path archive = awaitArchive();
        assertThat(archive).isEmptyFile();
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.matches(".*jsa\\.\\d+"));
        }
    }

    @Test
    void anArchiveOfTheUserTakesItsPlace() throws Exception {
        run();
        awaitArchive();
        for (String option : List.of("SharedArchiveFile", "AOTCache")) {
            environment.put("NADIR_JAVA_OPTS", "-XX:" + option + "=own.file");
            assertThat(run())
                    .filteredOn(word -> word.contains("ArchiveFile") || word.contains("AOT"))
                    .allMatch(word -> word.endsWith("=own.file"));
        }
    }

    /** The archive, as soon as there is one. */
    private Path awaitArchive() throws IOException, InterruptedException {
        return awaitArchive(archive -> true);
    }

    private Path awaitArchiveOf(String content) throws IOException, InterruptedException {
        byte[] expected = content.getBytes(StandardCharsets.UTF_8);
        return awaitArchive(archive -> Arrays.equals(Files.readAllBytes(archive), expected));
    }

    /** What is true of a file. */
    private interface FileTest {
        boolean test(Path file) throws IOException;
    }

    private Path awaitArchive(FileTest wanted) throws IOException, InterruptedException {
        try (WatchService changes = target.getFileSystem().newWatchService()) {
            target.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
            while (true) {
                try (Stream<Path> files = Files.list(target)) {
                    List<Path> found =
                            files.filter(file -> file.toString().endsWith(".jsa")).toList();
                    if (!found.isEmpty() && wanted.test(found.getFirst())) {
                        return found.getFirst();
                    }
                }
                WatchKey change = changes.poll(1, TimeUnit.SECONDS);
                if (change != null) {
                    change.reset();
                }
            }
        }
    }

    /** The words that Java was given. */
    private List<String> run() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", home.resolve("nadir").toString(), "info");
        builder.environment().keySet().removeAll(List.of("CI", "NADIR_CACHE", "NADIR_JAVA_OPTS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return words.lines().toList();
    }
}
