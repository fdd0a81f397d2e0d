/**
 * Data and results of Nadir as matrices of other libraries. An application that uses one of the
 * classes needs the library that it is named after on its path.
 */
@NullMarked
package io.nadir.adapters;

import org.jspecify.annotations.NullMarked;
