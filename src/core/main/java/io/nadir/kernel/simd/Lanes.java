package io.nadir.kernel.simd;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The species of the vectors in force, alone in its class because touching these constants
 * initialises the incubator module. They are {@code static final} because a species or vector kept
 * anywhere else may be boxed.
 */
final class Lanes {
    /** Vectors of {@link Width#BITS}. */
    static final VectorSpecies<Double> SPECIES =
            VectorSpecies.of(double.class, VectorShape.forBitSize(Width.BITS));

    /** Number of doubles in one vector. */
    static final int COUNT = Width.COUNT;

    /** Vectors of as many floats. */
    static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Width.BITS / 2));

    /** Whether the register file is that of 512-bit vectors: 32 registers instead of 16. */
    static final boolean MANY_REGISTERS = Width.MANY_REGISTERS;

    private Lanes() {}
}
