package io.nadir.kernel.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.kernel.KernelUnavailableException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names of files and symbols on systems that are not here. Nothing of these libraries is called.
 */
@Tag("blas")
class NativeLibraryTest {

    private static SymbolLookup having(String... symbols) {
        Set<String> known = Set.of(symbols);
        return name ->
                known.contains(name)
                        ? Optional.of(MemorySegment.ofAddress(name.hashCode()))
                        : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource({
        "dgemm_, dgesdd_, %s_", // gfortran, also MKL and Apple's old names
        "dgemm$NEWLAPACK, dgesdd$NEWLAPACK, %s$NEWLAPACK", // Apple since macOS 13.3
        "dgemm, dgesdd, %s" // Windows
    })
    void findsOutHowNamesAreSpelt(String dgemm, String dgesdd, String spelling) {
        NativeLibrary library = NativeLibrary.of("file", having(dgemm, dgesdd));
        assertThat(library.spelling()).isEqualTo(spelling);
        assertThat(library.has(FortranRoutine.DGEMM, FortranRoutine.DGESDD)).isTrue();
        assertThat(library.has(FortranRoutine.DGEMM, FortranRoutine.DSYEV)).isFalse();
        assertThat(library.fortran("dgesdd").orElseThrow().address()).isEqualTo(dgesdd.hashCode());
    }

    /** Accelerate has all of them; the plain names are those of a LAPACK from 2009. */
    @Test
    void prefersApplesCurrentLapack() {
        SymbolLookup all = having("dgemm_", "dgesdd_", "dgemm$NEWLAPACK", "dgemm$NEWLAPACK$ILP64");
        assertThat(NativeLibrary.of("Accelerate", all).spelling()).isEqualTo("%s$NEWLAPACK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dgemm_64_", "dgemm64_", "dgemm_64", "dgemm$NEWLAPACK$ILP64"})
    void refusesNamesWithIntegersOf64Bits(String symbol) {
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() -> NativeLibrary.of("libopenblas64_.so", having(symbol)))
                .withMessage(
                        "libopenblas64_.so has integers of 64 bits (ILP64, "
                                + symbol
                                + "); a build with 32 bits (LP64) is needed");
    }

    /** MKL has the names of both widths. */
    @Test
    void takesTheNarrowNamesOfALibraryThatHasBoth() {
        SymbolLookup both = having("dgemm_", "dgemm_64_");
        assertThat(NativeLibrary.of("libmkl_rt.so.2", both).spelling()).isEqualTo("%s_");
    }

    @Test
    void refusesWhatIsNoBlas() {
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() -> NativeLibrary.of("libm.so.6", having("sin", "cos")))
                .withMessage(
                        "libm.so.6 has no BLAS, that is no dgemm_ nor any other spelling of it");
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() -> NativeLibrary.load("/nowhere/libopenblas.so"))
                .withMessage("/nowhere/libopenblas.so does not load");
    }

    @Test
    void knowsTheNamesOfEverySystem() {
        assertThat(NativeSearch.names("Linux", "amd64"))
                .startsWith("libopenblasp.so.0", "libopenblas.so.0")
                .contains("/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0")
                .contains("libmkl_rt.so.2", "libblis.so.4")
                .contains("/usr/lib/x86_64-linux-gnu/blis-pthread/libblis.so.4");
        assertThat(NativeSearch.names("Linux", "aarch64"))
                .contains("/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0")
                .noneMatch(name -> name.contains("mkl"));
        assertThat(NativeSearch.names("Mac OS X", "aarch64"))
                .startsWith("/System/Library/Frameworks/Accelerate.framework/Accelerate")
                .contains("/opt/homebrew/opt/openblas/lib/libopenblas.dylib");
        assertThat(NativeSearch.names("Windows 11", "amd64"))
                .contains("libopenblas.dll", "mkl_rt.2.dll");
    }

    /** BLIS has no LAPACK, so it is the last choice of all. */
    @Test
    void triesLibrariesWithLapackFirst() {
        Stream.of("Linux", "Mac OS X", "Windows 11")
                .map(system -> NativeSearch.names(system, "amd64"))
                .forEach(names ->
                        assertThat(names.stream().dropWhile(name -> !name.contains("blis")))
                                .isNotEmpty()
                                .allMatch(name -> name.contains("blis")));
    }

    @Test
    void takesTheFirstThatCanBeUsed() {
        String found =
                NativeSearch.first(
                        List.of("a", "b", "c"),
                        name -> {
                            if (name.equals("a")) {
                                throw new KernelUnavailableException(
                                        "a does not load", new UnsatisfiedLinkError());
                            }
                            return name;
                        });
        assertThat(found).isEqualTo("b");
    }

    @Test
    void saysWhatWasTriedAndWhatToDo() {
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() ->
                        NativeSearch.first(
                                List.of("libopenblas.so.0", "libblis64.so.4"),
                                name -> {
                                    throw new KernelUnavailableException(
                                            name.contains("64")
                                                    ? name + " has integers of 64 bits"
                                                    : name + " does not load",
                                            new UnsatisfiedLinkError());
                                }))
                .withMessage(
                        "no BLAS of the system can be used (libblis64.so.4 has integers of 64"
                                + " bits): tried libopenblas.so.0, libblis64.so.4. Install OpenBLAS"
                                + " (Debian: libopenblas0-pthread), or name a library by"
                                + " -Dnadir.blas.library=PATH");
    }
}
