package io.nadir.cli.batch;

import io.nadir.cli.option.RefusedException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the jobs of a batch, and gives each a name and a directory of its own. */
public final class JobList {
    private static final String STANDARD_INPUT = "-";

    private final JobOptions options;
    private final Map<String, List<String>> common;
    private final @Nullable Path directory;
    private final Check check;
    private final List<Job> jobs = new ArrayList<>();

    /** Names taken: those of other jobs, and of what the batch writes beside them. */
    private final Set<String> names = new HashSet<>(Set.of(BatchLog.NAME, SummaryTable.NAME));

    /** How often a name was asked for that was taken, and one more. */
    private final Map<String, Integer> counts = new HashMap<>();

    private final Set<Path> directories = new HashSet<>();

    /** Checks options that belong to one job. */
    @FunctionalInterface
    public interface Check {
        /**
         * Throws if they are not allowed.
         *
         * @throws RefusedException naming the option, the value and what is allowed
         */
        void require(List<String> arguments) throws RefusedException;
    }

    /**
     * Begins with no jobs.
     *
     * @param common the words of the options for all jobs
     * @param directory in which each job has a directory, unless the manifest names another; null
     *     if jobs have none
     */
    public JobList(
            JobOptions options,
            Map<String, List<String>> common,
            @Nullable Path directory,
            Check check) {
        this.options = options;
        this.common = common;
        this.directory = directory;
        this.check = check;
    }

    /** The jobs, in the order in which they were added. */
    public List<Job> jobs() {
        return List.copyOf(jobs);
    }

    /** Adds a job for each of some files. */
    public void addFiles(List<Path> files) throws RefusedException {
        List<String> words = common.values().stream().flatMap(List::stream).toList();
        for (Path file : files) {
            add(new JobOptions.Line(file.toString(), null, words), !jobs.isEmpty());
        }
    }

    /**
     * Adds a job for each line of a manifest that is not blank.
     *
     * @param name of the manifest in messages
     * @throws RefusedException if a line is not allowed; the message names the line, the key, the
     *     value and what is allowed, and says how many lines are refused in all
     */
    public void addManifest(BufferedReader manifest, String name)
            throws IOException, RefusedException {
        int number = 0;
        int refused = 0;
        String first = "";
        for (String line = manifest.readLine(); line != null; line = manifest.readLine()) {
            number++;
            try {
                if (!line.isBlank()) {
                    add(options.read(JsonLine.read(line), common), false);
                }
            } catch (IllegalArgumentException | RefusedException e) {
                if (refused == 0) {
                    first = name + ", line " + number + ": " + e.getMessage();
                }
                refused++;
            }
        }
        if (refused > 0) {
            throw RefusedException.of(
                    first + (refused == 1 ? "" : " (" + refused + " lines are refused in all)"));
        }
    }

    /** The words of files are the same, and need to be checked once. */
    private void add(JobOptions.Line line, boolean checked) throws RefusedException {
        if (line.input().equals(STANDARD_INPUT)) {
            throw RefusedException.of("input = -, allowed are files: a batch reads many");
        }
        String name = freeName(stem(line.input()));
        Job job = new Job(name, line.input(), line.words(), out(line, name));
        if (!checked) {
            check.require(job.arguments());
        }
        jobs.add(job);
    }

    private @Nullable String out(JobOptions.Line line, String name) throws RefusedException {
        if (directory == null) {
            return null;
        }
        String out = line.out() == null ? directory.resolve(name).toString() : line.out();
        if (!directories.add(Path.of(out).toAbsolutePath().normalize())) {
            throw RefusedException.of(
                    "out = " + out + ", allowed is a directory that no other job has");
        }
        return out;
    }

    /** The name of a file without folders, packing and format. */
    private static String stem(String input) {
        Path file = Path.of(input).getFileName();
        String name = file == null ? input : file.toString();
        String stem = name.replaceFirst("\\.gz$", "").replaceFirst("(?<=.)\\.[A-Za-z]\\w*$", "");
        return stem.isEmpty() ? name : stem;
    }

    private String freeName(String stem) {
        String name = stem;
        while (!names.add(name)) {
            name = stem + "-" + counts.merge(stem, 2, (count, two) -> count + 1);
        }
        return name;
    }
}
