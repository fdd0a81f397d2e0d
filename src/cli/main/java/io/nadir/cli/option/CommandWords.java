package io.nadir.cli.option;

import picocli.CommandLine.Model.CommandSpec;

import java.util.ArrayList;
import java.util.List;

/** The words by which a command was called. */
public final class CommandWords {
    private CommandWords() {}

    /** The name of a command that is running, and its arguments. */
    public static List<String> of(CommandSpec command) {
        List<String> arguments = command.commandLine().getParseResult().originalArgs();
        if (command.parent() != null) {
            return arguments; // They begin with the name of the command.
        }
        List<String> words = new ArrayList<>(List.of(command.name()));
        words.addAll(arguments);
        return words;
    }
}
