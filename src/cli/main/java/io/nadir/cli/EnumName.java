package io.nadir.cli;

import io.nadir.model.Evidence;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.List;
import java.util.Locale;

/** Option values that name constants: in lower case, with hyphens. */
abstract class EnumName<E extends Enum<E>> implements ITypeConverter<E> {
    private final List<E> allowed;

    private EnumName(List<E> allowed) {
        this.allowed = allowed;
    }

    /** The name of a constant as an option value. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public E convert(String value) {
        for (E constant : allowed) {
            if (of(constant).equalsIgnoreCase(value)) {
                return constant;
            }
        }
        List<String> names = allowed.stream().map(EnumName::of).toList();
        throw new TypeConversionException(
                "'" + value + "', allowed are " + String.join(", ", names));
    }

    /** What can be asked for; {@link Evidence#UNREFUTED} cannot. */
    static final class OfEvidence extends EnumName<Evidence> {
        OfEvidence() {
            super(List.of(Evidence.PROBABLE, Evidence.PROVED));
        }
    }

    /** All meanings of missing entries. */
    static final class OfMissing extends EnumName<DataOptions.Missing> {
        OfMissing() {
            super(List.of(DataOptions.Missing.values()));
        }
    }

    /** All subjects of the demo. */
    static final class OfSubject extends EnumName<DemoCommand.Subject> {
        OfSubject() {
            super(List.of(DemoCommand.Subject.values()));
        }
    }
}
