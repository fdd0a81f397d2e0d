package io.nadir.cli.command;

import io.nadir.Nadir;
import io.nadir.cli.batch.BatchLog;
import io.nadir.cli.batch.BatchPlan;
import io.nadir.cli.batch.Job;
import io.nadir.cli.batch.JobRecord;
import io.nadir.cli.batch.SideBySide;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Stopwatch;
import io.nadir.cli.report.Version;
import io.nadir.io.output.OutputDirectory;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs the jobs of a batch that are not done yet, and notes in the log what became of each. */
final class BatchRun {
    private static final String STATES = ".checkpoints";

    private final List<Job> jobs;
    private final Path states;
    private final double interval;
    private final BatchLog log;
    private final Consumer<String> lines;
    private final String version = Version.get() + " " + Nadir.kernels();
    private final AtomicInteger ended = new AtomicInteger();

    /**
     * Begins with nothing done.
     *
     * @param directory of the batch
     * @param interval seconds between two savings of a job's state
     * @param lines is told of each job that ends, from the threads of the jobs
     */
    BatchRun(
            List<Job> jobs, Path directory, double interval, BatchLog log, Consumer<String> lines) {
        this.jobs = jobs;
        this.interval = interval;
        this.states = directory.resolve(STATES);
        this.log = log;
        this.lines = lines;
    }

    /** The jobs that this start has to do: neither done before, nor without the results of it. */
    List<Job> open() {
        Map<Job, JobRecord> before = log.of(jobs, version);
        List<Job> open = new ArrayList<>();
        for (Job job : jobs) {
            JobRecord record = before.get(job);
            if (record == null || !record.isDone() || !hasResults(job)) {
                open.add(job);
            }
        }
        return open;
    }

    private static boolean hasResults(Job job) {
        return job.out() == null || Files.exists(Path.of(job.out(), Outcome.REPORT));
    }

    /**
     * Runs jobs, until the thread is interrupted.
     *
     * @return whether it was not
     * @throws IOException if the log cannot be written
     */
    boolean run(List<Job> open, int threads) throws IOException {
        ended.set(jobs.size() - open.size());
        Files.createDirectories(states);
        boolean finished = new SideBySide(threads, this::isDone).run(open);
        try {
            Files.deleteIfExists(states);
        } catch (DirectoryNotEmptyException e) {
            // States of jobs that were interrupted, or of a batch with other options.
        }
        return finished;
    }

    /** Writes which jobs there are, so that it is known how many are open before the last ends. */
    void writePlan(List<String> command, OutputDirectory output) throws IOException {
        output.write(BatchPlan.NAME, out -> BatchPlan.write(jobs, command, version, out));
        output.commit();
    }

    /** What became of the jobs, in their order. */
    List<JobRecord> records() {
        return List.copyOf(log.of(jobs, version).values());
    }

    private boolean isDone(Job job, int threads, boolean alone) throws IOException {
        Stopwatch watch = new Stopwatch();
        String key = job.key(version);
        Path state = states.resolve(key);
        BatchAttempt attempt = attempt(job, threads, state);
        if (attempt.outOfMemory() && !alone) {
            return false;
        }
        Report report = attempt.report();
        JobRecord record =
                new JobRecord(
                        job.name(),
                        key,
                        job.input(),
                        job.out(),
                        attempt.exitCode(),
                        report == null ? null : JobRecord.Figures.of(report),
                        watch.seconds(),
                        attempt.message());
        if (!record.isDone() && isInterrupted(record)) {
            lines.accept("interrupted: " + record.describe());
            return true;
        }
        log.add(record);
        Files.deleteIfExists(state);
        lines.accept(ended.incrementAndGet() + "/" + jobs.size() + " " + record.describe());
        return true;
    }

    /** A state that cannot be used is worth no job: it begins anew. */
    private BatchAttempt attempt(Job job, int threads, Path state) throws IOException {
        boolean goesOn = Files.exists(state);
        if (goesOn) {
            lines.accept(job.name() + ": goes on from its last state");
        }
        BatchAttempt attempt = BatchAttempt.of(job, threads, state, interval);
        if (!goesOn
                || attempt.exitCode() != ExitCode.REFUSED
                || Thread.currentThread().isInterrupted()) {
            return attempt;
        }
        lines.accept(job.name() + ": begins anew: " + attempt.message());
        Files.deleteIfExists(state);
        return BatchAttempt.of(job, threads, state, interval);
    }

    /** A thread that is told to stop while it reads still has its flag set. */
    private static boolean isInterrupted(JobRecord record) {
        return record.exitCode() == ExitCode.INTERRUPTED || Thread.currentThread().isInterrupted();
    }
}
