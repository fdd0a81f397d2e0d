package io.nadir.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST;

import io.nadir.cli.option.Section;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lists the options of a command by {@link Section}, each under a heading, and breaks lines of
 * descriptions at blanks only: Java would also break {@code .npy} and {@code linear:N}.
 */
final class SectionedHelp {
    private static final Pattern WITHIN_WORDS = Pattern.compile("[.,:](?=\\S)");

    /** A mark counts as a letter while it is moved to these codes, which nobody uses. */
    private static final int UNUSED_CODES = 0xE000;

    private SectionedHelp() {}

    /** Lets a command show its help so. */
    static void install(CommandLine command) {
        command.getHelpSectionMap().put(SECTION_KEY_PARAMETER_LIST, SectionedHelp::arguments);
        command.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, SectionedHelp::options);
    }

    private static String arguments(Help help) {
        Layout layout = help.createDefaultLayout();
        for (PositionalParamSpec argument : help.commandSpec().positionalParameters()) {
            layout.addPositionalParameter(
                    argument.toBuilder().description(joined(argument.description())).build(),
                    help.createDefaultParamLabelRenderer());
        }
        return separated(layout);
    }

    private static String options(Help help) {
        Map<Section, List<OptionSpec>> sections = new EnumMap<>(Section.class);
        for (OptionSpec option : help.commandSpec().options()) {
            if (!option.hidden()) {
                sections.computeIfAbsent(Section.of(option), s -> new ArrayList<>()).add(option);
            }
        }
        StringBuilder text = new StringBuilder();
        sections.forEach((section, options) -> {
            Layout layout = help.createDefaultLayout();
            for (OptionSpec option : options) {
                layout.addOption(joined(option), help.createDefaultParamLabelRenderer());
            }
            text.append(help.createHeading("%n" + section.heading() + ":%n"))
                    .append(separated(layout));
        });
        return text.toString();
    }

    /** The same where there is nothing to join: names of --help are of the command it is in. */
    private static OptionSpec joined(OptionSpec option) {
        String[] description = joined(option.description());
        return Arrays.equals(description, option.description())
                ? option
                : option.toBuilder().description(description).build();
    }

    private static String[] joined(String[] lines) {
        return Arrays.stream(lines)
                .map(line ->
                        WITHIN_WORDS
                                .matcher(line)
                                .replaceAll(mark ->
                                        Character.toString(UNUSED_CODES + mark.group().charAt(0))))
                .toArray(String[]::new);
    }

    private static String separated(Layout layout) {
        return layout.toString()
                .codePoints()
                .map(c -> c >= UNUSED_CODES && c < UNUSED_CODES + 128 ? c - UNUSED_CODES : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
