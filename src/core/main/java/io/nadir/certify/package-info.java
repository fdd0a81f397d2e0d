/** Polar oracles, two-sided bounds, gaps and their evidence. */
@NullMarked
package io.nadir.certify;

import org.jspecify.annotations.NullMarked;
