/** What the maps of all families of Nadir share: data, loss and threads. Not exported. */
@NullMarked
package io.nadir.model.map;

import org.jspecify.annotations.NullMarked;
