package io.nadir.cli.batch;

import io.nadir.cli.report.JsonFields;

import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The file {@code batch.json}, written before the first job begins: when the batch began, by which
 * command, and which jobs it has. With {@link BatchLog} it tells which of them are still open.
 */
public final class BatchPlan {
    /** Name of the file. */
    public static final String NAME = "batch.json";

    private BatchPlan() {}

    /**
     * Writes the file and leaves {@code out} open.
     *
     * @param command its name and arguments
     * @param version of the program and its kernels, on which the keys of jobs depend
     */
    public static void write(
            List<Job> jobs, List<String> command, String version, OutputStream out) {
        JsonFields.write(
                out,
                json -> {
                    json.text("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
                    json.texts("command", command);
                    json.version();
                    json.objects(
                            "jobs",
                            jobs,
                            job -> {
                                json.text("job", job.name());
                                json.text("key", job.key(version));
                                json.text("input", job.input());
                            });
                });
    }
}
