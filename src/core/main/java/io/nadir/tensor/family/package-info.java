/**
 * The provider of the family of CP decompositions: which polar and which descent methods apply. Not
 * exported.
 */
@NullMarked
package io.nadir.tensor.family;

import org.jspecify.annotations.NullMarked;
