package io.nadir.cli.page;

import io.nadir.cli.batch.BatchLog;
import io.nadir.cli.batch.BatchPlan;
import io.nadir.cli.batch.SummaryTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs of a batch. While it runs, and after it was stopped, its plan and its log tell which of
 * them have ended; where there is no plan, the table at the end has all of them.
 *
 * @param ended jobs with what became of them, in the order of the batch
 * @param open names and inputs of jobs that have not ended
 * @param plan what the batch was to do; empty if that is not known
 */
record BatchJobs(List<JsonValue> ended, List<JsonValue> open, JsonValue plan) {
    /** Whether a directory is that of a batch. */
    static boolean areIn(Path directory) {
        return isLogged(directory) || Files.exists(directory.resolve(SummaryTable.NAME));
    }

    private static boolean isLogged(Path directory) {
        return Files.exists(directory.resolve(BatchPlan.NAME))
                && Files.exists(directory.resolve(BatchLog.NAME));
    }

    /**
     * Reads the jobs of a directory.
     *
     * @throws IOException if a file cannot be read, or is not what a batch has written; the message
     *     names it
     */
    static BatchJobs read(Path directory) throws IOException {
        if (!isLogged(directory)) {
            List<JsonValue> ended = JobsFile.read(directory.resolve(SummaryTable.NAME));
            return new BatchJobs(ended, List.of(), JsonValue.NOTHING);
        }
        JsonValue plan = JsonValue.read(directory.resolve(BatchPlan.NAME));
        Map<String, JsonValue> byKey = log(directory.resolve(BatchLog.NAME));
        List<JsonValue> ended = new ArrayList<>();
        List<JsonValue> open = new ArrayList<>();
        for (JsonValue job : plan.get("jobs").elements()) {
            JsonValue record = byKey.get(job.get("key").textOrEmpty());
            if (record == null) {
                open.add(job);
            } else {
                ended.add(record);
            }
        }
        return new BatchJobs(ended, open, plan);
    }

    /** The last line counts for each job; one that is being written has no end, and is left out. */
    private static Map<String, JsonValue> log(Path file) throws IOException {
        String text = Files.readString(file);
        Map<String, JsonValue> byKey = new HashMap<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            JsonValue record = JsonValue.parse(line, file);
            byKey.put(record.get("key").textOrEmpty(), record);
        }
        return byKey;
    }

    /** How many there are. */
    int count() {
        return ended.size() + open.size();
    }
}
