package io.nadir.spark;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster of Spark on this machine: a master and workers, each a process of its own, whose
 * executors are processes, too. They talk over the loopback interface.
 */
final class LoopbackCluster implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    /** Flags for a short start: most of it is the loading of Spark's classes. */
    private static final List<String> QUICK =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-BytecodeVerificationRemote");

    private final Path home;
    private final Process master;
    private final List<Process> workers = new ArrayList<>();
    private final int port;

    /** Starts a master, and workers that have registered with it. */
    LoopbackCluster(Path home, int workerCount) throws IOException, InterruptedException {
        this.home = home;
        Files.createDirectories(home.resolve("jars"));
        this.port = freePort();
        Path log = home.resolve("master.log");
        this.master =
                start(
                        log,
                        List.of(
                                "org.apache.spark.deploy.master.Master",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--webui-port",
                                "0"));
        await(log, "I have been elected leader", 1);
        for (int i = 0; i < workerCount; i++) {
            workers.add(
                    start(
                            home.resolve("worker" + i + ".log"),
                            List.of(
                                    "org.apache.spark.deploy.worker.Worker",
                                    "--host",
                                    "127.0.0.1",
                                    "--webui-port",
                                    "0",
                                    "--cores",
                                    "1",
                                    "--memory",
                                    "1g",
                                    "--work-dir",
                                    home.resolve("work" + i).toString(),
                                    url())));
        }
        await(log, "Registering worker", workerCount);
    }

    /** Options of executors, which get the kernels of this process. */
    static String executorOptions() {
        String kernels = System.getProperty("nadir.kernels");
        return "--add-modules=jdk.incubator.vector "
                + String.join(" ", QUICK)
                + (kernels == null ? "" : " -XX:TieredStopAtLevel=1 -Dnadir.kernels=" + kernels);
    }

    String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Ends a worker and its executors at once, without a chance to say so. */
    void kill(int worker) {
        Process process = workers.get(worker);
        List<ProcessHandle> executors = process.descendants().toList();
        process.destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    private Process start(Path log, List<String> command) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx256m");
        words.addAll(QUICK);
        words.add("-XX:TieredStopAtLevel=1");
        words.add("-Dlog4j2.configurationFile=cluster-log4j2.properties");
        words.addAll(moduleOptions());
        words.addAll(List.of("-cp", classPath()));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        Map<String, String> environment = builder.environment();
        environment.put("SPARK_HOME", home.toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("SPARK_DIST_CLASSPATH", classPath());
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        return builder.start();
    }

    /** That of this process, for processes with other working directories. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What Spark needs of this Java, as this process has it. */
    static List<String> moduleOptions() {
        try (Stream<String> all =
                java.lang.management.ManagementFactory.getRuntimeMXBean()
                        .getInputArguments()
                        .stream()) {
            return all.filter(word ->
                            word.startsWith("--add-opens")
                                    || word.startsWith("--sun-misc")
                                    || word.startsWith("-Dio.netty"))
                    .toList();
        }
    }

    private static void await(Path log, String line, int times)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            if (Files.exists(log)) {
                try (Stream<String> lines = Files.lines(log)) {
                    if (lines.filter(each -> each.contains(line)).count() >= times) {
                        return;
                    }
                }
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException(
                "no \"" + line + "\" in " + log + ": " + Files.readString(log));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        Stream.concat(workers.stream(), Stream.of(master))
                .forEach(process -> {
                    List<ProcessHandle> executors = process.descendants().toList();
                    process.destroyForcibly();
                    executors.forEach(ProcessHandle::destroyForcibly);
                });
    }
}
