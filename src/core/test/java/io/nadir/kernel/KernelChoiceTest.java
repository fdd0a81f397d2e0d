package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The implementation and the width that this execution of the tests asks for are in force. */
@Tag("kernel")
class KernelChoiceTest {
    private static final boolean VECTORS =
            !"absent".equals(System.getProperty("nadir.test.vectorModule"));

    @Test
    void theExpectedImplementationIsInForce() {
        assertThat(Kernels.get().name()).isEqualTo(VECTORS ? "simd" : "scalar");
    }

    @Test
    void theExpectedWidthIsInForce() {
        String bits = System.getProperty("nadir.simd.bits");
        if (VECTORS && bits != null) {
            assertThat(Kernels.describe()).isEqualTo("simd " + bits + "-bit (nadir.simd.bits)");
        } else if (VECTORS) {
            assertThat(Kernels.describe())
                    .matches("simd (128|256|512)-bit \\(preferred species\\)");
        } else {
            assertThat(Kernels.describe())
                    .isEqualTo(
                            "scalar: jdk.incubator.vector is not readable"
                                    + " (add --add-modules jdk.incubator.vector)");
        }
    }

    @Test
    void scalarCanBeForcedAnywhere() {
        Kernels.Choice choice = Kernels.choose("scalar");
        assertThat(choice.kernels().name()).isEqualTo("scalar");
        assertThat(choice.description()).isEqualTo("scalar (nadir.kernels=scalar)");
    }

    @Test
    void simdIsForcedOrRefusedButNeverReplaced() {
        if (VECTORS) {
            assertThat(Kernels.choose("simd").kernels().name()).isEqualTo("simd");
        } else {
            assertThatThrownBy(() -> Kernels.choose("simd"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "nadir.kernels = simd, but jdk.incubator.vector is not readable"
                                    + " (add --add-modules jdk.incubator.vector)");
        }
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> Kernels.choose("fast"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nadir.kernels = fast, allowed are scalar and simd");
    }
}
