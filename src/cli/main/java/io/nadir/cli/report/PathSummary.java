package io.nadir.cli.report;

import io.nadir.PathListener.Step;
import io.nadir.PathPoint;
import io.nadir.certify.Certificate;

/** Describes a path in words. */
public final class PathSummary {
    private PathSummary() {}

    /** A table, a line for each λ, and what there is to compare with; lines, each ended. */
    public static String of(PathReport report) {
        StringBuilder table =
                new StringBuilder(
                        String.format(
                                "%14s %6s %16s %10s %17s  %s%n",
                                "lambda", "rank", "objective", "gap", "held out", "verdict"));
        for (int k = 0; k < report.points().size(); k++) {
            table.append(row(report, k));
        }
        if (report.rule() == LambdaRule.ONE_SE && report.chosen() >= 0) {
            table.append("  * least error   + largest lambda within one standard error of it\n");
        }
        HeldOutError error = report.error();
        if (PathPoint.best(report.points()) >= 0) {
            table.append(Summary.line("held out", error.name() + " of the entries held out"))
                    .append('\n');
        }
        if (!report.baselines().isEmpty()) {
            String errors = Baselines.words(report.baselines(), error);
            table.append(Summary.line("baselines", errors + " (" + error.name() + ")"))
                    .append('\n');
        }
        if (report.lambdaMax() != null) {
            table.append(Summary.line("lambda max", report.lambdaMax().words())).append('\n');
        }
        return table.toString();
    }

    private static String row(PathReport report, int k) {
        PathPoint point = report.points().get(k);
        Certificate certificate = point.solution().certificate();
        PathPoint.HeldOut heldOut = point.heldOut();
        return String.format(
                "%14.6g %6d %16.9g %10.2g %17s%s %s%n",
                point.lambda(),
                point.solution().rank(),
                certificate.objective(),
                certificate.relativeGap(),
                heldOut == null ? "" : report.error().words(heldOut),
                mark(report, k),
                Summary.verdict(point));
    }

    /** A star for the best λ, and a cross for another one that is chosen. */
    private static String mark(PathReport report, int k) {
        if (k == PathPoint.best(report.points())) {
            return "*";
        }
        return k == report.chosen() ? "+" : " ";
    }

    /** How one solve of a path has ended, in one line. */
    public static String line(Step step, PathPoint point, HeldOutError error) {
        Certificate certificate = point.solution().certificate();
        PathPoint.HeldOut heldOut = point.heldOut();
        return String.format(
                "λ %d of %d%s: %.6g, rank %d, objective %.9g, relative gap %.2g, %s%s, %.3g s",
                step.index() + 1,
                step.count(),
                step.again() ? " again" : "",
                point.lambda(),
                point.solution().rank(),
                certificate.objective(),
                certificate.relativeGap(),
                Summary.verdict(point),
                heldOut == null
                        ? ""
                        : String.format(", %s held out %s", error.name(), error.words(heldOut)),
                point.solution().seconds().total());
    }
}
