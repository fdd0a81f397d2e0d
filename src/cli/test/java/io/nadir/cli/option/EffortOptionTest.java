package io.nadir.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.model.Effort;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class EffortOptionTest {
    private static final SolverOptions HIGH = SolverOptions.defaults().withEffort(Effort.HIGH);

    /** A command with nothing but the option. */
    @Command
    static final class Host {
        @Mixin private final EffortOption effort = new EffortOption();
    }

    @Test
    void whatTheUserLeavesOutStays() {
        assertThat(effort().effort()).isEqualTo(Effort.HIGH);
        assertThat(effort("--effort", "low").effort()).isEqualTo(Effort.LOW);
    }

    private static SolverOptions effort(String... words) {
        Host host = new Host();
        new CommandLine(host).parseArgs(words);
        return host.effort.addTo(HIGH);
    }
}
