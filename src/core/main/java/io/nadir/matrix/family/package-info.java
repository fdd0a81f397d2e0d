/**
 * The provider of the family of matrix factorizations: which polar and which descent methods apply.
 * Not exported.
 */
@NullMarked
package io.nadir.matrix.family;

import org.jspecify.annotations.NullMarked;
