package io.nadir.cli.report;

import io.nadir.Problem;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;

/** The name of a model in reports, which may stand for a regularizer too. */
final class ModelLabel {
    private ModelLabel() {}

    /** The name of the model of a problem. */
    static String of(Problem problem) {
        String kind = problem.y().kind();
        String theta = problem.regularizer().name();
        int blocks = problem.y().factorShapes().size();
        if (kind.equals("matrix") && theta.equals(SquaredNorms.nonNegative().name())) {
            return "nmf";
        }
        if (kind.equals("matrix") && theta.startsWith("product:l2,l2+")) {
            return "dictionary";
        }
        boolean nonNegative =
                kind.equals("tensor") && theta.equals(new NormPowers(blocks, true).name());
        return nonNegative ? "nonnegative-tensor" : kind;
    }
}
