package io.nadir;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SparseKernels;
import io.nadir.kernel.TensorKernels;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The public types of the exported packages, for tests that go over all of them. */
final class PublicApi {
    private static final List<String> PACKAGES =
            List.of(
                    "io.nadir",
                    "io.nadir.certify",
                    "io.nadir.io",
                    "io.nadir.kernel",
                    "io.nadir.landscape",
                    "io.nadir.model",
                    "io.nadir.solver");

    private static final Map<Class<?>, Object> PLAIN =
            Map.of(
                    String.class, "text",
                    InputStream.class, InputStream.nullInputStream(),
                    OutputStream.class, OutputStream.nullOutputStream(),
                    DoubleBuffer.class, DoubleBuffer.allocate(1),
                    Throwable.class, new IllegalStateException(),
                    Class.class, Object.class,
                    DenseKernels.class, Kernels.get(),
                    SparseKernels.class, Kernels.sparse(),
                    TensorKernels.class, Kernels.tensor());

    /** All classes of these packages, public or not. */
    private static final List<Class<?>> ALL = PACKAGES.stream().flatMap(PublicApi::in).toList();

    private PublicApi() {}

    /** All that users see. */
    static List<Class<?>> types() {
        return ALL.stream().filter(PublicApi::isPublic).toList();
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    private static Stream<Class<?>> in(String name) {
        try {
            Path root =
                    Path.of(
                            Kernels.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            try (Stream<Path> files = Files.list(root.resolve(name.replace('.', '/')))) {
                return files
                        .map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".class") && !file.contains("-info"))
                        .sorted()
                        .<Class<?>>map(file -> load(name + "." + file.replace(".class", "")))
                        .toList()
                        .stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Something that is not null and of that type, and no more: objects whose constructors have not
     * run, for calls that must fail before they look at it.
     */
    static Object hollow(Class<?> type) {
        if (PLAIN.containsKey(type)) {
            return PLAIN.get(type);
        }
        if (type.isPrimitive()) {
            return Array.get(Array.newInstance(type, 1), 0);
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 1);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isInterface() && !type.isSealed()) {
            return Proxy.newProxyInstance(
                    PublicApi.class.getClassLoader(), new Class<?>[] {type}, PublicApi::answer);
        }
        return allocate(concrete(type));
    }

    private static @Nullable Object answer(Object proxy, Method method, Object[] arguments)
            throws Throwable {
        return method.isDefault()
                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                : null;
    }

    private static Class<?> concrete(Class<?> type) {
        return Stream.concat(Stream.of(type), ALL.stream())
                .filter(type::isAssignableFrom)
                .filter(found -> !Modifier.isAbstract(found.getModifiers()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no class is a " + type));
    }

    private static Object allocate(Class<?> type) {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field field = unsafe.getDeclaredField("theUnsafe");
            AccessibleObject.setAccessible(new AccessibleObject[] {field}, true);
            Method allocate = unsafe.getMethod("allocateInstance", Class.class);
            return allocate.invoke(field.get(null), type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " " + Arrays.toString(e.getStackTrace()), e);
        }
    }
}
