package io.nadir;

import io.nadir.check.Checks;
import io.nadir.matrix.MatrixData;
import io.nadir.model.Centering;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelFamily;
import io.nadir.model.Offsets;
import io.nadir.model.TrainedModel;
import io.nadir.model.Transformation;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

/** Finds the rows of U that belong to new data for a given V, see {@link Nadir#transform}. */
final class FoldIn {
    /** The relative gap at which it stops, unless the options ask for a smaller one. */
    private static final double LARGEST_GAP = 1e-9;

    private FoldIn() {}

    static Transformation transform(Problem problem, double[] v, SolverOptions options) {
        requireNoOffsets(problem.y());
        return minimize(problem, v, options);
    }

    /** Takes V and the offsets of a model. */
    static Transformation transform(Problem problem, TrainedModel model, SolverOptions options) {
        MatrixData y = matrix(problem, model);
        Checks.equal(
                "columns of the data",
                y.columns(),
                "of the model",
                model.factors().dimensions().getLast());
        return minimize(problem, y, model.factors().toArray(1), model.offsets(), options);
    }

    /** The same for the transposed data and model, transposed back. */
    static Transformation transformColumns(
            Problem problem, TrainedModel model, SolverOptions options) {
        MatrixData y = matrix(problem, model);
        Checks.equal(
                "rows of the data",
                y.rows(),
                "of the model",
                model.factors().dimensions().getFirst());
        Offsets offsets = model.offsets();
        Transformation found =
                minimize(
                        problem.withRegularizer(new SwappedRegularizer(problem.regularizer())),
                        y.transposed(),
                        model.factors().toArray(0),
                        offsets == null ? null : offsets.transposed(),
                        options);
        Factors w = found.factors();
        Offsets own = found.offsets();
        return new Transformation(
                Factors.wrap(w.rank(), w.block(1), w.block(0)),
                found.objective(),
                found.gap(),
                found.converged(),
                own == null ? null : own.transposed());
    }

    /** The data without offsets. */
    private static MatrixData matrix(Problem problem, TrainedModel model) {
        if (!(problem.y() instanceof MatrixData y) || !model.kind().equals(y.kind())) {
            throw notAMatrix(problem.y(), model.kind());
        }
        Offsets offsets = model.offsets();
        Centering centering = offsets == null ? Centering.NONE : offsets.centering();
        if (y.centering() != Centering.NONE && y.centering() != centering) {
            throw new IllegalArgumentException(
                    String.format(
                            "center of the data = %s, allowed are none and that of the model, %s",
                            y.centering().label(), centering.label()));
        }
        return y.centered(Centering.NONE);
    }

    private static Transformation minimize(
            Problem problem,
            MatrixData y,
            double[] fixed,
            @Nullable Offsets offsets,
            SolverOptions options) {
        MatrixData rows = offsets == null ? y : y.asRowsOf(offsets);
        return minimize(
                new Problem(rows, problem.loss(), problem.regularizer(), problem.lambda()),
                fixed,
                options);
    }

    private static Transformation minimize(Problem problem, double[] v, SolverOptions options) {
        Scaling scaling = Scaling.of(problem);
        double tolerance = Math.min(LARGEST_GAP, options.relativeGap());
        try (FactorizationMap map = scaling.bind(options)) {
            ModelFamily family = ModelFamily.of(map);
            if (!family.canTransform()) {
                throw notAMatrix(problem.y(), problem.y().kind());
            }
            int rows = map.dimensions().getFirst();
            int columns = map.dimensions().getLast();
            int rank = v.length / columns;
            Factors fixed = Factors.copyOfPair(rows, columns, rank, new double[rows * rank], v);
            problem.regularizer().requireFeasible(fixed);
            Transformation found =
                    family.transform(scaling.objective(map), scaling.inward(fixed), tolerance);
            map.requireUnchanged();
            return scaling.original().restore(found);
        }
    }

    private static IllegalArgumentException notAMatrix(ModelData y, String kind) {
        return new IllegalArgumentException(
                String.format(
                        "data = %s and model = %s, allowed are matrices: other models have no codes"
                                + " for new rows",
                        y.getClass().getSimpleName(), kind));
    }

    private static void requireNoOffsets(ModelData y) {
        if (y.centering() != Centering.NONE) {
            throw new IllegalArgumentException(
                    String.format(
                            "center = %s, allowed for a transformation by V alone is none: pass the"
                                    + " model, which has the offsets of the columns",
                            y.centering().label()));
        }
    }
}
