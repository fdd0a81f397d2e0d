package io.nadir.kernel.blas;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Calls routines of LAPACK that want working memory, and looks at what they return. */
final class Lapack {

    /** The routines that a LAPACK must have. */
    static final FortranRoutine[] NEEDED = {
        FortranRoutine.DGESDD,
        FortranRoutine.DGESVD,
        FortranRoutine.DSYEVD,
        FortranRoutine.DSYEV,
        FortranRoutine.DGELQF,
        FortranRoutine.DORGLQ,
        FortranRoutine.ILAVER
    };

    private static final int QUERY = -1;

    private final Fortran fortran;
    private final Runnable beforeCalls;

    /**
     * Takes a library.
     *
     * @param fortran has the {@link #NEEDED} routines
     * @param beforeCalls runs before each call, on the thread that calls
     */
    Lapack(Fortran fortran, Runnable beforeCalls) {
        this.fortran = fortran;
        this.beforeCalls = beforeCalls;
    }

    /** The arguments of a routine, given those that every call has. */
    @FunctionalInterface
    interface Arguments {
        MemorySegment[] with(MemorySegment work, MemorySegment length, MemorySegment info);
    }

    /**
     * Asks a routine how much working memory is best, and runs it.
     *
     * @param call holds the memory
     * @param least the elements that it needs; more are given if it asks for countably many
     * @return what LAPACK returns: 0, or a positive number if it did not converge
     * @throws ArithmeticException if it needs 2³¹ elements or more
     * @throws IllegalStateException if LAPACK refuses an argument, which is a defect
     */
    int run(NativeCall call, FortranRoutine routine, long least, Arguments arguments) {
        beforeCalls.run();
        MemorySegment info = call.integer(0);
        MemorySegment asked = call.number(0);
        fortran.call(routine, arguments.with(asked, call.integer(QUERY), info));
        requireLegal(routine, NativeCall.read(info));

        double best = asked.get(ValueLayout.JAVA_DOUBLE, 0);
        int length = Math.toIntExact(Math.max(1, least));
        if (best > length && best <= Integer.MAX_VALUE) {
            length = (int) best;
        }
        fortran.call(routine, arguments.with(call.numbers(length), call.integer(length), info));
        return requireLegal(routine, NativeCall.read(info));
    }

    private static int requireLegal(FortranRoutine routine, int info) {
        if (info < 0) {
            throw new IllegalStateException(
                    "LAPACK refused argument %d of %s".formatted(-info, routine.fortranName()));
        }
        return info;
    }
}
