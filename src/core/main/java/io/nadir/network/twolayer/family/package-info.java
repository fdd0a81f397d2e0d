/**
 * The provider of the family of two-layer networks: which polar and which descent methods apply.
 * Not exported.
 */
@NullMarked
package io.nadir.network.twolayer.family;

import org.jspecify.annotations.NullMarked;
