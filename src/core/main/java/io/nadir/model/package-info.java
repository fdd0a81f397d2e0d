/** Losses, elemental maps, regularizers, data containers and factors. */
@NullMarked
package io.nadir.model;

import org.jspecify.annotations.NullMarked;
