package io.nadir.cli.report;

import io.nadir.io.Indexing;
import io.nadir.io.InputDescription;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * How the inputs of a command were understood.
 *
 * @param all in the order in which they were read, the data first
 * @param date when the command began
 * @param command its name and arguments, empty if they are not known
 */
public record Inputs(List<Named> all, Instant date, List<String> command) {

    /** The argument that names the file with the data, of commands that have one. */
    public static final String DATA = "INPUT";

    /**
     * One input.
     *
     * @param argument that named it
     * @param description of it
     */
    record Named(String argument, InputDescription description) {}

    /** Copies the list. */
    public Inputs {
        all = List.copyOf(all);
        command = List.copyOf(command);
        date = date.truncatedTo(ChronoUnit.SECONDS);
    }

    /** None yet, of a command that begins now. */
    public static Inputs none() {
        return new Inputs(List.of(), Instant.now(), List.of());
    }

    /** One input alone. */
    public static Inputs of(String argument, InputDescription description) {
        return none().and(argument, description);
    }

    /** These and another one. */
    public Inputs and(String argument, InputDescription description) {
        List<Named> more = new ArrayList<>(all);
        more.add(new Named(argument, description));
        return new Inputs(more, date, command);
    }

    /** These, read by a command with these arguments, its name first. */
    public Inputs by(List<String> arguments) {
        return new Inputs(all, date, arguments);
    }

    /** What the rows and columns of the data are called. */
    public Indexing indexing() {
        return all.isEmpty() ? Indexing.FROM_ONE : all.getFirst().description().indexingOrDefault();
    }

    /** What the columns of an input are called; empty if that is not known. */
    public List<String> columnsOf(String argument) {
        return all.stream()
                .filter(input -> input.argument().equals(argument))
                .findFirst()
                .map(input -> input.description().indexingOrDefault().columns())
                .orElse(List.of());
    }

    /** The name of the data's file, without its folder. */
    public String name() {
        if (all.isEmpty()) {
            return "data";
        }
        String name = all.getFirst().description().name();
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    private String label(Named input) {
        boolean data = all.size() == 1 || input.argument().equals(DATA);
        return data ? "input" : input.argument();
    }

    /** Lines of a summary, each ended. */
    public String lines() {
        StringBuilder lines = new StringBuilder();
        for (Named input : all) {
            lines.append(Summary.line(label(input), input.description())).append('\n');
        }
        return lines.toString();
    }
}
