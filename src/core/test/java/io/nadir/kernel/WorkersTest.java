package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nadir.array.WorkInterruptedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Tasks shared among threads. */
class WorkersTest {
    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyTaskRunsOnce(int threads) {
        try (Workers workers = new Workers(threads, null)) {
            for (int count = 0; count < 40; count++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, count));
                workers.run(count, (index, context) -> runs.incrementAndGet(index));
                for (int i = 0; i < count; i++) {
                    assertThat(runs.get(i)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void runsOnSeveralThreadsAndEndsThem() throws InterruptedException {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        try (Workers workers = new Workers(3, null)) {
            AtomicInteger arrived = new AtomicInteger();
            workers.run(
                    3,
                    (index, context) -> {
                        seen.add(Thread.currentThread());
                        arrived.incrementAndGet();
                        while (arrived.get() < 3) {
                            Thread.onSpinWait();
                        }
                    });
        }
        assertThat(seen).hasSize(3).contains(Thread.currentThread());
        for (Thread thread : seen) {
            if (!thread.equals(Thread.currentThread())) {
                thread.join(5000);
                assertThat(thread.isAlive()).isFalse();
                assertThat(thread.isDaemon()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aFailureIsThrownAfterAllHaveStopped(int threads) {
        try (Workers workers = new Workers(threads, null)) {
            AtomicInteger inside = new AtomicInteger();
            assertThatThrownBy(() ->
                            workers.run(
                                    100,
                                    (index, context) -> {
                                        inside.incrementAndGet();
                                        if (index == 7) {
                                            inside.decrementAndGet();
                                            throw new ArithmeticException("seven");
                                        }
                                        inside.decrementAndGet();
                                    }))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("seven");
            assertThat(inside.get()).isZero();
            workers.run(3, (index, context) -> inside.incrementAndGet());
            assertThat(inside.get()).as("usable again").isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anInterruptedCallerStopsAndKeepsItsFlag(int threads) {
        try (Workers workers = new Workers(threads, null)) {
            Thread owner = Thread.currentThread();
            assertThatThrownBy(() ->
                            workers.run(
                                    50,
                                    (index, context) -> {
                                        owner.interrupt();
                                        context.checkCancelled();
                                    }))
                    .isInstanceOf(WorkInterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
    }

    @Test
    void aForeignExecutorIsNotShutDown() {
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            try (Workers workers = new Workers(2, pool)) {
                workers.run(10, (index, context) -> {});
            }
            assertThat(pool.isShutdown()).isFalse();
        }
    }
}
