package io.nadir.kernel.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width in force, alone in its class because touching these constants initialises the
 * incubator module. They are {@code static final} because a species or vector kept anywhere else
 * may be boxed.
 */
final class Lanes {
    /** Width in bits: the system property {@code nadir.simd.bits}, or what the machine prefers. */
    static final VectorSpecies<Double> SPECIES = chosenSpecies();

    /** Number of doubles in one vector. */
    static final int COUNT = SPECIES.length();

    /** Vectors of as many floats. */
    static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

    /** Whether the register file is that of 512-bit vectors: 32 registers instead of 16. */
    static final boolean MANY_REGISTERS = COUNT >= 8;

    private static final String PROPERTY = "nadir.simd.bits";

    private Lanes() {}

    /** Width in bits with the reason for it. */
    static String describe() {
        String reason = System.getProperty(PROPERTY) == null ? "preferred species" : PROPERTY;
        return SPECIES.vectorBitSize() + "-bit (" + reason + ")";
    }

    private static VectorSpecies<Double> chosenSpecies() {
        String bits = System.getProperty("nadir.simd.bits");
        if (bits == null) {
            return DoubleVector.SPECIES_PREFERRED;
        }
        return switch (bits) {
            case "128", "256", "512" ->
                    VectorSpecies.of(double.class, VectorShape.forBitSize(Integer.parseInt(bits)));
            default ->
                    throw new IllegalStateException(
                            "nadir.simd.bits = " + bits + ", allowed are 128, 256 and 512");
        };
    }
}
