package io.nadir.certify.bound;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.array.Panel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

class GrowingPanelTest {
    /**
     * Rows, columns appended at a time, columns expected, and the capacity at first and at last.
     */
    @ParameterizedTest
    @CsvSource({
        // Six times as many as the first ones, then twice as many as before.
        "10, 8, 1000, 48, 96",
        // No more than are expected.
        "10, 8, 20, 24, 56",
        "10, 24, 32, 32, 168",
        "10, 8, 3, 8, 56",
        // Next to none where that would be too large.
        "1000000, 1, 1000, 8, 8",
        "1000000, 3, 1000, 8, 32",
    })
    void makesRoomForWhatIsExpected(int rows, int columns, int expected, int first, int last) {
        GrowingPanel grown = new GrowingPanel(rows, expected);
        Random random = new Random(1);
        Panel block = Panel.zeros(rows, columns);
        double[] corners = new double[7];
        for (int k = 0; k < 7; k++) {
            corners[k] = random.nextGaussian();
            block.set(rows - 1, columns - 1, corners[k]);
            grown.append(block);
            if (k == 0) {
                assertThat(grown.panel().stride()).isEqualTo(first);
            }
        }
        assertThat(grown.panel().columns()).isEqualTo(7 * columns);
        assertThat(grown.panel().stride()).isEqualTo(last);
        for (int k = 0; k < 7; k++) {
            assertThat(grown.panel().get(rows - 1, (k + 1) * columns - 1)).isEqualTo(corners[k]);
        }
    }
}
