/**
 * What the maps of all kinds of tensors share, and what their polar sees of them. Not exported:
 * users get a map from {@link io.nadir.model.ModelData#bind}.
 */
@NullMarked
package io.nadir.tensor.map;

import org.jspecify.annotations.NullMarked;
