package io.nadir.jmh.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.jmh.peers.Peers;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.List;

/** The environment is that of a process with the flags asked for. */
class EnvironmentTest {
    @Test
    void describesAnotherProcess() throws IOException, InterruptedException {
        List<String> flags =
                List.of("--enable-native-access=ALL-UNNAMED", "-Dnadir.kernels=scalar");
        ObjectNode environment = Environment.of(flags);
        assertThat(environment.path("jvmFlags").asString()).isEqualTo(String.join(" ", flags));
        assertThat(environment.path("kernels").asString()).startsWith("scalar");
        assertThat(environment.path("cores").asInt()).isPositive();
        assertThat(environment.path("peers").propertyNames()).containsAll(Peers.NAMES);
    }
}
