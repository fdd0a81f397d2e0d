package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.LinearAlgebra;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program says of itself. */
class InfoCommandTest {

    @Test
    void namesKernelsAndLinearAlgebra() {
        Session session = Session.run("info");
        assertThat(session.exitCode()).isZero();
        assertThat(session.err()).isEmpty();
        assertThat(session.out())
                .contains(Kernels.describe())
                .contains(LinearAlgebra.get().reason())
                .contains(System.getProperty("java.runtime.version"));
    }

    @Test
    void versionIsThatOfTheBuild() {
        Session session = Session.run("--version");
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).matches("nadir \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "solve --help", "certify --help", "demo --help", "info -h"})
    void helpFitsATerminal(String arguments) {
        Session session = Session.run((Object[]) arguments.split(" "));
        assertThat(session.exitCode()).isZero();
        assertThat(session.err()).isEmpty();
        assertThat(session.out()).contains("Usage: nadir");
        assertThat(session.out().lines()).allMatch(line -> line.length() <= 80);
    }
}
