package io.nadir.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicReference;

class PictureWarmUpTest {

    @Test
    void drawsToTheEndWithoutAnError() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = PictureWarmUp.thread();
        thread.setUncaughtExceptionHandler((drawing, error) -> failure.set(error));
        thread.start();
        thread.join();
        assertThat(failure).hasNullValue();
    }

    @Test
    void doesNotKeepTheProcessAlive() {
        assertThat(PictureWarmUp.thread().isDaemon()).isTrue();
    }

    @Test
    void dropsItsErrors() {
        Thread thread = PictureWarmUp.thread();
        // A thread without a handler of its own has its group, which prints.
        assertThat(thread.getUncaughtExceptionHandler()).isNotSameAs(thread.getThreadGroup());
    }
}
