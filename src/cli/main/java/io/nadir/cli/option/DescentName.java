package io.nadir.cli.option;

import io.nadir.solver.Descent;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.stream.Collectors;

/** The name of a method of descent. */
public final class DescentName implements ITypeConverter<Descent> {
    @Override
    public Descent convert(String value) {
        return Descent.builtIn().stream()
                .filter(descent -> descent.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(refusal(value)));
    }

    private static String refusal(String value) {
        return Descent.builtIn().stream()
                .map(Descent::name)
                .collect(Collectors.joining(", ", "'" + value + "', allowed are ", ""));
    }
}
