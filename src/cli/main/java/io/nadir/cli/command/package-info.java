/**
 * The commands, one class each. {@code SolvingCommand} has what all that solve
 * have in common. To add a command, extend {@code NadirCommand}, mix in the
 * groups of options from {@code io.nadir.cli.option}, and add it to the list in {@code
 * io.nadir.cli.Main}.
 */
@NullMarked
package io.nadir.cli.command;

import org.jspecify.annotations.NullMarked;
