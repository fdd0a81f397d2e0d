package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.check.Checks;
import io.nadir.kernel.LossKernels;
import io.nadir.kernel.NormalEquations;
import io.nadir.kernel.Panels;
import io.nadir.kernel.TensorKernels;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every public method and constructor of the exported packages refuses null, by the name of the
 * parameter and before it does anything: the other arguments are objects whose constructors never
 * ran, which no work would survive.
 */
class NullArgumentTest {
    /** Where only a {@link NullPointerException} is asked for, whatever it says. */
    private static final String KERNEL = "io.nadir.kernel";

    /**
     * Left out: inner loops, whose arrays are used at once unless the range is empty, and the
     * checks of arguments themselves, whose text arguments are literals.
     */
    private static final Set<Class<?>> EXCLUDED =
            Set.of(
                    Checks.class,
                    LossKernels.class,
                    NormalEquations.class,
                    Panels.class,
                    TensorKernels.class);

    private static final int LEAST_COVERED = 600;

    @Test
    void nullIsRefusedByName() {
        List<String> wrong = new ArrayList<>();
        int covered = 0;
        for (Class<?> type : PublicApi.types()) {
            if (EXCLUDED.contains(type)) {
                continue;
            }
            for (Executable executable : executables(type).toList()) {
                for (int k = 0; k < executable.getParameterCount(); k++) {
                    if (mustNotBeNull(executable, k)) {
                        covered++;
                        String found = call(executable, k);
                        if (!found.isEmpty()) {
                            wrong.add(name(executable, k) + " " + found);
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(covered).isGreaterThan(LEAST_COVERED);
    }

    private static Stream<Executable> executables(Class<?> type) {
        Stream<Executable> constructors =
                Modifier.isAbstract(type.getModifiers()) || type.isEnum()
                        ? Stream.of()
                        : Arrays.stream(type.getDeclaredConstructors());
        return Stream.concat(constructors, Arrays.stream(type.getDeclaredMethods()))
                .filter(executable -> Modifier.isPublic(executable.getModifiers()))
                .filter(executable -> !Modifier.isAbstract(executable.getModifiers()))
                .filter(executable -> !executable.isSynthetic() && !isOfTheLanguage(executable));
    }

    /** What the compiler writes, or whose contract takes null. */
    private static boolean isOfTheLanguage(Executable executable) {
        return executable.getName().equals("equals")
                || (executable.getDeclaringClass().isEnum()
                        && executable.getName().equals("valueOf"));
    }

    private static boolean mustNotBeNull(Executable executable, int k) {
        Parameter parameter = executable.getParameters()[k];
        return !parameter.getType().isPrimitive() && !isNullable(annotatedType(executable, k));
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    /** For a record's own constructor, that of the component. */
    private static AnnotatedType annotatedType(Executable executable, int k) {
        Class<?> type = executable.getDeclaringClass();
        boolean canonical =
                executable instanceof Constructor
                        && type.isRecord()
                        && Arrays.equals(
                                executable.getParameterTypes(),
                                Arrays.stream(type.getRecordComponents())
                                        .map(component -> component.getType())
                                        .toArray());
        return canonical
                ? type.getRecordComponents()[k].getAnnotatedType()
                : executable.getAnnotatedParameterTypes()[k];
    }

    /** What is wrong; empty for nothing. */
    private static String call(Executable executable, int absent) {
        Class<?>[] types = executable.getParameterTypes();
        @Nullable Object[] arguments = new @Nullable Object[types.length];
        for (int k = 0; k < types.length; k++) {
            arguments[k] = k == absent ? null : PublicApi.hollow(types[k]);
        }
        String parameter = executable.getParameters()[absent].getName();
        try {
            if (executable instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                Method method = (Method) executable;
                boolean isStatic = Modifier.isStatic(method.getModifiers());
                method.invoke(isStatic ? null : receiver(method), arguments);
            }
            return "takes it";
        } catch (InvocationTargetException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            boolean named = parameter.equals(cause.getMessage());
            boolean kernel = executable.getDeclaringClass().getPackageName().equals(KERNEL);
            return cause instanceof NullPointerException && (named || kernel)
                    ? ""
                    : cause.toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(executable.toString(), e);
        }
    }

    private static Object receiver(Method method) {
        return PublicApi.hollow(method.getDeclaringClass());
    }

    private static String name(Executable executable, int k) {
        return executable.getDeclaringClass().getName()
                + "#"
                + (executable instanceof Method ? executable.getName() : "<init>")
                + Arrays.stream(executable.getParameters())
                        .map(Parameter::getName)
                        .collect(Collectors.joining(",", "(", ")"))
                + " "
                + executable.getParameters()[k].getName();
    }
}
