package io.nadir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.nadir.cli.picture.PictureWarmUp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What takes a process of its own: signals, the limits of memory, and arguments of Java. */
@Timeout(300)
class ProcessTest {

    /** What the launcher passes to Java, as an argument of Java. */
    private static final Path LAUNCHER_ARGUMENTS = Path.of("main/launcher/java.args");

    private static final String WARM_UP = PictureWarmUp.class.getName();

    /** What the warm-up runs on its thread. */
    private static final String WARM_UP_THREAD = WARM_UP + "$$Lambda";

    /** A signal, with its number, which is the same on all systems. */
    enum Signal {
        HUP(1),
        INT(2),
        TERM(15);

        private final int number;

        Signal(int number) {
            this.number = number;
        }

        int exitCode() {
            return 128 + number;
        }

        void sendTo(Process process) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        /**
         * This signal, or TERM where this process ignores it, and so do its children: Ctrl-C of
         * what runs in the background, for one.
         */
        Signal heard() throws IOException {
            Path status = Path.of("/proc/self/status");
            if (!Files.exists(status)) {
                return this;
            }
            String mask =
                    Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("SigIgn:"))
                            .map(line -> line.substring(7).trim())
                            .findFirst()
                            .orElse("0");
            boolean ignored = (Long.parseUnsignedLong(mask, 16) & 1L << (number - 1)) != 0;
            return ignored ? TERM : this;
        }
    }

    @TempDir private Path directory;

    @Test
    @Execution(CONCURRENT)
    void interruptWritesTheBestPoint() throws IOException, InterruptedException {
        Path matrix = Session.writeMatrix(directory.resolve("y.npy"), 400, 300, 150);
        Path out = directory.resolve("out");
        Path state = directory.resolve("state");
        Process process;
        try (WatchService changes = directory.getFileSystem().newWatchService()) {
            directory.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
            process =
                    start(
                            List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"),
                            "solve",
                            matrix,
                            "--lambda=0.2",
                            "--descent=proximal-gradient",
                            "--gap=1e-14",
                            "--checkpoint",
                            state,
                            "--checkpoint-interval=0.01",
                            "--out",
                            out);
            // The first checkpoint shows that the solve has begun; its end is far away by then.
            while (!Files.exists(state)) {
                assertThat(process.isAlive()).isTrue();
                WatchKey change = changes.poll(1, TimeUnit.SECONDS);
                if (change != null) {
                    change.reset();
                }
            }
        }
        Signal signal = Signal.INT.heard();
        signal.sendTo(process);
        assertThat(output(process)).contains("interrupted");
        assertThat(process.waitFor()).isEqualTo(signal.exitCode());
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "U.npy", "V.npy", "model.json", "report.json", "convergence.png");
    }

    /** A second Ctrl-C does not cut off what the first one has begun; a terminal may go, too. */
    @ParameterizedTest
    @ValueSource(strings = {"INT INT", "HUP", "TERM INT HUP"})
    @Execution(CONCURRENT)
    void anySignalsEndAPathInOrder(String signals) throws IOException, InterruptedException {
        List<Signal> sent = new ArrayList<>();
        for (String name : signals.split(" ", -1)) {
            sent.add(Signal.valueOf(name).heard());
        }
        Path matrix = Session.writeMatrix(directory.resolve("y.npy"), 500, 400, 200);
        Path out = directory.resolve("out");
        Process process =
                start(
                        List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"),
                        "path",
                        matrix,
                        "--lambdas=1000,0.1",
                        "--loss=huber:0.05",
                        "--gap=1e-14",
                        "--out",
                        out);
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        String line = said.readLine();
        while (line != null && !line.startsWith("λ 1 of 2: ")) {
            all.append(line).append('\n');
            line = said.readLine();
        }
        assertThat(line).as(all.toString()).isNotNull();
        for (Signal signal : sent) {
            signal.sendTo(process);
        }
        said.lines().forEach(rest -> all.append(rest).append('\n'));
        // Which of two comes first is for the virtual machine to say.
        assertThat(process.waitFor())
                .as(all.toString())
                .isIn(sent.stream().map(Signal::exitCode).toList());
        assertThat(all).containsOnlyOnce("nadir: interrupted: 1 of 2 λ are solved");
        assertThat(out.toFile().list())
                .contains("U-1.npy", "V-1.npy", "path.json", "path.png")
                .noneMatch(name -> name.startsWith("."));
    }

    @Test
    @Execution(CONCURRENT)
    void aMatrixBeyondTheHeapIsRefused() throws IOException, InterruptedException {
        Path matrix = Session.writeNpy(directory.resolve("y.npy"), 4000, 0);
        try (RandomAccessFile file = new RandomAccessFile(matrix.toFile(), "rw")) {
            byte[] header = new byte[(int) file.length()];
            file.readFully(header);
            String large =
                    new String(header, StandardCharsets.ISO_8859_1)
                            .replace("(4000, 0), }   ", "(4000, 4000), }");
            file.seek(0);
            file.write(large.getBytes(StandardCharsets.ISO_8859_1));
            file.setLength(header.length + 4000L * 4000 * Double.BYTES); // Takes no disk.
        }
        Path out = directory.resolve("out");
        Process process = start(List.of("-Xmx32m"), "solve", matrix, "--lambda=1", "--out", out);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(output(process))
                .contains("y.npy: the matrix takes 0.119 GiB, more than the heap")
                .contains("NADIR_JAVA_OPTS=-Xmx")
                .doesNotContain("\tat ");
        assertThat(out).doesNotExist();
    }

    /** Whoever asks for threads that are not there would wait for their effect. */
    @Test
    @Execution(CONCURRENT)
    void threadsThatTheLinearAlgebraLacksAreSaidToBeIgnored()
            throws IOException, InterruptedException {
        Process process =
                start(
                        List.of(
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-Dnadir.blas=java",
                                "-Dnadir.blas.threads=4"),
                        "info");
        String ignored = "nadir.blas=java; nadir.blas.threads=4 is ignored: EJML has one thread\n";
        assertThat(output(process))
                .containsPattern("nadir: linear algebra: EJML .*" + ignored)
                .containsPattern("algebra +EJML .*" + ignored);
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x"})
    @Execution(CONCURRENT)
    void threadsOfALinearAlgebraThatAreNoNumberAreRefused(String threads)
            throws IOException, InterruptedException {
        Path matrix = Session.writeMatrix(directory.resolve("y.npy"), 6, 5, 1);
        Path out = directory.resolve("out");
        Process process =
                start(
                        List.of(
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-Dnadir.blas.threads=" + threads),
                        "solve",
                        matrix,
                        "--lambda=1",
                        "--out",
                        out);
        assertThat(output(process))
                .contains(
                        "nadir: nadir.blas.threads="
                                + threads
                                + ": must be a whole number of at least 1\n");
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    /** Before the solve, and only where there is no room. */
    @Test
    @Execution(CONCURRENT)
    void aProofBeyondTheHeapIsRefused() throws IOException, InterruptedException {
        // Just too small for a proof in float32, which takes half as much.
        Path matrix = Session.writeMatrix(directory.resolve("y.npy"), 1000, 990, 1);
        Path out = directory.resolve("out");
        Object[] solve = {"solve", matrix, "--lambda=30", "--evidence=proved", "--out", out};
        List<String> flags = List.of("--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC");
        Process refused = start(with(flags, "-Xmx30m"), solve);
        assertThat(output(refused))
                .contains(
                        "--evidence = PROVED, allowed is PROBABLE: beside the data, a proof needs")
                .contains("2 times 8 MiB in one piece; of a heap of at most")
                .contains("NADIR_JAVA_OPTS=-Xmx");
        assertThat(refused.waitFor()).isEqualTo(2);
        assertThat(out).doesNotExist();
        Process allowed = start(with(flags, "-Xmx128m"), solve);
        assertThat(output(allowed)).contains("Global minimum, proved");
        assertThat(allowed.waitFor()).isZero();
    }

    private static List<String> with(List<String> flags, String flag) {
        List<String> all = new ArrayList<>(flags);
        all.add(flag);
        return all;
    }

    @Test
    @Execution(CONCURRENT)
    void theArgumentsOfTheLauncherChangeNoResult() throws IOException, InterruptedException {
        Path matrix = Session.writeMatrix(directory.resolve("y.npy"), 200, 150, 12);
        Path plain = solve("plain", List.of("--add-modules", "jdk.incubator.vector"), matrix);
        Path launched = solve("launched", List.of("@" + LAUNCHER_ARGUMENTS), matrix);
        for (String factor : List.of("U.npy", "V.npy")) {
            assertThat(launched.resolve(factor)).hasSameBinaryContentAs(plain.resolve(factor));
        }
    }

    /** Java ignores rules for classes that do not exist. */
    @Test
    @Execution(CONCURRENT)
    void theArgumentsOfTheLauncherNameKernels() throws IOException, ClassNotFoundException {
        Matcher rules =
                Pattern.compile("CompileCommand=\\w+,([\\w.]+)::")
                        .matcher(Files.readString(LAUNCHER_ARGUMENTS));
        int count = 0;
        while (rules.find()) {
            Class.forName(rules.group(1));
            count++;
        }
        assertThat(count).isPositive();
    }

    /** Only what draws a picture in the end prepares one. */
    @Test
    @Execution(CONCURRENT)
    void whatDrawsNothingPreparesNoPicture() throws IOException, InterruptedException {
        Path matrix = Session.writeMatrix(directory.resolve("y.npy"), 40, 30, 2);
        Path out = directory.resolve("out");
        Object[] solve = {"solve", matrix, "--lambda=0.5", "--out", out};
        assertThat(classesOf(2, solve)).contains(WARM_UP_THREAD);
        assertThat(classesOf(1, solve)).doesNotContain(WARM_UP_THREAD);
        assertThat(
                        classes(
                                2,
                                Several.class,
                                "solve " + matrix + " --lambda=0.5 --gap=-1",
                                "info",
                                "--help",
                                "--nonsense"))
                .contains("io.nadir.cli.command.SolveCommand", "io.nadir.cli.command.InfoCommand")
                .doesNotContain(WARM_UP);
    }

    /** Runs commands one after the other in one process. */
    static final class Several {
        private Several() {}

        /** Runs each argument as a command, of words between blanks. */
        public static void main(String[] commands) {
            for (String command : commands) {
                Session.run((Object[]) command.split(" ", -1));
            }
        }
    }

    private String classesOf(int processors, Object... arguments)
            throws IOException, InterruptedException {
        return classes(processors, Main.class, arguments);
    }

    /** Names of the classes that a program loads with so many processors, among other words. */
    private String classes(int processors, Class<?> program, Object... arguments)
            throws IOException, InterruptedException {
        Path log = directory.resolve("classes.log");
        List<String> flags =
                List.of(
                        "-XX:ActiveProcessorCount=" + processors,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xlog:class+load:file=" + log);
        Process process = start(flags, program, arguments);
        assertThat(output(process)).doesNotContain("Exception");
        process.waitFor();
        assertThat(log).content().contains(Main.class.getName());
        return Files.readString(log);
    }

    /** Solves with some flags of Java, and returns where the results are. */
    private Path solve(String name, List<String> flags, Path matrix)
            throws IOException, InterruptedException {
        Path out = directory.resolve(name);
        Process process =
                start(flags, "solve", matrix, "--lambda=0.5", "--no-pictures", "--out", out);
        assertThat(output(process)).containsOnlyOnce("Global minimum").doesNotContain("Compile");
        assertThat(process.waitFor()).isZero();
        return out;
    }

    static Process start(List<String> flags, Object... arguments) throws IOException {
        return start(flags, Main.class, arguments);
    }

    private static Process start(List<String> flags, Class<?> program, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
