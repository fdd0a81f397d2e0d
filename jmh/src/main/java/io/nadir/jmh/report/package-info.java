/** Recorded results, and the table and the plot made of them. */
@NullMarked
package io.nadir.jmh.report;

import org.jspecify.annotations.NullMarked;
