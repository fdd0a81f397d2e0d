package embedder;

import io.nadir.Nadir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Uses what README.md says an application can use; ends with an exception if anything fails. */
public final class Main {
    private Main() {}

    /**
     * Runs.
     *
     * @param arguments a directory to write into; "simd" or "scalar", the kernels expected;
     *     "native" if the application has added libgfortran for JBLAS, "any" if not
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        requireNoCommandLine();
        requireKernels(arguments[1]);
        requireLinearAlgebra(arguments[2].equals("native"));
        Readme.solve();
        Readme.choose();
        Readme.complete();
        Readme.continued();
        new Factorizations().useAll();
        new DataFiles(directory).useAll();
        new Networks().useAll(directory.resolve("network"));
        new Extensions().useAll(directory.resolve("extensions"));
        new Examples().useAll(directory.resolve("examples"));
        System.out.println(
                "All of the library served: " + Nadir.kernels() + "; " + Nadir.linearAlgebra());
    }

    /** The libraries of the command line are no business of who embeds the solver. */
    private static void requireNoCommandLine() {
        for (String name : List.of("picocli.CommandLine", "org.knowm.xchart.XYChart")) {
            try {
                throw new IllegalStateException("expected no " + Class.forName(name));
            } catch (ClassNotFoundException e) {
                // As it should be.
            }
        }
    }

    private static void requireKernels(String kernels) {
        String chosen = Nadir.kernels();
        boolean possible = !chosen.contains("no fused multiply-add");
        Check.that(!possible || chosen.startsWith(kernels), kernels, chosen);
    }

    /**
     * JBLAS with libgfortran of either origin; without, a BLAS of the system or EJML, and the
     * reason says what to add. Other platforms need no libgfortran, or have no JBLAS.
     */
    private static void requireLinearAlgebra(boolean added) {
        String chosen = Nadir.linearAlgebra();
        String path = System.getProperty("java.class.path") + System.getProperty("jdk.module.path");
        Check.that(path.contains("openblas") == added, "openblas added: " + added, path);
        if (System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")) {
            boolean expected =
                    chosen.startsWith("JBLAS")
                            || !added && chosen.contains("org.bytedeco:openblas:linux-x86_64");
            Check.that(expected, added ? "JBLAS" : "JBLAS, or how to get it", chosen);
        }
    }
}
