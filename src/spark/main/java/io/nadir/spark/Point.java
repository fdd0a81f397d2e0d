package io.nadir.spark;

import io.nadir.loss.ConvexLoss;

import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/**
 * A point as the executors get it: V, in memory that all tasks of an executor share.
 *
 * @param number tells the points of a solve apart, and of all solves on one executor
 * @param nonNegative whether U ≥ 0
 * @param elements V, n×r row after row
 * @param offsets those beside the factors; null if there are none
 * @param q the offsets of the columns; null if there are none
 */
record Point(
        long number,
        int rank,
        double lambda,
        boolean nonNegative,
        ConvexLoss loss,
        Broadcast<double[]> elements,
        @Nullable OffsetTerms offsets,
        @Nullable Broadcast<double[]> q)
        implements Serializable {
    private static final long serialVersionUID = 1;
}
