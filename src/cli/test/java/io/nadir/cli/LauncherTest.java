package io.nadir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which JDK the launcher finds, on a machine that is a directory. */
@Timeout(60)
class LauncherTest {
    private static final Path LAUNCHER = Path.of("../../nadir");

    /** Absolute directories that the launcher searches: words, or defaults of variables. */
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?<=[\\s-])/(?=(?:usr/l|opt/|home/|Library/))");

    private static final Pattern SEARCH = Pattern.compile("(?s)for candidate in (.*?); do");

    /** Of the user. */
    private static final String HOME = "home/user";

    @TempDir private Path machine;

    private final Map<String, String> environment = new HashMap<>();

    private Path launcher;

    /** The launcher with the machine's root in its paths, and with the tools that it calls. */
    @BeforeEach
    void makeMachine() throws IOException {
        machine = machine.toRealPath();
        String script =
                ABSOLUTE.matcher(Files.readString(LAUNCHER))
                        .replaceAll(Matcher.quoteReplacement(machine + "/"));
        launcher = Files.writeString(machine.resolve("nadir"), script);
        Path tools = Files.createDirectories(machine.resolve("bin"));
        for (String tool : new String[] {"dirname", "readlink", "sed"}) {
            Path file = tools.resolve(tool);
            Files.writeString(file, "#!/bin/sh\nexec '" + onPath(tool) + "' \"$@\"\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", machine.resolve(HOME).toString());
    }

    private static Path onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** What this test stands on: no JDK of the real machine is in sight. */
    @Test
    void everyAbsolutePathIsMoved() throws IOException {
        Matcher search = SEARCH.matcher(Files.readString(launcher));
        assertThat(search.find()).isTrue();
        assertThat(search.group(1).replace(machine + "/", ""))
                .contains("usr/lib/jvm/*")
                .doesNotContainPattern("[\\s-]/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usr/lib/jvm/temurin-25",
                "usr/lib64/jvm/java-25-openjdk",
                "opt/java/openjdk",
                "opt/jdk-25",
                "opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home",
                "usr/local/opt/openjdk/libexec/openjdk.jdk/Contents/Home",
                "home/linuxbrew/.linuxbrew/opt/openjdk/libexec",
                "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
                HOME + "/Library/Java/JavaVirtualMachines/corretto-25/Contents/Home",
                HOME + "/.local/share/mise/installs/java/temurin-25.0.3",
                HOME + "/.asdf/installs/java/zulu-25.28.85",
                HOME + "/.sdkman/candidates/java/25.0.3-tem",
                HOME + "/.jenv/versions/25",
                HOME + "/.jabba/jdk/25",
                HOME + "/.jdks/temurin-25.0.3",
                HOME + "/.gradle/jdks/eclipse_adoptium-25-amd64-linux",
                HOME + "/.gradle/jdks/eclipse_adoptium-25-aarch64-os_x/Contents/Home",
                HOME + "/.m2/jdks/jdk-25"
            })
    void everyUsualPlaceIsSearched(String place) throws IOException, InterruptedException {
        Path jdk = jdk(place, "25.0.3");
        assertThat(find()).isEqualTo(jdk.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "SDKMAN_DIR, candidates/java/25.0.3-tem",
        "MISE_DATA_DIR, installs/java/25",
        "XDG_DATA_HOME, mise/installs/java/25",
        "ASDF_DATA_DIR, installs/java/25",
        "JENV_ROOT, versions/25",
        "HOMEBREW_PREFIX, opt/openjdk/libexec",
        "JAVA25_HOME, ''"
    })
    void variablesSayWhereElse(String variable, String place)
            throws IOException, InterruptedException {
        environment.put(variable, machine.resolve("elsewhere").toString());
        Path jdk = jdk("elsewhere/" + place, "25.0.3");
        assertThat(find()).startsWith(jdk.toString());
    }

    @Test
    void javaOnThePathIsFoundBehindItsLinks() throws IOException, InterruptedException {
        Path jdk = jdk("somewhere/jdk", "25");
        Path alternative = machine.resolve("java-alternative");
        Files.createSymbolicLink(alternative, jdk.resolve("bin/java"));
        Files.createSymbolicLink(machine.resolve("bin/java"), alternative);
        assertThat(find()).isEqualTo(jdk.toString());
    }

    @Test
    void theTestedVersionIsPreferredToNewerOnes() throws IOException, InterruptedException {
        jdk("usr/lib/jvm/temurin-26", "26.0.1");
        Path tested = jdk(HOME + "/.sdkman/candidates/java/25.0.3-tem", "25.0.3");
        assertThat(find()).isEqualTo(tested.toString());
    }

    @Test
    void theOldestNewerVersionServes() throws IOException, InterruptedException {
        jdk("usr/lib/jvm/temurin-27", "27-ea");
        Path oldest = jdk(HOME + "/.asdf/installs/java/zulu-26", "26.0.1");
        jdk(HOME + "/.jdks/openjdk-100", "100");
        jdk("usr/lib/jvm/temurin-24", "24.0.2");
        assertThat(find()).isEqualTo(oldest.toString());
    }

    @Test
    void javaHomeComesFirstIfItIsNewEnough() throws IOException, InterruptedException {
        Path tested = jdk("usr/lib/jvm/temurin-25", "25.0.3");
        Path wanted = jdk("wanted", "26");
        environment.put("JAVA_HOME", wanted.toString());
        assertThat(find()).isEqualTo(wanted.toString());
        environment.put("JAVA_HOME", jdk("old", "21.0.8").toString());
        assertThat(find()).isEqualTo(tested.toString());
    }

    @Test
    void whatIsNoJdkOfThatVersionIsRefused() throws IOException, InterruptedException {
        jdk("usr/lib/jvm/temurin-21", "21.0.8");
        jdk("usr/lib/jvm/java-8", "1.8.0_462");
        Files.delete(jdk("usr/lib/jvm/jre-25", "25.0.3").resolve("bin/javac"));
        Files.writeString(jdk("usr/lib/jvm/unnamed", "25").resolve("release"), "SOURCE=\"\"\n");
        Process process = start();
        assertThat(text(process.getErrorStream().readAllBytes()))
                .isEqualTo(
                        "nadir: no JDK 25 or newer found: install one (tested with 25, for example"
                                + " Eclipse Temurin) or set JAVA_HOME to it\n");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    /** Makes something that looks like a JDK. */
    private Path jdk(String place, String version) throws IOException {
        Path home = machine.resolve(place);
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (String tool : new String[] {"java", "javac"}) {
            assertThat(Files.createFile(bin.resolve(tool)).toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** What the launcher prints, and nothing else. */
    private String find() throws IOException, InterruptedException {
        Process process = start();
        String found = text(process.getInputStream().readAllBytes());
        assertThat(text(process.getErrorStream().readAllBytes())).isEmpty();
        assertThat(process.waitFor()).isZero();
        return found.strip();
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", launcher.toString(), "--find-jdk");
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
