package io.nadir.spark;

import io.nadir.loss.ConvexLoss;

import org.apache.spark.broadcast.Broadcast;

import java.io.Serializable;

/**
 * A point as the executors get it: V, in memory that all tasks of an executor share.
 *
 * @param number tells the points of a solve apart, and of all solves on one executor
 * @param elements V, n×r row after row
 */
record Point(long number, int rank, double lambda, ConvexLoss loss, Broadcast<double[]> elements)
        implements Serializable {
    private static final long serialVersionUID = 1;
}
