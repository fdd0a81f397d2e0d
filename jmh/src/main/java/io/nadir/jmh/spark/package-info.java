/** What measurements on Apache Spark share. */
@NullMarked
package io.nadir.jmh.spark;

import org.jspecify.annotations.NullMarked;
