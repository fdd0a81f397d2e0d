package io.nadir.cli.batch;

import io.nadir.certify.Certificate.Verdict;
import io.nadir.cli.report.CommandReport;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.JsonFields;
import io.nadir.cli.report.Summary;

import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What became of a batch.
 *
 * @param records of the jobs that have ended, in the order of the jobs
 * @param jobs their number, with those that have not ended
 * @param before how many were done by earlier starts
 * @param interrupted whether the batch was told to stop
 * @param threads that worked
 * @param seconds from the start of the command
 */
public record BatchReport(
        List<JobRecord> records,
        int jobs,
        int before,
        boolean interrupted,
        int threads,
        double seconds)
        implements CommandReport {
    /** Copies the list. */
    public BatchReport {
        records = List.copyOf(records);
    }

    @Override
    public Inputs inputs() {
        return Inputs.none();
    }

    /** How many jobs ended so. */
    private long count(int exitCode) {
        return count(record -> record.exitCode() == exitCode);
    }

    private long count(Verdict verdict) {
        return count(record -> record.is(verdict));
    }

    private long count(Predicate<JobRecord> kind) {
        return records.stream().filter(kind).count();
    }

    private long certified() {
        return count(JobRecord::isCertified);
    }

    /** Jobs that did what {@code --rank} asks for, which is less than a certificate. */
    private long atFixedRank() {
        return count(ExitCode.CERTIFIED) - certified();
    }

    private int open() {
        return jobs - records.size();
    }

    @Override
    public String summary() {
        long certified = certified();
        String verdict =
                certified == jobs
                        ? "All " + jobs + " jobs are certified."
                        : certified + " of " + jobs + " jobs are certified.";
        return Stream.of(
                        List.of(verdict),
                        line("not global", count(Verdict.NOT_GLOBAL)),
                        line("undecided", count(Verdict.UNDECIDED)),
                        line("at --rank", atFixedRank(), " of these, converged as asked for"),
                        line("refused", count(ExitCode.REFUSED)),
                        line("defects", count(ExitCode.DEFECT)),
                        line("not begun", open()),
                        line("done before", before),
                        List.of(Summary.line("seconds", String.format("%.3f", seconds))))
                .flatMap(Collection::stream)
                .reduce("", (text, line) -> text + line + "\n");
    }

    private static List<String> line(String label, long count) {
        return line(label, count, "");
    }

    private static List<String> line(String label, long count, String more) {
        return count == 0 ? List.of() : List.of(Summary.line(label, count + more));
    }

    @Override
    public void writeJson(OutputStream out) {
        JsonFields.write(
                out,
                json -> {
                    json.whole("jobs", jobs);
                    json.whole("certified", certified());
                    json.whole(
                            "notCertified", count(Verdict.NOT_GLOBAL) + count(Verdict.UNDECIDED));
                    json.whole("notGlobal", count(Verdict.NOT_GLOBAL));
                    json.whole("undecided", count(Verdict.UNDECIDED));
                    json.whole("atFixedRank", atFixedRank());
                    json.whole("refused", count(ExitCode.REFUSED));
                    json.whole("defects", count(ExitCode.DEFECT));
                    json.whole("notEnded", open());
                    json.whole("doneBefore", before);
                    json.objects("results", records, record -> record.write(json));
                    json.whole("threads", threads);
                    json.number("seconds", seconds);
                    json.version();
                });
    }

    /** 0 only if all jobs are certified. */
    @Override
    public int exitCode() {
        if (interrupted) {
            return ExitCode.INTERRUPTED;
        }
        if (count(ExitCode.DEFECT) > 0) {
            return ExitCode.DEFECT;
        }
        return certified() == jobs ? ExitCode.CERTIFIED : ExitCode.NOT_CERTIFIED;
    }
}
