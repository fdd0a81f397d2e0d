package io.nadir.jmh.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.Pattern;

final class RunOptionsTest {
    private static final List<String> NAMES = List.of("A.peak", "B.solve");

    private final RunOptions options = new RunOptions();

    @Test
    void eachBenchmarkHasAProcessOfItsOwn() {
        assertThatCode(() -> options.check(NAMES)).doesNotThrowAnyException();
        options.forks = 1;
        assertThatCode(() -> options.check(NAMES)).doesNotThrowAnyException();
        options.forks = 0;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.check(NAMES))
                .withMessage("--forks 0: must be at least 1");
    }

    @Test
    void aNameOfNothingIsRefused() {
        options.only = Pattern.compile("solve");
        assertThatCode(() -> options.check(NAMES)).doesNotThrowAnyException();
        options.only = Pattern.compile("solves");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.check(NAMES))
                .withMessage(
                        "--only solves: is in the name of no benchmark; they are A.peak, B.solve");
    }
}
