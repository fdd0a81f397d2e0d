/** Runs the benchmarks in presets and records what they ran on. */
@NullMarked
package io.nadir.jmh.run;

import org.jspecify.annotations.NullMarked;
