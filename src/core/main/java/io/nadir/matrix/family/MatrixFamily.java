package io.nadir.matrix.family;

import io.nadir.matrix.descent.AlternatingLeastSquares;
import io.nadir.matrix.descent.ColumnDescent;
import io.nadir.matrix.descent.CoordinateDescent;
import io.nadir.matrix.descent.FixedFactor;
import io.nadir.matrix.descent.RowLeastSquares;
import io.nadir.matrix.descent.SpectralStart;
import io.nadir.matrix.descent.SubspaceDescent;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.polar.AlternatingOracle;
import io.nadir.matrix.polar.AnalysisOracle;
import io.nadir.matrix.polar.GroupOracle;
import io.nadir.matrix.polar.L1Oracle;
import io.nadir.matrix.polar.NormSumOracle;
import io.nadir.matrix.polar.SpectralOracle;
import io.nadir.model.DescentMethod;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelFamily;
import io.nadir.model.ModelReader;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle;
import io.nadir.model.Regularizer;
import io.nadir.model.Transformation;
import io.nadir.model.map.TrainedFactorization;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Matrix factorizations X = U·Vᵀ. */
public final class MatrixFamily implements ModelFamily {
    private static final String LEAST_SQUARES = "alternating-least-squares";

    @Override
    public boolean owns(FactorizationMap map) {
        return map instanceof MatrixMap;
    }

    /** Opens the oracle with the sharpest bound that applies to the gauges of the regularizer. */
    @Override
    public PolarOracle polar(Objective<?> objective, Factors w, long seed) {
        Objective<MatrixMap> matrix = objective.as(MatrixMap.class);
        MatrixMap map = matrix.map();
        Regularizer theta = matrix.regularizer();
        if (theta.isNuclear()) {
            return new SpectralOracle(matrix, w, seed);
        }
        if (L1Oracle.applies(map, theta)) {
            return new L1Oracle(matrix, w, seed);
        }
        if (NormSumOracle.applies(map, theta)) {
            return new NormSumOracle(matrix, w, seed);
        }
        if (AnalysisOracle.applies(map, theta)) {
            return new AnalysisOracle(matrix, w, seed);
        }
        if (GroupOracle.applies(map, theta)) {
            return new GroupOracle(matrix, w, seed);
        }
        return new AlternatingOracle(matrix, w, seed);
    }

    /** {@inheritDoc} For quadratic losses from the singular vectors of the data. */
    @Override
    public Factors start(Objective<?> objective, int rank, long seed) {
        Objective<MatrixMap> matrix = objective.as(MatrixMap.class);
        boolean applies = matrix.map().loss().isQuadratic() && matrix.regularizer().hasGauges();
        return applies
                ? SpectralStart.of(matrix, rank, seed)
                : Factors.empty(matrix.map().dimensions());
    }

    @Override
    public boolean canTransform() {
        return true;
    }

    /** {@inheritDoc} The first block is U. */
    @Override
    public Transformation transform(Objective<?> objective, Factors w, double tolerance) {
        return new FixedFactor(objective.as(MatrixMap.class), tolerance).minimize(w);
    }

    @Override
    public List<ModelReader> readers() {
        return List.of(new ModelReader("matrix", TrainedFactorization::ofMatrix));
    }

    /** As measured: native-notes/descent.md. */
    @Override
    public SequencedMap<String, Supplier<DescentMethod>> descents(Objective<?> objective) {
        Objective<MatrixMap> matrix = objective.as(MatrixMap.class);
        MatrixMap map = matrix.map();
        Regularizer theta = matrix.regularizer();
        SequencedMap<String, Supplier<DescentMethod>> methods = new LinkedHashMap<>();
        MatrixMap squares = theta.isNuclearAtEqualNorms() ? map.forDescent() : map;
        if (squares.hasFastGram() && theta.isNuclearAtEqualNorms()) {
            methods.put("subspace", () -> new SubspaceDescent(squares, matrix.lambda()));
        }
        if (theta.isHalfSumOfSquares() && squares.hasFastGram()) {
            methods.put(LEAST_SQUARES, () -> new AlternatingLeastSquares(squares, matrix.lambda()));
        } else if (theta.isHalfSumOfSquares() && map.hasBlockMinimizer()) {
            methods.put(LEAST_SQUARES, () -> new RowLeastSquares(matrix));
        }
        if (map.hasFastGram() && theta.isCertifiable()) {
            methods.put("columns", () -> new ColumnDescent(matrix));
        }
        if (CoordinateDescent.applies(map, theta)) {
            methods.put("coordinates", () -> new CoordinateDescent(matrix));
        }
        return methods;
    }
}
