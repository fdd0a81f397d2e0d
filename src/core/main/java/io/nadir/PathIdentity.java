package io.nadir;

import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.Fold;
import io.nadir.model.ModelData.Folds;
import io.nadir.solver.SolverOptions;

import java.util.Arrays;

/** Describes a path on one line, so that a state of another path is not taken for its own. */
final class PathIdentity {
    private PathIdentity() {}

    /** Everything that has a part in the result; what solves alone know is in their states. */
    static String of(Problem problem, PathOptions path, SolverOptions options) {
        ModelData heldOut = path.heldOut();
        Factors start = options.start();
        return String.format(
                        "%s, data %016x of %s, held out %s, loss %s, regularizer %s, gap %s, %s,"
                                + " delta %s, descent %s, %s %d, seed %d, start %s",
                        path.grid(),
                        problem.y().fingerprint(),
                        problem.y().factorShapes(),
                        heldOut == null ? "none" : String.format("%016x", heldOut.fingerprint()),
                        problem.loss().name(),
                        problem.regularizer().name(),
                        options.relativeGap(),
                        options.evidence(),
                        options.delta(),
                        options.descent(),
                        options.isRankFixed() ? "rank" : "max rank",
                        options.maxRank(),
                        options.seed(),
                        start == null ? "none" : fingerprint(start))
                + ofFolds(path);
    }

    private static String ofFolds(PathOptions path) {
        Folds folds = path.folds();
        if (folds == null) {
            return "";
        }
        long hash = folds.disjoint() ? 1 : 0;
        for (Fold fold : folds.list()) {
            hash = 31 * hash + fold.training().fingerprint();
            hash = 31 * hash + fold.heldOut().fingerprint();
        }
        return String.format(", %d folds %016x", folds.count(), hash);
    }

    private static String fingerprint(Factors factors) {
        int hash = factors.rank();
        for (int k = 0; k < factors.order(); k++) {
            hash = 31 * hash + Arrays.hashCode(factors.toArray(k));
        }
        return String.format("%08x", hash);
    }
}
