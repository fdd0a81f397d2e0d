package io.nadir.spark.ml;

import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The factors of a model, as it keeps and saves them. */
interface FactorParts {
    /** The number of columns of U and V. */
    int rank();

    /** μ; 0 without offsets. */
    double mean();

    /** The directory that they are still read from; null if they are in memory. */
    @Nullable String source();

    /** Writes directories below a path. */
    void save(SparkSession session, String path);
}
