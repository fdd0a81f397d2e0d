package io.nadir.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a request to end the process reaches the thread that solves. */
class InterruptionRequestTest {
    @Test
    void aRequestBeforeTheSolveEndsIt() {
        try (Interruption interruption = new Interruption()) {
            interruption.interrupt();
            assertThat(interruption.happened()).isFalse();
            assertThat(interruption.<Boolean>during(Thread.currentThread()::isInterrupted))
                    .isTrue();
            assertThat(interruption.happened()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void aRequestDuringTheSolveEndsIt() {
        try (Interruption interruption = new Interruption()) {
            boolean interrupted =
                    interruption.during(() -> {
                        interruption.interrupt();
                        return Thread.currentThread().isInterrupted();
                    });
            assertThat(interrupted).isTrue();
            assertThat(interruption.happened()).isTrue();
        }
    }

    @Test
    void withoutARequestNothingHappens() {
        try (Interruption interruption = new Interruption()) {
            assertThat(interruption.<Boolean>during(Thread.currentThread()::isInterrupted))
                    .isFalse();
            assertThat(interruption.happened()).isFalse();
        }
    }
}
