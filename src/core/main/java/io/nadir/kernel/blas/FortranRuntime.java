package io.nadir.kernel.blas;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Predicate;

/**
 * The Fortran runtime that JBLAS's library for Linux x86-64 is linked against, and that few
 * machines have: {@code libgfortran.so.5}. The dynamic linker is content if a library of that name
 * is in the process already, wherever it came from; so where the system has none, the one in the
 * jar {@code org.bytedeco:openblas:linux-x86_64} is loaded first. That jar is an optional
 * dependency: the command line has it, and an application may add it.
 */
final class FortranRuntime {

    /** The libraries in the order of loading: each needs those before it. */
    private static final List<String> LIBRARIES =
            List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5");

    private FortranRuntime() {}

    /**
     * Loads the runtime if this platform's JBLAS needs one.
     *
     * @return where it came from, or why there is none; JBLAS is to be tried in either case
     */
    static String load() {
        return load(FortranRuntime::loadFromSystem);
    }

    /** As {@link #load()}, with {@code system} loading a library by its name if it is installed. */
    static String load(Predicate<String> system) {
        if (!isLinuxX64()) {
            return "no separate libgfortran";
        }
        if (system.test(LIBRARIES.getLast())) {
            return "libgfortran of the system";
        }
        try {
            loadFromCarrier(system);
            return "libgfortran from org.bytedeco jar";
        } catch (IOException | IllegalArgumentException e) {
            return "no libgfortran: " + e.getMessage();
        }
    }

    private static boolean isLinuxX64() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    private static void loadFromCarrier(Predicate<String> system) throws IOException {
        Path directory =
                Files.createTempDirectory(
                        "nadir-native-",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        try {
            for (String library : LIBRARIES) {
                if (!system.test(library)) {
                    loadFromCarrier(library, directory);
                }
            }
        } finally {
            Files.delete(directory);
        }
    }

    @SuppressWarnings("restricted") // Native code is what this class is for.
    private static void loadFromCarrier(String library, Path directory) throws IOException {
        Path file = directory.resolve(library);
        try {
            Files.write(file, CarrierJar.read(library));
            SymbolLookup.libraryLookup(file, Arena.global());
        } finally {
            Files.deleteIfExists(file); // Loaded, it lives on without its name.
        }
    }

    @SuppressWarnings("restricted") // As above.
    private static boolean loadFromSystem(String library) {
        try {
            SymbolLookup.libraryLookup(library, Arena.global());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
