package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Guards the build itself: the executions that repeat the kernel tests really differ in what they
 * claim to differ in.
 */
@Tag("kernel")
class KernelExecutionTest {

    @Test
    void vectorModuleIsPresentExactlyWhereTheBuildPutsIt() {
        boolean wanted = !"absent".equals(System.getProperty("nadir.test.vectorModule"));
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent())
                .isEqualTo(wanted);
    }
}
