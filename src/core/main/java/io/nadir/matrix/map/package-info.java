/**
 * What the maps of all kinds of matrices share, and what their polar and their methods of descent
 * see of them. Not exported: users get a map from {@link io.nadir.model.ModelData#bind}.
 */
@NullMarked
package io.nadir.matrix.map;

import org.jspecify.annotations.NullMarked;
