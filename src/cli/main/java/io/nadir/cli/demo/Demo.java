package io.nadir.cli.demo;

import io.nadir.Problem;
import io.nadir.cli.progress.Outcome;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.io.OutputStream;

/** A problem made of data that come with the program, and a picture of its solution. */
public interface Demo {
    /** What to solve. */
    Problem problem();

    /** How. */
    SolverOptions options();

    /** Writes the picture as PNG. */
    void draw(Outcome outcome, OutputStream out) throws IOException;

    /** What {@link #remark} is about. */
    String label();

    /** What else there is to say of the solution, in one line. */
    String remark(Outcome outcome);
}
