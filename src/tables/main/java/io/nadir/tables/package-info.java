/** The table formats Parquet and Arrow. */
@NullMarked
package io.nadir.tables;

import org.jspecify.annotations.NullMarked;
