/**
 * Compares regularizers of small networks that are trained on few samples. It measures accuracies,
 * not times, so it is no benchmark of JMH.
 */
@NullMarked
package io.nadir.jmh.comparison;

import org.jspecify.annotations.NullMarked;
