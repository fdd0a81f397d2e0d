/**
 * The command line: {@code Main} lists the commands and {@code Failures} turns whatever goes wrong
 * into one line and an exit code. The commands themselves are in {@code command}, their options in
 * {@code option}; what they find out is in {@code report}, {@code picture} draws it, and {@code
 * progress} shows the work under way.
 */
@NullMarked
package io.nadir.cli;

import org.jspecify.annotations.NullMarked;
