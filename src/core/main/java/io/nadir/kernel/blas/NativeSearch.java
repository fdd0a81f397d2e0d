package io.nadir.kernel.blas;

import io.nadir.kernel.KernelUnavailableException;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The names under which a BLAS of the system may be found, in the order in which they are tried.
 * Libraries with a LAPACK come before BLIS, which has none.
 */
final class NativeSearch {

    private static final List<String> WINDOWS =
            List.of(
                    "libopenblas.dll",
                    "openblas.dll",
                    "mkl_rt.3.dll",
                    "mkl_rt.2.dll",
                    "libblis.dll",
                    "blis.dll");

    /** Accelerate has no file of its own on newer systems; the linker knows it nevertheless. */
    private static final List<String> MACOS =
            List.of(
                    "/System/Library/Frameworks/Accelerate.framework/Accelerate",
                    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
                    "/usr/local/opt/openblas/lib/libopenblas.dylib",
                    "libopenblas.dylib",
                    "libmkl_rt.2.dylib",
                    "/opt/homebrew/opt/blis/lib/libblis.dylib",
                    "libblis.dylib");

    private NativeSearch() {}

    /**
     * The names for an operating system and a processor, as the system properties of Java spell
     * them.
     */
    static List<String> names(String system, String processor) {
        if (system.startsWith("Windows")) {
            return WINDOWS;
        }
        return system.startsWith("Mac") ? MACOS : linux(processor);
    }

    /**
     * Names that the dynamic linker looks for, then directories that Debian has besides for
     * alternatives, and Intel's. The builds with POSIX threads come before those with OpenMP.
     */
    private static List<String> linux(String processor) {
        String debian = "/usr/lib/" + triple(processor) + "/";
        List<String> names = new ArrayList<>();
        names.add("libopenblasp.so.0"); // Fedora's build with threads.
        names.add("libopenblas.so.0");
        names.add(debian + "openblas-pthread/libopenblas.so.0");
        names.add(debian + "openblas-openmp/libopenblas.so.0");
        names.add(debian + "openblas-serial/libopenblas.so.0");
        names.add("libopenblas.so");
        if (processor.equals("amd64")) {
            names.add("libmkl_rt.so.3");
            names.add("libmkl_rt.so.2");
            names.add("libmkl_rt.so");
            names.add("/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so");
        }
        names.add("libblis.so.4");
        names.add(debian + "blis-pthread/libblis.so.4");
        names.add(debian + "blis-openmp/libblis.so.4");
        names.add(debian + "blis-serial/libblis.so.4");
        names.add("libblis.so");
        return List.copyOf(names);
    }

    private static String triple(String processor) {
        return switch (processor) {
            case "amd64" -> "x86_64-linux-gnu";
            case "ppc64le" -> "powerpc64le-linux-gnu";
            default -> processor + "-linux-gnu";
        };
    }

    /**
     * Takes the first library that can be used.
     *
     * @param names what to try, in this order
     * @param load makes something of a name, or throws {@link KernelUnavailableException}
     * @throws KernelUnavailableException if there is none, with what was tried and what to do
     */
    static <T> T first(List<String> names, Function<String, T> load) {
        Set<String> refused = new LinkedHashSet<>();
        KernelUnavailableException last = null;
        for (String name : names) {
            try {
                return load.apply(name);
            } catch (KernelUnavailableException e) {
                last = e;
                Optional.ofNullable(e.getMessage())
                        .filter(message -> !message.endsWith(NativeLibrary.DOES_NOT_LOAD))
                        .ifPresent(refused::add);
            }
        }
        throw new KernelUnavailableException(
                "no BLAS of the system can be used"
                        + (refused.isEmpty() ? "" : " (" + String.join("; ", refused) + ")")
                        + ": tried "
                        + String.join(", ", names)
                        + ". Install OpenBLAS (Debian: libopenblas0-pthread), or name a library by"
                        + " -Dnadir.blas.library=PATH",
                last == null ? new UnsatisfiedLinkError("no names") : last);
    }
}
