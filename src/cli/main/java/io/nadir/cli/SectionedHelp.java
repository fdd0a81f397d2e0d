package io.nadir.cli;

import io.nadir.cli.option.Section;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Lists the options of a command by {@link Section}, each under a heading. */
final class SectionedHelp implements IHelpSectionRenderer {
    @Override
    public String render(Help help) {
        Map<Section, List<OptionSpec>> sections = new EnumMap<>(Section.class);
        for (OptionSpec option : help.commandSpec().options()) {
            if (!option.hidden()) {
                sections.computeIfAbsent(Section.of(option), s -> new ArrayList<>()).add(option);
            }
        }
        StringBuilder text = new StringBuilder();
        sections.forEach((section, options) -> {
            Layout layout = help.createDefaultLayout();
            layout.addOptions(options, help.createDefaultParamLabelRenderer());
            text.append(help.createHeading("%n" + section.heading() + ":%n")).append(layout);
        });
        return text.toString();
    }
}
