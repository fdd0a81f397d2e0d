package io.nadir.kernel.blas;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Calls C functions of a few simple types by their names. */
final class CFunctions {

    private final SymbolLookup symbols;

    CFunctions(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    boolean has(String name) {
        return symbols.find(name).isPresent();
    }

    /** {@code const char *name(void)}. */
    Optional<String> text(String name) {
        return handle(name, FunctionDescriptor.of(ValueLayout.ADDRESS))
                .map(handle -> string((MemorySegment) invoke(handle)));
    }

    /** {@code type name(void)}, where the type is an integer of C. */
    Optional<Long> number(String name, MemoryLayout type) {
        return handle(name, FunctionDescriptor.of(type))
                .map(handle -> ((Number) invoke(handle)).longValue());
    }

    /** {@code name(int value)}, whose result, if any, does not matter. */
    boolean set(String name, int value) {
        Optional<MethodHandle> handle =
                handle(name, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
        handle.ifPresent(h -> invoke(h, value));
        return handle.isPresent();
    }

    /** {@code name(long value)}, with an integer of 64 bits. */
    boolean setLong(String name, long value) {
        Optional<MethodHandle> handle =
                handle(name, FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
        handle.ifPresent(h -> invoke(h, value));
        return handle.isPresent();
    }

    /** A handle of a function, if the library has it. */
    @SuppressWarnings("restricted") // Native code is what this class is for.
    Optional<MethodHandle> handle(String name, FunctionDescriptor type) {
        return symbols.find(name)
                .map(address -> Linker.nativeLinker().downcallHandle(address, type));
    }

    /** Calls a function, none of which throws. */
    static Object invoke(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native function threw", e);
        }
    }

    @SuppressWarnings("restricted") // The function promises a string that ends with a zero.
    private static String string(MemorySegment address) {
        return address.equals(MemorySegment.NULL)
                ? ""
                : address.reinterpret(Long.MAX_VALUE).getString(0).strip();
    }
}
