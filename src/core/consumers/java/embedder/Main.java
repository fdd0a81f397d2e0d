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
     * @param arguments a directory to write into, and "simd" or "scalar", the kernels expected
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        requireNoCommandLine();
        requireFastest(arguments[1]);
        Readme.solve();
        Readme.choose();
        new Factorizations().useAll();
        new DataFiles(directory).useAll();
        new Networks().useAll(directory.resolve("network"));
        new Extensions().useAll(directory.resolve("extensions"));
        new Examples().useAll(directory.resolve("examples"));
        System.out.println("All of the library served: " + Nadir.kernels());
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

    private static void requireFastest(String kernels) {
        String chosen = Nadir.kernels();
        boolean possible = !chosen.contains("no fused multiply-add");
        Check.that(!possible || chosen.startsWith(kernels), kernels, chosen);
        String algebra = Nadir.linearAlgebra();
        boolean nativeExpected =
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64");
        Check.that(!nativeExpected || algebra.startsWith("JBLAS"), "JBLAS", algebra);
    }
}
