package io.nadir.cli.report;

import io.nadir.landscape.DegreeDemonstration;
import io.nadir.landscape.DegreeDemonstration.RayPoint;
import io.nadir.landscape.DegreeDemonstration.Split;
import io.nadir.landscape.DegreeDiagnosis;

import java.io.OutputStream;
import java.util.List;

/**
 * What a diagnosis of degrees found.
 *
 * @param diagnosis of map and penalty
 * @param lambda weight of the penalty in what is shown
 * @param demonstration of what degrees do to the objective
 * @param inputs how the inputs were understood
 */
public record DegreeReport(
        DegreeDiagnosis diagnosis, double lambda, DegreeDemonstration demonstration, Inputs inputs)
        implements CommandReport {
    /** Returns the diagnosis and the observations in words. */
    public List<String> lines() {
        return List.of(
                diagnosis.isMatched() ? "Matched." : "Not matched.",
                Summary.line("degrees", diagnosis.message()),
                Summary.line("origin", origin()),
                Summary.line("size", size()));
    }

    /** What the process returns. */
    @Override
    public int exitCode() {
        return diagnosis.isMatched() ? ExitCode.CERTIFIED : ExitCode.NOT_CERTIFIED;
    }

    /** The least objective on the ray. */
    double least() {
        return demonstration.ray().stream().mapToDouble(RayPoint::objective).min().orElseThrow();
    }

    /** The largest objective on the ray before it is below the origin's for the first time. */
    double barrier() {
        double origin = demonstration.atOrigin();
        return demonstration.ray().stream()
                .mapToDouble(RayPoint::objective)
                .takeWhile(objective -> objective >= origin)
                .reduce(origin, Math::max);
    }

    private String origin() {
        return String.format(
                demonstration.isOriginSpurious()
                        ? "a local minimum of %.6g: a ray rises to %.6g before it falls to %.6g"
                        : "no trap: from %.6g, a ray rises to %.6g at most and falls to %.6g",
                demonstration.atOrigin(),
                barrier(),
                least());
    }

    private String size() {
        Split one = demonstration.splits().getFirst();
        Split many = demonstration.splits().getLast();
        return String.format(
                "%s: %d columns with the output of one have a penalty of %.6g, one alone %.6g",
                demonstration.isSizeUncontrolled() ? "uncontrolled" : "controlled",
                many.copies(),
                many.penalty(),
                one.penalty());
    }

    @Override
    public String summary() {
        return String.join("\n", lines()) + "\n";
    }

    @Override
    public void writeJson(OutputStream out) {
        ReportJson.write(this, out);
    }
}
