package io.nadir.kernel.blas;

import io.nadir.kernel.DenseLinearAlgebra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that decomposes matrices here: JBLAS, EJML, and a native OpenBLAS, which is taken from
 * the jar that also carries libgfortran. The system property {@code nadir.test.blas} adds libraries
 * of this machine, separated as paths are. One that does not load is a failure, not a skip.
 */
final class Implementations {

    private static final String MORE = "nadir.test.blas";

    private static final NativeLibrary OPENBLAS = loadOpenBlas();

    private static final List<DenseLinearAlgebra> ALL =
            Stream.concat(
                            Stream.of(
                                    JblasLoader.load(), new EjmlLinearAlgebra("test"), openBlas(1)),
                            more())
                    .toList();

    private Implementations() {}

    static List<DenseLinearAlgebra> all() {
        return ALL;
    }

    /** Those that have a QR factorization and products. */
    static List<DenseLinearAlgebra> natives() {
        return ALL.stream().filter(algebra -> algebra.name().equals("native")).toList();
    }

    /** A new one on the OpenBLAS of the jar. */
    static DenseLinearAlgebra openBlas(int threads) {
        return new NativeLoader(threads, JblasLoader::load).make(OPENBLAS, "test");
    }

    /** The OpenBLAS of the jar. */
    static NativeLibrary openBlasLibrary() {
        return OPENBLAS;
    }

    private static Stream<DenseLinearAlgebra> more() {
        String files = System.getProperty(MORE, "");
        return Stream.of(files.split(java.io.File.pathSeparator))
                .filter(file -> !file.isEmpty())
                .map(file -> new NativeLoader(1, JblasLoader::load).load(file, MORE));
    }

    @SuppressWarnings("restricted") // Native code is what is tested.
    private static NativeLibrary loadOpenBlas() {
        FortranRuntime.load();
        try {
            Path file = extractOpenBlas(Files.createTempDirectory("nadir-test-openblas-"));
            try {
                SymbolLookup symbols = SymbolLookup.libraryLookup(file, Arena.global());
                return NativeLibrary.of("libopenblas.so.0 of the jar", symbols);
            } finally {
                Files.delete(file); // Loaded, it lives on without its name.
                Files.delete(file.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the library out of its jar. */
    static Path extractOpenBlas(Path directory) throws IOException {
        return Files.write(
                directory.resolve("libopenblas.so.0"), CarrierJar.read("libopenblas.so.0"));
    }
}
