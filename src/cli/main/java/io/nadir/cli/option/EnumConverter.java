package io.nadir.cli.option;

import io.nadir.cli.report.EnumName;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.List;

/** Reads option values that name constants, see {@link EnumName}. */
public abstract class EnumConverter<E extends Enum<E>> implements ITypeConverter<E> {
    private final List<E> allowed;

    /** Allows some of the constants. */
    public EnumConverter(List<E> allowed) {
        this.allowed = allowed;
    }

    @Override
    public final E convert(String value) {
        for (E constant : allowed) {
            if (EnumName.of(constant).equalsIgnoreCase(value)) {
                return constant;
            }
        }
        List<String> names = allowed.stream().map(EnumName::of).toList();
        throw new TypeConversionException(
                "'" + value + "', allowed are " + String.join(", ", names));
    }
}
