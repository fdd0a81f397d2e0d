package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A solve that is cut, and goes on from a checkpoint. */
final class ResumedSolve {
    private ResumedSolve() {}

    /** Asserts that such a solve ends with the bits of one that is not cut. */
    static void check(SparkProblem problem, SolverOptions options, int saved) throws IOException {
        SparkSolution whole = SparkSolver.solve(problem, options);
        assertThat(whole.iterations()).isGreaterThan(saved + 2);
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        SolverOptions cut =
                options.withCheckpoints(
                                (present, last) -> {
                                    if (present.iterations() <= saved) {
                                        state.reset();
                                        present.writeTo(state);
                                    }
                                })
                        .withListener(
                                new SolveListener() {
                                    @Override
                                    public boolean onIteration(Progress progress) {
                                        return progress.iteration() < saved + 2;
                                    }
                                });
        assertThat(SparkSolver.solve(problem, cut).stopReason()).isEqualTo(StopReason.CANCELLED);
        SparkSolution rest =
                SparkSolver.solve(
                        problem,
                        options.withCheckpoints((present, last) -> {})
                                .withResume(
                                        Nadir.readState(
                                                new ByteArrayInputStream(state.toByteArray()))));
        assertThat(rest.v()).isEqualTo(whole.v());
        assertThat(rest.certificate().gap()).isEqualTo(whole.certificate().gap());
        assertThat(rest.iterations()).isEqualTo(whole.iterations());
    }
}
