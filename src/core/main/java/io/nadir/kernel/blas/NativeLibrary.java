package io.nadir.kernel.blas;

import io.nadir.kernel.KernelUnavailableException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;

/**
 * A library of BLAS or LAPACK in this process, and how its Fortran names are spelt.
 *
 * <p>Only the interface with integers of 32 bits is used (LP64). A library of which only names of
 * the other one (ILP64) are known is refused, and {@link IntegerWidth} looks at those that use the
 * same names for both.
 *
 * @param file the name under which it was loaded, for reports
 * @param symbols its symbols
 * @param spelling how a lower-case Fortran name becomes a symbol, a format with one {@code %s}
 */
record NativeLibrary(String file, SymbolLookup symbols, String spelling) {

    /** How the message on another library ends. */
    static final String NO_BLAS = " has no BLAS, that is no dgemm_ nor any other spelling of it";

    /** How the message on a file that is not there ends. */
    static final String DOES_NOT_LOAD = " does not load";

    /**
     * In this order: Apple's current LAPACK, which is not the one of the plain names; what Fortran
     * compilers write; nothing added, as on Windows.
     */
    private static final List<String> SPELLINGS = List.of("%s$NEWLAPACK", "%s_", "%s");

    /** Names of libraries with integers of 64 bits. */
    private static final List<String> WIDE_SPELLINGS =
            List.of("%s$NEWLAPACK$ILP64", "%s_64_", "%s64_", "%s_64");

    /** One routine of each kind tells how all are spelt. */
    private static final List<String> KNOWN = List.of("dgemm", "dgesdd");

    /**
     * Loads a library, which stays in the process for good: its threads may outlive any call.
     *
     * @param file a path, or a name that the dynamic linker looks for
     * @throws KernelUnavailableException if it does not load or has no BLAS that can be called
     */
    @SuppressWarnings("restricted") // Native code is what this class is for.
    static NativeLibrary load(String file) {
        try {
            return of(file, SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new KernelUnavailableException(file + DOES_NOT_LOAD, e);
        } catch (IllegalCallerException e) {
            throw new KernelUnavailableException(
                    "Java denies native access: add --enable-native-access=io.nadir, or"
                            + " =ALL-UNNAMED on the class path",
                    e);
        }
    }

    /**
     * A library that is loaded already.
     *
     * @throws KernelUnavailableException if it has no BLAS that can be called
     */
    static NativeLibrary of(String file, SymbolLookup symbols) {
        for (String spelling : SPELLINGS) {
            if (hasOneOf(symbols, spelling)) {
                return new NativeLibrary(file, symbols, spelling);
            }
        }
        for (String spelling : WIDE_SPELLINGS) {
            if (hasOneOf(symbols, spelling)) {
                throw IntegerWidth.refusal(file, spelling.formatted("dgemm"));
            }
        }
        throw new KernelUnavailableException(file + NO_BLAS, new UnsatisfiedLinkError(file));
    }

    private static boolean hasOneOf(SymbolLookup symbols, String spelling) {
        return KNOWN.stream().anyMatch(name -> symbols.find(spelling.formatted(name)).isPresent());
    }

    /** The address of a Fortran routine, if the library has it. */
    Optional<MemorySegment> fortran(String name) {
        return symbols.find(spelling.formatted(name));
    }

    /** Whether the library has all of these. */
    boolean has(FortranRoutine... routines) {
        return List.of(routines).stream().allMatch(r -> fortran(r.fortranName()).isPresent());
    }
}
