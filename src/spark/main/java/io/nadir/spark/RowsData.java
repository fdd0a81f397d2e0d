package io.nadir.spark;

import io.nadir.loss.ConvexLoss;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.TrainedModel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Executor;

/** Distributed rows as the core's loop sees them: data whose points have one block, V. */
final class RowsData implements ModelData {
    private final DistributedRows rows;
    private final long fingerprint;

    RowsData(DistributedRows rows) {
        this.rows = rows;
        this.fingerprint = rows.fingerprint();
    }

    @Override
    public List<FactorShape> factorShapes() {
        return List.of(new FactorShape("V", rows.columns(), "the data have columns"));
    }

    @Override
    public TrainedModel trained(Factors factors) {
        return new RowSpace(factors);
    }

    @Override
    public double maxAbs() {
        return rows.maxAbs();
    }

    @Override
    public double frobenius() {
        return rows.frobenius();
    }

    @Override
    public long observed() {
        return rows.entries();
    }

    @Override
    public double largestWeight() {
        return rows.largestWeight();
    }

    @Override
    public long fingerprint() {
        return fingerprint;
    }

    @Override
    public ModelData timesPowerOfTwo(int exponent) {
        throw new UnsupportedOperationException("distributed rows are not scaled");
    }

    @Override
    public FactorizationMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        throw new UnsupportedOperationException("distributed rows are solved by SparkSolver");
    }

    /** V alone; U is computed from it and the rows. */
    private record RowSpace(Factors factors) implements TrainedModel {
        @Override
        public String kind() {
            return "rows";
        }

        @Override
        public List<String> factorNames() {
            return List.of("V");
        }
    }
}
