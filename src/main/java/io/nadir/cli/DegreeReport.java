package io.nadir.cli;

import io.nadir.landscape.DegreeDemonstration;
import io.nadir.landscape.DegreeDiagnosis;

import java.util.List;

/**
 * What a diagnosis of degrees found.
 *
 * @param diagnosis of map and penalty
 * @param demonstration of what that does to the objective
 */
record DegreeReport(DegreeDiagnosis diagnosis, DegreeDemonstration demonstration) {
    /** In words: the diagnosis, and what was seen. */
    List<String> lines() {
        return List.of(
                diagnosis.isMatched() ? "Matched." : "Not matched.",
                Summary.line("degrees", diagnosis.message()),
                Summary.line("origin", origin()),
                Summary.line("size", size()));
    }

    /** What the process returns. */
    int exitCode() {
        return diagnosis.isMatched() ? ExitCode.CERTIFIED : ExitCode.NOT_CERTIFIED;
    }

    private String origin() {
        double origin = demonstration.atOrigin();
        return String.format(
                demonstration.showsBarrier()
                        ? "a local minimum of %.6g: a ray rises to %.6g before it falls to %.6g"
                        : "no barrier seen at %.6g: a ray rises to %.6g at most, and falls to %.6g",
                origin,
                demonstration.barrier(),
                demonstration.least());
    }

    private String size() {
        DegreeDemonstration.Copies one = demonstration.copies().getFirst();
        DegreeDemonstration.Copies many = demonstration.copies().getLast();
        return String.format(
                "%d columns in place of one, of the same output, have a penalty of %.6g, not %.6g",
                many.columns(), many.penalty(), one.penalty());
    }
}
