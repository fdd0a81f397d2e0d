package io.nadir.kernel.blas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a JVM of its own ended, and what it wrote.
 *
 * @param exit its exit code
 * @param out lines of standard output
 * @param err standard error
 */
record OwnJvm(int exit, List<String> out, String err) {

    /**
     * Runs a JVM to its end.
     *
     * @param directory where its output is kept; where dynamic libraries are looked for first
     * @param temporary its directory for temporary files
     * @param arguments of {@code java}
     */
    static OwnJvm run(Path directory, Path temporary, String... arguments)
            throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(
                                Stream.concat(
                                                Stream.of(java, "-Djava.io.tmpdir=" + temporary),
                                                Stream.of(arguments))
                                        .toList())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("LD_LIBRARY_PATH", directory.toString());
        int exit = builder.start().waitFor();
        return new OwnJvm(exit, Files.readAllLines(out), Files.readString(err));
    }
}
