/**
 * Directories that receive the files of a run, all of them or none. Exported to the command line
 * only.
 */
@NullMarked
package io.nadir.io.output;

import org.jspecify.annotations.NullMarked;
