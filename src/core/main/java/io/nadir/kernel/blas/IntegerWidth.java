package io.nadir.kernel.blas;

import io.nadir.kernel.KernelUnavailableException;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Tells by a harmless call whether a library has integers of 32 or of 64 bits. Some have the same
 * names for both, and would read sizes from beyond the memory that they are given.
 */
final class IntegerWidth {

    private IntegerWidth() {}

    /**
     * Looks at {@code idamax(n, x, 1)}, where n is 1 in 32 bits and negative in 64, for which the
     * result is 1 and 0; or at whether {@code ilaver} writes 64 bits, where there is only LAPACK.
     *
     * @throws KernelUnavailableException if integers have 64 bits
     */
    static void requireNarrow(NativeLibrary library) {
        boolean wide =
                library.fortran("idamax").isPresent()
                        ? readsWideIntegers(library)
                        : library.has(FortranRoutine.ILAVER) && writesWideIntegers(library);
        if (wide) {
            throw refusal(library.file(), library.spelling().formatted("dgemm"));
        }
    }

    /** What is wrong with a library that has the symbol with integers of 64 bits. */
    static KernelUnavailableException refusal(String file, String symbol) {
        return new KernelUnavailableException(
                file
                        + " has integers of 64 bits (ILP64, "
                        + symbol
                        + "); a build with 32 bits (LP64) is needed",
                new UnsatisfiedLinkError(symbol));
    }

    private static boolean readsWideIntegers(NativeLibrary library) {
        try (NativeCall call = new NativeCall()) {
            MemorySegment n = call.integer(1);
            n.set(ValueLayout.JAVA_INT, Integer.BYTES, -1);
            Object found =
                    CFunctions.invoke(
                            new CFunctions(library.symbols())
                                    .handle(
                                            library.spelling().formatted("idamax"),
                                            FunctionDescriptor.of(
                                                    ValueLayout.JAVA_INT,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.ADDRESS))
                                    .orElseThrow(),
                            n,
                            call.number(1),
                            call.integer(1));
            return !found.equals(1);
        }
    }

    private static boolean writesWideIntegers(NativeLibrary library) {
        try (NativeCall call = new NativeCall()) {
            MemorySegment[] version = new MemorySegment[3];
            for (int i = 0; i < version.length; i++) {
                version[i] = call.integer(0);
                version[i].set(ValueLayout.JAVA_INT, Integer.BYTES, -1);
            }
            new Fortran(library, true).call(FortranRoutine.ILAVER, version);
            return version[0].get(ValueLayout.JAVA_INT, Integer.BYTES) != -1;
        }
    }
}
