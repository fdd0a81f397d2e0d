package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.io.OutputStream;

/** A problem made of data that come with the program, and a picture of its solution. */
interface Demo {
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
