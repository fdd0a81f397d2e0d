/** The loop: descent methods, append, slide, stopping and workspace. */
@NullMarked
package io.nadir.solver;

import org.jspecify.annotations.NullMarked;
