package io.nadir.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Semidefinite programs, as they are written and as CSDP solves them. */
class CsdpTest {
    @TempDir private Path directory;

    /** The least t with tI ⪰ [1 2; 2 1] and t ≥ 0 is 3. */
    private static SemidefiniteProgram largestEigenvalue() {
        SemidefiniteProgram program = new SemidefiniteProgram();
        int t = program.nonNegativeVariable(1);
        int block = program.matrix(2);
        program.element(block, 0, 0).plus(1, t).plus(-1);
        program.element(block, 1, 1).plus(1, t).plus(-1);
        program.element(block, 1, 0).plus(-2);
        return program;
    }

    @Test
    void programsAreWrittenInTheFormatOfSdpa() {
        assertThat(largestEigenvalue().toSdpa())
                .isEqualTo(
                        """
                        1
                        2
                        2 -1
                        1.0\s
                        0 1 1 1 1.0
                        0 1 1 2 2.0
                        0 1 2 2 1.0
                        1 2 1 1 1.0
                        1 1 1 1 1.0
                        1 1 2 2 1.0
                        """);
    }

    /** No comparison is left out where there is no CSDP. */
    @Test
    void whereThereIsNoCsdpItSaysWhatToInstall() {
        Csdp csdp = new Csdp("no-such-csdp", directory);
        assertThatIllegalStateException()
                .isThrownBy(() -> csdp.solve(largestEigenvalue()))
                .withMessageContaining("no-such-csdp")
                .withMessageContaining("apt-get install coinor-csdp")
                .withMessageContaining("-Dnadir.csdp=");
    }

    @Test
    @Tag("long")
    void csdpSolvesPrograms() {
        Csdp.Optimum optimum = new Csdp(directory).solve(largestEigenvalue());
        assertThat(optimum.error()).isLessThan(1e-7);
        assertThat(optimum.value()).isBetween(3 - optimum.error(), 3 + optimum.error());
    }

    /** A sum that no bound holds down. */
    @Test
    @Tag("long")
    void whatCsdpDoesNotSolveFails() {
        SemidefiniteProgram program = new SemidefiniteProgram();
        int x = program.variable(1);
        program.atLeastZero().plus(-1, x).plus(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> new Csdp(directory).solve(program))
                .withMessageContaining("CSDP did not solve");
    }
}
