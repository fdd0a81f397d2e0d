/**
 * Passes over growing numbers of entries, on Apache Spark and in one heap, beside what a model of
 * their cost predicts.
 */
@NullMarked
package io.nadir.jmh.growth;

import org.jspecify.annotations.NullMarked;
