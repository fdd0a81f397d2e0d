/** The command line: commands, progress, plots and reports. */
@NullMarked
package io.nadir.cli;

import org.jspecify.annotations.NullMarked;
