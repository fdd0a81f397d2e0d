package io.nadir.kernel.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
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

    /**
     * The class of these vectors. What {@code EXACT.cast(v)} returns has this class for the
     * compiler too, where loads, broadcasts and what a loop accumulates are some {@code
     * DoubleVector}: a method called on those is chosen by the classes that it has been called on
     * anywhere in the process, and one vector of another width there has every vector here boxed.
     */
    static final Class<? extends DoubleVector> EXACT =
            SPECIES.vectorType().asSubclass(DoubleVector.class);

    /** Number of doubles in one vector. */
    static final int COUNT = Width.COUNT;

    /** Vectors of as many floats. */
    static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Width.BITS / 2));

    /** Their class, as {@link #EXACT}. */
    static final Class<? extends FloatVector> EXACT_FLOATS =
            FLOATS.vectorType().asSubclass(FloatVector.class);

    /** Whether the register file is that of 512-bit vectors: 32 registers instead of 16. */
    static final boolean MANY_REGISTERS = Width.MANY_REGISTERS;

    private Lanes() {}
}
