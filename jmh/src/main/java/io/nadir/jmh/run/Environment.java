package io.nadir.jmh.run;

import com.sun.management.HotSpotDiagnosticMXBean;

import io.nadir.jmh.peers.Peers;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.LinearAlgebra;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine and the virtual machine that the benchmarks run on. It describes the forks, whose
 * flags decide which kernels are chosen, and therefore runs in a process with those flags.
 */
final class Environment {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String UNKNOWN = "unknown";

    private Environment() {}

    /** Describes a virtual machine with these flags. */
    static ObjectNode of(List<String> jvmArgs) throws IOException, InterruptedException {
        Path file = Files.createTempFile("environment", ".json");
        try {
            Process process =
                    new ProcessBuilder(command(jvmArgs, file))
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.INHERIT)
                            .start();
            if (process.waitFor() != 0) {
                throw new IOException("no virtual machine starts with the flags " + jvmArgs);
            }
            return (ObjectNode) JSON.readTree(Files.readAllBytes(file));
        } finally {
            Files.delete(file);
        }
    }

    /** Writes the description of this process to the file named by the only argument. */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), describe().toString());
    }

    private static List<String> command(List<String> jvmArgs, Path file) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArgs);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Environment.class.getName());
        command.add(file.toString());
        return command;
    }

    /** Describes this process and the machine under it. */
    static ObjectNode describe() throws IOException {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        ObjectNode out = JSON.createObjectNode();
        out.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        out.put("cpu", cpuModel());
        out.put("cores", Runtime.getRuntime().availableProcessors());
        out.set("caches", caches());
        out.put("governor", governor());
        out.put("loadAverage", loadAverage());
        out.put(
                "os",
                property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        out.put("jvm", runtime.getVmName() + " " + runtime.getVmVersion());
        out.put("jvmFlags", String.join(" ", runtime.getInputArguments()));
        out.put("useAvx", flag("UseAVX"));
        out.put("kernels", Kernels.describe());
        out.put("linearAlgebra", LinearAlgebra.get().reason());
        ObjectNode peers = out.putObject("peers");
        Peers.NAMES.forEach(name -> peers.put(name, Peers.named(name).describe()));
        return out;
    }

    /** Work of the last minute on the whole machine, in processors. */
    static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** How Linux chooses the clock of the first core; virtual machines mostly do not tell. */
    private static String governor() throws IOException {
        Path file = Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
        return Files.isReadable(file) ? Files.readString(file).strip() : UNKNOWN;
    }

    private static String property(String name) {
        return System.getProperty(name, UNKNOWN);
    }

    /** A flag of HotSpot; other virtual machines and processors do not have it. */
    private static String flag(String name) {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption(name)
                    .getValue();
        } catch (IllegalArgumentException absent) {
            return UNKNOWN;
        }
    }

    private static String cpuModel() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return UNKNOWN;
        }
        try (Stream<String> lines = Files.lines(info)) {
            Optional<String> model =
                    lines.filter(line -> line.startsWith("model name")).findFirst();
            return model.map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(UNKNOWN);
        }
    }

    /** Size by level and type, of the first core, where Linux tells. */
    private static ObjectNode caches() throws IOException {
        ObjectNode out = JSON.createObjectNode();
        Path directory = Path.of("/sys/devices/system/cpu/cpu0/cache");
        if (!Files.isDirectory(directory)) {
            return out;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> indices =
                    entries.filter(entry -> Files.isReadable(entry.resolve("size")))
                            .sorted(Comparator.naturalOrder())
                            .toList();
            for (Path index : indices) {
                String name = "L" + line(index, "level") + " " + line(index, "type");
                out.put(name, line(index, "size"));
            }
        }
        return out;
    }

    private static String line(Path directory, String file) throws IOException {
        return Files.readString(directory.resolve(file)).strip();
    }
}
