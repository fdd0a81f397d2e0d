/**
 * Arrays as everything here sees them: blocks of factors ({@link io.nadir.array.Panel}), views,
 * reusable working memory, and checks of arguments. Depends on nothing but the JDK. A loss of your
 * own fills the arrays of {@link io.nadir.array.ElementwiseLoss}; a map of your own reads and
 * writes panels.
 */
@NullMarked
package io.nadir.array;

import org.jspecify.annotations.NullMarked;
