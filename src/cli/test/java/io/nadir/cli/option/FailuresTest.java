package io.nadir.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.kernel.KernelUnavailableException;
import io.nadir.kernel.SettingException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

class FailuresTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Failures failures =
            new Failures(new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void defectsShowWhereTheyAre() {
        assertThat(failures.handle(new IllegalStateException("broken"))).isEqualTo(1);
        assertThat(text()).contains("defect").contains("broken").contains("FailuresTest");
    }

    @Test
    void tooLittleMemorySaysHowToGetMore() {
        assertThat(failures.handle(new OutOfMemoryError("Java heap space"))).isEqualTo(2);
        assertThat(text())
                .startsWith("nadir: out of memory: the heap may grow to ")
                .contains("NADIR_JAVA_OPTS=-Xmx");
    }

    @Test
    void filesAreNamed() {
        assertThat(failures.handle(new AccessDeniedException("a.npy"))).isEqualTo(2);
        assertThat(failures.handle(new FileSystemException("b", null, "Disk full"))).isEqualTo(2);
        assertThat(failures.handle(new IOException("gone\nfor good"))).isEqualTo(2);
        assertThat(text().lines())
                .containsExactly(
                        "nadir: a.npy: permission denied",
                        "nadir: b: Disk full",
                        "nadir: gone for good");
    }

    /** What {@code nadir.blas} and its like ask for. */
    @Test
    void settingsThatCannotBeMetAreNoDefects() {
        assertThat(failures.handle(new SettingException("nadir.blas=x: must be y"))).isEqualTo(2);
        assertThat(
                        failures.handle(
                                new KernelUnavailableException(
                                        "no BLAS can be used", new UnsatisfiedLinkError())))
                .isEqualTo(2);
        assertThat(text().lines())
                .containsExactly("nadir: nadir.blas=x: must be y", "nadir: no BLAS can be used");
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
