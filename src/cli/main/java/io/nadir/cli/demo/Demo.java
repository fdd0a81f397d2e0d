package io.nadir.cli.demo;

import io.nadir.Problem;
import io.nadir.cli.progress.Outcome;
import io.nadir.io.InputDescription;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A problem made of data that come with the program, and a picture of its solution. */
public interface Demo {
    /** What the data are called in titles and reports. */
    String name();

    /** What to solve. */
    Problem problem();

    /** How the data are to be described. */
    default InputDescription input() {
        ModelData y = problem().y();
        List<Integer> shape = y.factorShapes().stream().map(FactorShape::rows).toList();
        long entries = shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        return new InputDescription(name(), shape, entries, false, false, null, null);
    }

    /** How. */
    SolverOptions options();

    /** Writes the picture as PNG. */
    void draw(Outcome outcome, OutputStream out) throws IOException;

    /** What {@link #remark} is about. */
    String label();

    /** What else there is to say of the solution, in one line. */
    String remark(Outcome outcome);
}
