package io.nadir.jmh.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** Operations of small shapes, counted by hand. */
class CostTest {
    @Test
    void tensor() {
        Map<String, String> parameters = Map.of("shape", "3x4x5", "r", "2");
        assertThat(Cost.of("TensorBenchmark.gradient", parameters)).isEqualTo(new Cost(720, 480));
    }

    /** 5 samples: 2·7·3 forward and as many backward, 2·3·2 forward and twice that backward. */
    @Test
    void twoLayers() {
        Map<String, String> parameters =
                Map.of("samples", "5", "inputs", "7", "outputs", "2", "r", "3");
        assertThat(Cost.of("TwoLayerBenchmark.gradient", parameters)).isEqualTo(new Cost(600, 0));
        Map<String, String> deep = Map.of("samples", "5", "network", "7-3-2", "r", "1");
        assertThat(Cost.of("DeepBenchmark.gradient", deep)).isEqualTo(new Cost(600, 0));
    }
}
