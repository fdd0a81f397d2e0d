package io.nadir.kernel.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.KernelUnavailableException;
import io.nadir.kernel.LinearAlgebra;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("blas")
class LinearAlgebraSelectorTest {

    private static DenseLinearAlgebra missing() {
        throw new KernelUnavailableException(
                "JBLAS failed to load: no such library", new UnsatisfiedLinkError());
    }

    /** On the platform this library is built for, native code that does not load is a defect. */
    @Test
    void jblasIsChosenByItself() {
        DenseLinearAlgebra chosen = LinearAlgebra.get();
        assertThat(chosen.name()).as(chosen.reason()).isEqualTo("jblas");
        assertThat(chosen.reason()).matches("JBLAS 1\\.2\\.5 native \\(.*libgfortran.*\\)");
        assertThat(LinearAlgebra.get()).isSameAs(chosen);
    }

    @Test
    void ejmlStepsInAndSaysWhy() {
        DenseLinearAlgebra chosen =
                LinearAlgebraSelector.select(null, LinearAlgebraSelectorTest::missing);
        assertThat(chosen.name()).isEqualTo("ejml");
        assertThat(chosen.reason())
                .matches("EJML \\S+ pure Java: JBLAS failed to load: no such library");
    }

    @Test
    void ejmlCanBeForced() {
        DenseLinearAlgebra chosen = LinearAlgebraSelector.select("ejml", JblasLoader::load);
        assertThat(chosen.reason()).endsWith("pure Java: nadir.blas=ejml");
    }

    @Test
    void forcedJblasDoesNotFallBack() {
        assertThatExceptionOfType(KernelUnavailableException.class)
                .isThrownBy(() ->
                        LinearAlgebraSelector.select("jblas", LinearAlgebraSelectorTest::missing))
                .withMessageContaining("no such library");
    }

    @Test
    void unknownNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearAlgebraSelector.select("mkl", JblasLoader::load))
                .withMessage("nadir.blas=mkl: must be jblas or ejml");
    }
}
