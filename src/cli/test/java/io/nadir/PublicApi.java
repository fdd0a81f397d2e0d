package io.nadir;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SparseKernels;
import io.nadir.kernel.TensorKernels;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.DoubleBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The public types of the exported packages, for tests that go over all of them. */
final class PublicApi {
    private static final Map<Class<?>, Object> PLAIN =
            Map.of(
                    String.class, "text",
                    Charset.class, StandardCharsets.UTF_8,
                    InputStream.class, InputStream.nullInputStream(),
                    OutputStream.class, OutputStream.nullOutputStream(),
                    DoubleBuffer.class, DoubleBuffer.allocate(1),
                    Throwable.class, new IllegalStateException(),
                    Class.class, Object.class,
                    DenseKernels.class, Kernels.get(),
                    SparseKernels.class, Kernels.sparse(),
                    TensorKernels.class, Kernels.tensor());

    /** All classes of the packages that the modules export, public or not. */
    private static final List<Class<?>> ALL = exportedClasses();

    private PublicApi() {}

    /** All that users see. */
    static List<Class<?>> types() {
        return ALL.stream().filter(PublicApi::isPublic).toList();
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    private static List<Class<?>> exportedClasses() {
        Set<String> exported = exportedPackages();
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.nadir")
                        .stream()
                        .filter(type -> exported.contains(type.getPackageName()))
                        .map(JavaClass::getName)
                        .filter(name -> !name.endsWith("-info"))
                        .sorted()
                        .<Class<?>>map(PublicApi::load)
                        .toList();
    }

    /** By the descriptors of the modules, which the class path has like any other file. */
    private static Set<String> exportedPackages() {
        try {
            ClassLoader loader = PublicApi.class.getClassLoader();
            List<URL> descriptors = Collections.list(loader.getResources("module-info.class"));
            Set<String> exported = new TreeSet<>();
            for (URL descriptor : descriptors) {
                try (InputStream in = descriptor.openStream()) {
                    ModuleDescriptor module = ModuleDescriptor.read(in);
                    if (module.name().startsWith("io.nadir")) {
                        module.exports().stream()
                                .filter(exports -> !exports.isQualified())
                                .forEach(exports -> exported.add(exports.source()));
                    }
                }
            }
            return exported;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
