package io.nadir.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Who runs when, and on how many threads. */
@Timeout(60)
class SideBySideTest {
    private static Job job(String input) {
        return new Job(input, input, List.of(), null);
    }

    private static List<Job> jobs(int count) {
        return IntStream.range(0, count).mapToObj(k -> job("job" + k)).toList();
    }

    @Test
    void smallJobsGetOneThreadAndNoMoreRunThanThereAre() throws IOException {
        AtomicInteger running = new AtomicInteger();
        Queue<Integer> most = new ConcurrentLinkedQueue<>();
        SideBySide.Work work =
                (job, threads, alone) -> {
                    most.add(running.addAndGet(threads));
                    running.addAndGet(-threads);
                    return threads == 1 && !alone;
                };
        assertThat(new SideBySide(3, work).run(jobs(50))).isTrue();
        assertThat(most).hasSize(50).allMatch(count -> count <= 3);
    }

    @Test
    void aFewJobsShareTheThreads() throws IOException {
        Queue<Integer> given = new ConcurrentLinkedQueue<>();
        SideBySide.Work work = (job, threads, alone) -> given.add(threads);
        new SideBySide(7, work).run(jobs(3));
        new SideBySide(7, work).run(jobs(1));
        assertThat(given).containsExactly(2, 2, 2, 7);
    }

    /** All of them: none may wait for a thread that another one holds while it waits. */
    @Test
    void whatRunsOutOfMemoryIsDoneAgainAlone() throws IOException {
        Queue<String> alone = new ConcurrentLinkedQueue<>();
        AtomicInteger beside = new AtomicInteger();
        SideBySide.Work work =
                (job, threads, isAlone) -> {
                    if (isAlone) {
                        alone.add(job.name());
                    } else {
                        beside.incrementAndGet();
                    }
                    return isAlone;
                };
        assertThat(new SideBySide(2, work).run(jobs(20))).isTrue();
        assertThat(beside).hasValue(20);
        assertThat(alone)
                .containsExactlyInAnyOrderElementsOf(jobs(20).stream().map(Job::name).toList());
    }

    @Test
    void aLargeInputGetsAllThreadsAfterTheSmallOnes(@TempDir Path directory) throws IOException {
        Path large = directory.resolve("large.npy");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(16L << 20); // Takes no disk.
        }
        Queue<String> said = new ConcurrentLinkedQueue<>();
        SideBySide.Work work = (job, threads, alone) -> said.add(threads + " " + alone);
        new SideBySide(2, work).run(List.of(job(large.toString()), job("a"), job("b")));
        assertThat(said).containsExactly("1 false", "1 false", "2 true");
    }

    @Test
    void aLogThatCannotBeWrittenEndsTheBatch() {
        AtomicInteger begun = new AtomicInteger();
        SideBySide.Work work =
                (job, threads, alone) -> {
                    begun.incrementAndGet();
                    throw new IOException("disk full");
                };
        assertThatIOException()
                .isThrownBy(() -> new SideBySide(2, work).run(jobs(100)))
                .withMessage("disk full");
        assertThat(begun.get()).isBetween(1, 3);
    }

    @Test
    void anInterruptEndsTheJobsAndBeginsNoOther() throws IOException {
        Thread batch = Thread.currentThread();
        CountDownLatch never = new CountDownLatch(1);
        Queue<String> ended = new ConcurrentLinkedQueue<>();
        SideBySide.Work work =
                (job, threads, alone) -> {
                    if (job.name().equals("job0")) {
                        batch.interrupt();
                    }
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        ended.add(job.name());
                    }
                    return true;
                };
        boolean finished = new SideBySide(2, work).run(jobs(100));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(finished).isFalse();
        assertThat(ended).contains("job0").hasSizeBetween(1, 2);
    }
}
