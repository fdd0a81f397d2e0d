/**
 * Certified factorizations as estimators and models of Spark's machine learning library.
 *
 * <p>{@link io.nadir.spark.ml.MatrixCompletion} takes (user, item, rating[, weight]) and gives a
 * {@link io.nadir.spark.ml.MatrixCompletionModel}, which predicts pairs. {@link
 * io.nadir.spark.ml.LowRank} takes vectors and gives a {@link io.nadir.spark.ml.LowRankModel},
 * which replaces them by a few coordinates. Both work in a {@code Pipeline}, in a {@code
 * CrossValidator}, and from Python through Spark's gateway. Each model has a {@link
 * io.nadir.spark.ml.FactorizationSummary} with the certificate of its factors, and is saved with
 * it.
 *
 * <p>They are a face of {@link io.nadir.spark}, where the work is done.
 */
@NullMarked
package io.nadir.spark.ml;

import org.jspecify.annotations.NullMarked;
