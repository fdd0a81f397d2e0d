/**
 * Many solves in one process: which jobs there are, running them side by side, and the log of what
 * is done, from which a batch that was killed goes on.
 */
@NullMarked
package io.nadir.cli.batch;

import org.jspecify.annotations.NullMarked;
