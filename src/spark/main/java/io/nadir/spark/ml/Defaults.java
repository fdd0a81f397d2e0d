package io.nadir.spark.ml;

import io.nadir.solver.SolverOptions;

/** The defaults of parameters: those of the library. */
final class Defaults {
    private Defaults() {}

    static void set(CompletionParams params) {
        common(params);
        params.setDefault(params.userCol(), "user");
        params.setDefault(params.itemCol(), "item");
        params.setDefault(params.ratingCol(), "rating");
        params.setDefault(params.predictionCol(), "prediction");
        params.setDefault(params.coldStartStrategy(), "nan");
    }

    static void set(LowRankParams params) {
        common(params);
        params.setDefault(params.inputCol(), "features");
        params.setDefault(params.outputCol(), "coordinates");
    }

    private static void common(SolveParams params) {
        SolverOptions options = SolverOptions.defaults();
        params.setDefault(params.loss(), "squared");
        params.setDefault(params.center(), "none");
        params.setDefault(params.offsetPenalty(), 0.0);
        params.setDefault(params.nonnegative(), false);
        params.setDefault(params.relativeGap(), options.relativeGap());
        params.setDefault(params.evidence(), "probable");
        params.setDefault(params.delta(), options.delta());
        params.setDefault(params.maxRank(), options.maxRank());
        params.setDefault(params.seed(), options.seed());
        params.setDefault(params.numPartitions(), 10);
        params.setDefault(params.checkpointSeconds(), 30.0);
    }
}
