package io.nadir.cli.batch;

import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.cli.report.EnumName;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.JsonFields;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Summary;
import io.nadir.model.Evidence;
import io.nadir.solver.Solution.StopReason;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;

/**
 * What became of a job.
 *
 * @param job its name
 * @param key that belongs to its options and files, see {@link Job#key}
 * @param input the file with the data
 * @param out the directory of the results, null if there is none
 * @param exitCode as {@code solve} would have returned
 * @param figures of the result, null if there is none
 * @param seconds from its start to its end
 * @param message what standard error would have said, on one line; empty for nothing
 */
public record JobRecord(
        String job,
        String key,
        String input,
        @Nullable String out,
        int exitCode,
        @Nullable Figures figures,
        double seconds,
        String message) {

    /**
     * The result in numbers.
     *
     * @param verdict of the certificate
     * @param evidence of its bound
     * @param objective at the point
     * @param lowerBound of the minimum
     * @param gap between them
     * @param relativeGap the same as a fraction of the objective
     * @param lambda that was used
     * @param rank of the point
     * @param stopReason why the solve ended, if not with a certificate; null if it did, or if that
     *     is not known
     */
    public record Figures(
            Verdict verdict,
            Evidence evidence,
            double objective,
            double lowerBound,
            double gap,
            double relativeGap,
            double lambda,
            int rank,
            @Nullable StopReason stopReason) {
        /** Takes the figures from a report. */
        public static Figures of(Report report) {
            Certificate certificate = report.certificate();
            return new Figures(
                    certificate.verdict(),
                    certificate.polar().evidence(),
                    certificate.objective(),
                    certificate.lowerBound(),
                    certificate.gap(),
                    certificate.relativeGap(),
                    report.problem().lambda(),
                    report.rank(),
                    certificate.isGlobal() ? null : report.stopReason());
        }
    }

    /**
     * Whether the result is the global minimum, as was asked for. Descent at the fixed rank of
     * {@code --rank} may succeed elsewhere.
     */
    boolean isCertified() {
        return exitCode == ExitCode.CERTIFIED && is(Verdict.GLOBAL);
    }

    /** Whether there is a result of this verdict. */
    boolean is(Verdict verdict) {
        return figures != null && figures.verdict == verdict;
    }

    /** Whether the job is done: certified, or finished without a certificate. */
    public boolean isDone() {
        return exitCode == ExitCode.CERTIFIED || exitCode == ExitCode.NOT_CERTIFIED;
    }

    /** Says in one line what became of the job. */
    public String describe() {
        Figures found = figures;
        String result =
                found == null
                        ? exitCode == ExitCode.DEFECT ? "defect" : "refused"
                        : String.format(
                                Locale.ROOT,
                                "%s, objective %.9g, relative gap %.2g, rank %d",
                                verdict(found),
                                found.objective,
                                found.relativeGap,
                                found.rank);
        return job
                + ": "
                + result
                + String.format(Locale.ROOT, ", %.3g s", seconds)
                + (message.isEmpty() ? "" : ": " + message);
    }

    private static String verdict(Figures figures) {
        String verdict = EnumName.of(figures.verdict);
        return figures.verdict == Verdict.GLOBAL
                ? verdict + ", " + EnumName.of(figures.evidence)
                : verdict + Summary.reason(figures.stopReason).replaceFirst("^: (.*)", " ($1)");
    }

    /** Writes the fields. */
    public void write(JsonFields json) {
        json.text("job", job);
        json.text("key", key);
        json.text("input", input);
        json.text("out", out);
        json.whole("exitCode", exitCode);
        if (figures != null) {
            json.text("verdict", figures.verdict.name());
            json.text("evidence", figures.evidence.name());
            json.number("objective", figures.objective);
            json.number("lowerBound", figures.lowerBound);
            json.number("gap", figures.gap);
            json.number("relativeGap", figures.relativeGap);
            json.number("lambda", figures.lambda);
            json.whole("rank", figures.rank);
            if (figures.stopReason != null) {
                json.text("stopReason", figures.stopReason.name());
            }
        }
        json.number("seconds", seconds);
        json.text("message", message);
    }

    /**
     * Reads the fields again.
     *
     * @throws IllegalArgumentException if one is missing, or is not what was written
     */
    static JobRecord read(Map<String, JsonLine.Value> fields) {
        return new JobRecord(
                text(fields, "job"),
                text(fields, "key"),
                text(fields, "input"),
                fields.containsKey("out") ? text(fields, "out") : null,
                Integer.parseInt(text(fields, "exitCode")),
                fields.containsKey("verdict") ? figures(fields) : null,
                number(fields, "seconds"),
                text(fields, "message"));
    }

    private static Figures figures(Map<String, JsonLine.Value> fields) {
        return new Figures(
                Verdict.valueOf(text(fields, "verdict")),
                Evidence.valueOf(text(fields, "evidence")),
                number(fields, "objective"),
                number(fields, "lowerBound"),
                number(fields, "gap"),
                number(fields, "relativeGap"),
                number(fields, "lambda"),
                Integer.parseInt(text(fields, "rank")),
                fields.containsKey("stopReason")
                        ? StopReason.valueOf(text(fields, "stopReason"))
                        : null);
    }

    private static String text(Map<String, JsonLine.Value> fields, String name) {
        JsonLine.Value value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the field " + name + " is missing");
        }
        return value.text();
    }

    /** A number that is not finite was written as null; an objective may be infinite, and a gap. */
    private static double number(Map<String, JsonLine.Value> fields, String name) {
        return fields.containsKey(name)
                ? Double.parseDouble(text(fields, name))
                : Double.POSITIVE_INFINITY;
    }
}
