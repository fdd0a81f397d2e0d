package io.nadir.kernel.blas;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a library tells of itself, and how the number of its threads is set.
 *
 * @param description its name, and its version as far as it tells
 * @param threads its number of threads after it was set, in words
 * @param concurrent whether several threads may call it at the same time
 * @param beforeCalls sets the number of threads again where it belongs to the thread that calls
 */
record Vendor(String description, String threads, boolean concurrent, Runnable beforeCalls) {

    private static final Pattern OPENBLAS = Pattern.compile("(?:OpenBLAS )?([0-9.]+\\S*).*");

    /** Integers of 32 bits, of {@code MKL_Set_Interface_Layer}. */
    private static final int MKL_LP64 = 0;

    private static final int MKL_LONGEST_VERSION = 256;

    /** Values of {@code BLASSetThreading}. */
    private static final int APPLE_MANY_THREADS = 0;

    private static final int APPLE_ONE_THREAD = 1;

    /**
     * Recognizes a library by a function that no other has, and sets the number of its threads.
     *
     * @param library the library
     * @param threads wanted, at least 1
     */
    static Vendor of(NativeLibrary library, int threads) {
        CFunctions c = new CFunctions(library.symbols());
        if (c.has("openblas_get_config")) {
            return openBlas(c, threads);
        }
        if (c.has("MKL_Get_Version_String")) {
            return mkl(c, threads);
        }
        if (c.has("bli_info_get_version_str")) {
            return blis(c, threads);
        }
        return library.file().contains("Accelerate") || library.spelling().contains("NEWLAPACK")
                ? accelerate(c, threads)
                : unknown();
    }

    private static Vendor openBlas(CFunctions c, int threads) {
        c.set("openblas_set_num_threads", threads);
        Matcher version = OPENBLAS.matcher(c.text("openblas_get_config").orElse(""));
        String kernels = c.text("openblas_get_corename").orElse("");
        boolean sequential =
                c.number("openblas_get_parallel", ValueLayout.JAVA_INT).orElse(0L) == 0;
        return new Vendor(
                "OpenBLAS"
                        + (version.matches() ? " " + version.group(1) : "")
                        + (kernels.isEmpty() ? "" : " for " + kernels),
                sequential
                        ? count(1)
                        : c.number("openblas_get_num_threads", ValueLayout.JAVA_INT)
                                .map(Vendor::count)
                                .orElse("its own number of threads"),
                !sequential, // A build without threads need not have locks either.
                Vendor::nothing);
    }

    private static void nothing() {}

    /**
     * The width of integers has to be chosen before any other call. The layer of threads is left as
     * it is: MKL ends the process if it lacks the one that it is told to take.
     */
    private static Vendor mkl(CFunctions c, int threads) {
        c.set("MKL_Set_Interface_Layer", MKL_LP64);
        c.set("MKL_Set_Num_Threads", threads);
        return new Vendor(
                mklVersion(c),
                c.number("MKL_Get_Max_Threads", ValueLayout.JAVA_INT)
                        .map(Vendor::count)
                        .orElse("its own number of threads"),
                true,
                Vendor::nothing);
    }

    private static String mklVersion(CFunctions c) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(MKL_LONGEST_VERSION + 1L);
            c.handle(
                            "MKL_Get_Version_String",
                            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                    .ifPresent(h -> CFunctions.invoke(h, text, MKL_LONGEST_VERSION));
            String version = text.getString(0).strip();
            return version.isEmpty() ? "MKL" : version;
        }
    }

    /** From version 1.0 on, the number of threads belongs to the thread that sets it. */
    private static Vendor blis(CFunctions c, int threads) {
        Runnable set = () -> c.setLong("bli_thread_set_num_threads", threads);
        set.run();
        return new Vendor(
                "BLIS " + c.text("bli_info_get_version_str").orElse(""),
                c.number("bli_thread_get_num_threads", ValueLayout.JAVA_LONG)
                        .map(Vendor::count)
                        .orElse("its own number of threads"),
                true,
                set);
    }

    /** Knows one thread or as many as it likes, and no version; macOS 15 and newer. */
    private static Vendor accelerate(CFunctions c, int threads) {
        int wanted = threads == 1 ? APPLE_ONE_THREAD : APPLE_MANY_THREADS;
        Runnable set = () -> c.set("BLASSetThreading", wanted);
        set.run();
        boolean can = c.has("BLASSetThreading");
        return new Vendor(
                "Apple Accelerate",
                can && threads == 1 ? count(1) : "its own number of threads",
                true,
                can ? set : Vendor::nothing);
    }

    private static Vendor unknown() {
        return new Vendor("an unknown BLAS", "its own number of threads", false, Vendor::nothing);
    }

    private static String count(long threads) {
        return threads == 1 ? "1 thread" : threads + " threads";
    }
}
