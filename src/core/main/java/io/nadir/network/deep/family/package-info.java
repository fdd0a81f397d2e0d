/**
 * The provider of the family of deep networks: which polar and which descent methods apply. Not
 * exported.
 */
@NullMarked
package io.nadir.network.deep.family;

import org.jspecify.annotations.NullMarked;
