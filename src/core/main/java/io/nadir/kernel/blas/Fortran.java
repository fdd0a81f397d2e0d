package io.nadir.kernel.blas;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls the Fortran routines of a library. Each is linked at its first call.
 *
 * <p>Thread-safe. A library that may not be called by two threads at a time is called under one
 * lock for the process.
 */
final class Fortran {

    private static final Object ONE_AT_A_TIME = new Object();

    private final NativeLibrary library;
    private final boolean concurrent;
    private final Map<FortranRoutine, MethodHandle> handles = new ConcurrentHashMap<>();

    /**
     * Links nothing yet.
     *
     * @param library has the routines that will be called
     * @param concurrent whether several threads may call it at the same time
     */
    Fortran(NativeLibrary library, boolean concurrent) {
        this.library = library;
        this.concurrent = concurrent;
    }

    /** Calls a routine; what it returns is in its arguments. */
    void call(FortranRoutine routine, MemorySegment... arguments) {
        MethodHandle handle = handles.computeIfAbsent(routine, this::link);
        if (concurrent) {
            call(handle, arguments);
            return;
        }
        synchronized (ONE_AT_A_TIME) {
            call(handle, arguments);
        }
    }

    /** Major, minor and patch of LAPACK. */
    String lapackVersion() {
        try (NativeCall call = new NativeCall()) {
            MemorySegment[] version = {call.integer(0), call.integer(0), call.integer(0)};
            call(FortranRoutine.ILAVER, version);
            return "%d.%d.%d"
                    .formatted(
                            NativeCall.read(version[0]),
                            NativeCall.read(version[1]),
                            NativeCall.read(version[2]));
        }
    }

    private static void call(MethodHandle handle, MemorySegment[] arguments) {
        try {
            handle.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a Fortran routine threw", e);
        }
    }

    /** A handle that takes an array of addresses, and adds the lengths of the strings: all 1. */
    private MethodHandle link(FortranRoutine routine) {
        int arguments = routine.arguments();
        MemoryLayout[] types = new MemoryLayout[arguments + routine.lengths()];
        Arrays.fill(types, 0, arguments, ValueLayout.ADDRESS);
        Arrays.fill(types, arguments, types.length, ValueLayout.JAVA_LONG);
        String symbol = library.spelling().formatted(routine.fortranName());
        MethodHandle handle =
                new CFunctions(library.symbols())
                        .handle(symbol, FunctionDescriptor.ofVoid(types))
                        .orElseThrow(
                                () -> new UnsatisfiedLinkError(symbol + " in " + library.file()));
        Object[] lengths = Collections.nCopies(routine.lengths(), 1L).toArray();
        return MethodHandles.insertArguments(handle, arguments, lengths)
                .asSpreader(MemorySegment[].class, arguments);
    }
}
