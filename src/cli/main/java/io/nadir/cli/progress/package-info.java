/**
 * Work under way: the terminal, the display of progress, what an interruption does, and the history
 * of a solve up to its outcome.
 */
@NullMarked
package io.nadir.cli.progress;

import org.jspecify.annotations.NullMarked;
