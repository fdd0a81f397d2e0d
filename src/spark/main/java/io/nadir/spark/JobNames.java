package io.nadir.spark;

import io.nadir.array.WorkInterruptedException;
import io.nadir.solver.SolveListener.Progress;

import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Runs jobs under names by which Spark's web interface shows them: a group for each phase of a
 * solve, with a description of the point. The caller's own group is put back afterwards.
 */
final class JobNames {
    /** What a pass is for. */
    enum Phase {
        DESCENT,
        CERTIFICATE,
        APPEND
    }

    private static final List<String> PROPERTIES =
            List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

    private final JavaSparkContext context;
    private final String solve = "Nadir " + UUID.randomUUID().toString().substring(0, 8);
    private Phase phase = Phase.DESCENT;
    private String description = "";

    JobNames(JavaSparkContext context) {
        this.context = context;
    }

    /** From here on, passes are for this. */
    void enter(Phase next) {
        phase = next;
    }

    /** A pass of descent follows, or the first one after columns were appended. */
    void beginStep(int rank) {
        if (phase == Phase.CERTIFICATE) {
            phase = Phase.DESCENT;
        }
        describe("rank " + rank);
    }

    void endStep() {
        phase = Phase.DESCENT;
    }

    /** Says what the passes that follow are for. */
    void describe(String text) {
        description = text;
    }

    /** Posts the progress on the listener bus, where listeners of Spark get it on its threads. */
    void post(String kind, Progress progress, String outcome) {
        context.sc().listenerBus().post(new SolveEvent(solve, kind, progress, outcome));
    }

    /**
     * Runs jobs of Spark.
     *
     * @throws WorkInterruptedException if the thread is interrupted; the jobs are then cancelled
     */
    <T> T run(Supplier<T> jobs) {
        List<@Nullable String> before = new ArrayList<>();
        PROPERTIES.forEach(name -> before.add(context.getLocalProperty(name)));
        String name = phase.name().toLowerCase(Locale.ROOT);
        String group = solve + " " + name;
        context.setJobGroup(group, name + ": " + description, true);
        try {
            return jobs.get();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Scala does not declare what it throws.
            if (e instanceof InterruptedException) {
                context.cancelJobGroup(group);
                Thread.currentThread().interrupt();
                throw new WorkInterruptedException();
            }
            throw new IllegalStateException(e);
        } finally {
            for (int i = 0; i < PROPERTIES.size(); i++) {
                context.setLocalProperty(PROPERTIES.get(i), before.get(i));
            }
        }
    }

    /** Frees memory on the executors, which an interruption of the thread would leave undone. */
    static void uninterrupted(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
