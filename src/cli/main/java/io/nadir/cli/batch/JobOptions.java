package io.nadir.cli.batch;

import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Suggestion;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of {@code solve} that each job has: from the command line for all jobs, and from a
 * line of the manifest for one.
 */
public final class JobOptions {
    /** What the batch decides, or prints, for all jobs together. */
    private static final Set<String> OF_THE_BATCH =
            Set.of(
                    "--checkpoint",
                    "--checkpoint-interval",
                    "--help",
                    "--json",
                    "--out",
                    "--quiet",
                    "--threads",
                    "--verbose",
                    "--version");

    private static final String INPUT = "input";
    private static final String OUT = "out";
    private static final String PREFIX = "--";

    private final Map<String, OptionSpec> options = new LinkedHashMap<>();

    /** Takes the options from those of {@code solve}. */
    public JobOptions(CommandSpec solve) {
        for (OptionSpec option : solve.options()) {
            if (!OF_THE_BATCH.contains(option.longestName())) {
                options.put(option.longestName(), option);
            }
        }
    }

    /** Lets {@code batch} take the options, none of which it requires. */
    public void addTo(CommandSpec batch) {
        for (OptionSpec option : options.values()) {
            Holder holder = new Holder();
            batch.addOption(
                    OptionSpec.builder(option)
                            .required(false)
                            .getter(holder)
                            .setter(holder)
                            .build());
        }
    }

    /** Converted values of a batch are checked, and the words that they came from used. */
    private static final class Holder implements IGetter, ISetter {
        private @Nullable Object value;

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As picocli has it.
        public <T> @Nullable T get() {
            return (T) value;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> @Nullable T set(@Nullable T next) {
            T before = (T) value;
            value = next;
            return before;
        }
    }

    /** The words of the options that a command line has for all jobs, by the names of options. */
    public Map<String, List<String>> of(ParseResult commandLine) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        for (OptionSpec matched : commandLine.matchedOptions()) {
            String name = matched.longestName();
            if (options.containsKey(name)) {
                words.put(name, isFlag(matched) ? List.of(name) : words(matched));
            }
        }
        return words;
    }

    private static List<String> words(OptionSpec option) {
        return option.originalStringValues().stream()
                .map(value -> option.longestName() + "=" + value)
                .toList();
    }

    private static boolean isFlag(ArgSpec option) {
        return option.arity().max() == 0;
    }

    /**
     * What a line of the manifest says.
     *
     * @param input the file with the data
     * @param out the directory of the results, null if none is named
     * @param words those of its options, after those for all jobs that it does not replace
     */
    record Line(String input, @Nullable String out, List<String> words) {}

    /**
     * Reads a line of the manifest.
     *
     * @param common the words for all jobs
     * @throws RefusedException if a key or value is not allowed; the message names it
     */
    Line read(Map<String, JsonLine.Value> values, Map<String, List<String>> common)
            throws RefusedException {
        Map<String, List<String>> words = new LinkedHashMap<>(common);
        for (Map.Entry<String, JsonLine.Value> entry : values.entrySet()) {
            if (!entry.getKey().equals(INPUT) && !entry.getKey().equals(OUT)) {
                OptionSpec option = option(entry.getKey());
                words.put(option.longestName(), words(option, entry.getKey(), entry.getValue()));
            }
        }
        String input = text(values, INPUT);
        if (input == null) {
            throw RefusedException.of("input is missing: the file with the data");
        }
        return new Line(
                input, text(values, OUT), words.values().stream().flatMap(List::stream).toList());
    }

    private OptionSpec option(String key) throws RefusedException {
        OptionSpec option = options.get(PREFIX + key);
        if (option != null) {
            return option;
        }
        if (OF_THE_BATCH.contains(PREFIX + key)) {
            throw RefusedException.of(
                    "the key "
                            + key
                            + " is not for one job: batch itself has --"
                            + key
                            + " or none");
        }
        Set<String> keys = keys();
        throw RefusedException.of(
                "unknown key "
                        + key
                        + Suggestion.nearest(key, keys)
                                .map(meant -> ": did you mean " + meant + "?")
                                .orElse(", allowed are " + String.join(", ", keys)));
    }

    private Set<String> keys() {
        Set<String> keys = new TreeSet<>(Set.of(INPUT, OUT));
        options.keySet().forEach(name -> keys.add(name.substring(PREFIX.length())));
        return keys;
    }

    private static List<String> words(OptionSpec option, String key, JsonLine.Value value)
            throws RefusedException {
        String name = option.longestName();
        if (isFlag(option)) {
            if (value.kind() != JsonLine.Kind.FLAG) {
                throw RefusedException.of(key + " = " + value + ", allowed are true and false");
            }
            return value.text().equals("true") ? List.of(name) : List.of();
        }
        if (value.kind() != JsonLine.Kind.LIST) {
            return List.of(name + "=" + value.text());
        }
        if (!option.isMultiValue()) {
            throw RefusedException.of(key + " = " + value + ", allowed is a single value");
        }
        List<String> words = new ArrayList<>();
        value.texts().forEach(text -> words.add(name + "=" + text));
        return words;
    }

    private static @Nullable String text(Map<String, JsonLine.Value> values, String key)
            throws RefusedException {
        JsonLine.Value value = values.get(key);
        if (value == null) {
            return null;
        }
        if (value.kind() != JsonLine.Kind.TEXT || value.text().isEmpty()) {
            throw RefusedException.of(key + " = " + value + ", allowed is the name of a file");
        }
        return value.text();
    }
}
