package io.nadir.kernel.blas;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A library that is not here: Fortran routines are those of the OpenBLAS of the tests under other
 * names, and what only this library has is written in Java.
 */
final class FakeLibrary implements SymbolLookup {

    private final Map<String, MemorySegment> symbols = new HashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Arena arena = Arena.ofAuto();

    /** The calls of setters, as {@code name(number)}. */
    List<String> calls() {
        return calls;
    }

    @Override
    public Optional<MemorySegment> find(String name) {
        return Optional.ofNullable(symbols.get(name));
    }

    /** Adds routines of the OpenBLAS, under the names that a spelling makes of them. */
    FakeLibrary fortran(String spelling, String... names) {
        for (String name : names) {
            symbols.put(
                    spelling.formatted(name),
                    Implementations.openBlasLibrary().fortran(name).orElseThrow());
        }
        return this;
    }

    /** Adds all of BLAS and LAPACK that is called. */
    FakeLibrary lapack(String spelling) {
        for (FortranRoutine routine : FortranRoutine.values()) {
            fortran(spelling, routine.fortranName());
        }
        return fortran(spelling, "idamax");
    }

    /** Adds {@code void name(type)}, which notes the number that it is given. */
    FakeLibrary setter(String name, MemoryLayout type) {
        FunctionDescriptor descriptor = FunctionDescriptor.ofVoid(type);
        MethodHandle note =
                find(
                        "note",
                        MethodType.methodType(void.class, List.class, String.class, long.class));
        return add(
                name,
                MethodHandles.insertArguments(note, 0, calls, name)
                        .asType(descriptor.toMethodType()),
                descriptor);
    }

    @SuppressWarnings("unused") // Found by its name.
    private static void note(List<String> calls, String name, long number) {
        calls.add(name + "(" + number + ")");
    }

    /** Adds {@code type name(void)}. */
    FakeLibrary number(String name, MemoryLayout type, Number value) {
        FunctionDescriptor descriptor = FunctionDescriptor.of(type);
        return add(
                name,
                MethodHandles.constant(descriptor.toMethodType().returnType(), value),
                descriptor);
    }

    /** Adds {@code const char *name(void)}. */
    FakeLibrary text(String name, String text) {
        return add(
                name,
                MethodHandles.constant(MemorySegment.class, arena.allocateFrom(text)),
                FunctionDescriptor.of(ValueLayout.ADDRESS));
    }

    /** Adds {@code void name(char *buffer, int length)}, which writes a text. */
    FakeLibrary buffer(String name, String text) {
        MethodHandle write =
                find(
                        "write",
                        MethodType.methodType(
                                void.class, String.class, MemorySegment.class, int.class));
        return add(
                name,
                write.bindTo(text),
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    }

    @SuppressWarnings({"restricted", "unused"}) // As long as its length says; found by its name.
    private static void write(String text, MemorySegment buffer, int length) {
        buffer.reinterpret(length).setString(0, text);
    }

    /** Adds {@code idamax} with integers of 64 bits. */
    FakeLibrary wideIdamax(String spelling) {
        FunctionDescriptor type =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS);
        return add(spelling.formatted("idamax"), find("idamax", type.toMethodType()), type);
    }

    @SuppressWarnings({"restricted", "unused"}) // Reads as a library with 64 bits would; as above.
    private static int idamax(MemorySegment n, MemorySegment x, MemorySegment step) {
        return n.reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0) > 0 ? 1 : 0;
    }

    /** Adds a routine that does nothing but set its argument {@code at} to {@code info}. */
    FakeLibrary lazy(FortranRoutine routine, String spelling, int at, int info) {
        MemoryLayout[] types = new MemoryLayout[routine.arguments() + routine.lengths()];
        Arrays.fill(types, 0, routine.arguments(), ValueLayout.ADDRESS);
        Arrays.fill(types, routine.arguments(), types.length, ValueLayout.JAVA_LONG);
        FunctionDescriptor descriptor = FunctionDescriptor.ofVoid(types);
        MethodHandle set =
                MethodHandles.insertArguments(
                        find(
                                "set",
                                MethodType.methodType(void.class, int.class, MemorySegment.class)),
                        0,
                        info);
        MethodType all = descriptor.toMethodType();
        MethodHandle after =
                MethodHandles.dropArguments(
                        set, 1, all.parameterList().subList(at + 1, all.parameterCount()));
        return add(
                spelling.formatted(routine.fortranName()),
                MethodHandles.dropArguments(after, 0, all.parameterList().subList(0, at)),
                descriptor);
    }

    @SuppressWarnings({"restricted", "unused"}) // An integer of Fortran; as above.
    private static void set(int info, MemorySegment cell) {
        cell.reinterpret(Integer.BYTES).set(ValueLayout.JAVA_INT, 0, info);
    }

    private static MethodHandle find(String name, MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(FakeLibrary.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted") // Native code is what is tested.
    private FakeLibrary add(String name, MethodHandle target, FunctionDescriptor type) {
        symbols.put(name, Linker.nativeLinker().upcallStub(target, type, arena));
        return this;
    }
}
