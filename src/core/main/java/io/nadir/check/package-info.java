/** Checks of arguments. Not exported: the modules of Nadir share it. */
@NullMarked
package io.nadir.check;

import org.jspecify.annotations.NullMarked;
