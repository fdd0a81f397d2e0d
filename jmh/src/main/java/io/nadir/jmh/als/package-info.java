/** Spark's alternating least squares beside Nadir on Spark, at the objective of the former. */
@NullMarked
package io.nadir.jmh.als;

import org.jspecify.annotations.NullMarked;
