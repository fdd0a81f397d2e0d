/**
 * Descent methods that fit matrices only, and the exact solution for a fixed factor. Not exported.
 * To add one, implement {@link io.nadir.model.DescentMethod} and let {@code MatrixFamily} offer it.
 */
@NullMarked
package io.nadir.matrix.descent;

import org.jspecify.annotations.NullMarked;
