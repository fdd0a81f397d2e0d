package io.nadir.jmh.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class RunOptionsTest {
    @Test
    void eachBenchmarkHasAProcessOfItsOwn() {
        RunOptions options = new RunOptions();
        assertThatCode(options::check).doesNotThrowAnyException();
        options.forks = 1;
        assertThatCode(options::check).doesNotThrowAnyException();
        options.forks = 0;
        assertThatIllegalArgumentException()
                .isThrownBy(options::check)
                .withMessage("--forks 0: must be at least 1");
    }
}
