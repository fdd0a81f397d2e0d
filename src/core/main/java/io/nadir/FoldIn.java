package io.nadir;

import io.nadir.model.Centering;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelFamily;
import io.nadir.model.Transformation;
import io.nadir.solver.SolverOptions;

/** Finds the rows of U that belong to new data for a given V, see {@link Nadir#transform}. */
final class FoldIn {
    /** The relative gap at which it stops, unless the options ask for a smaller one. */
    private static final double LARGEST_GAP = 1e-9;

    private FoldIn() {}

    static Transformation transform(Problem problem, double[] v, SolverOptions options) {
        requireNoOffsets(problem.y());
        Scaling scaling = Scaling.of(problem);
        double tolerance = Math.min(LARGEST_GAP, options.relativeGap());
        try (FactorizationMap map = scaling.bind(options)) {
            ModelFamily family = ModelFamily.of(map);
            if (!family.canTransform()) {
                throw new IllegalArgumentException(
                        "data = %s, allowed are matrices"
                                .formatted(problem.y().getClass().getSimpleName()));
            }
            int rows = map.dimensions().getFirst();
            int columns = map.dimensions().getLast();
            int rank = v.length / columns;
            Factors fixed = Factors.copyOfPair(rows, columns, rank, new double[rows * rank], v);
            problem.regularizer().requireFeasible(fixed);
            Transformation found =
                    family.transform(scaling.objective(map), scaling.inward(fixed), tolerance);
            map.data().requireUnchanged();
            return scaling.original().restore(found);
        }
    }

    private static void requireNoOffsets(ModelData y) {
        if (y.centering() != Centering.NONE) {
            throw new IllegalArgumentException(
                    String.format(
                            "center = %s, allowed for a transformation is none: subtract the"
                                    + " offsets of the model from the new data, and transform what"
                                    + " is left",
                            y.centering().label()));
        }
    }
}
