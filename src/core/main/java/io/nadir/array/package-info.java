/**
 * Arrays and what goes with them: blocks of factors ({@link io.nadir.array.Panel}) and reusable
 * working memory. Depends on the JDK only. A loss of your own fills the arrays of {@link
 * io.nadir.array.ElementwiseLoss}; a map of your own reads and writes panels.
 */
@NullMarked
package io.nadir.array;

import org.jspecify.annotations.NullMarked;
