package io.nadir.kernel.simd;

import jdk.incubator.vector.VectorShape;

/**
 * The vector width in force, as numbers alone: these load no vectors, which {@link PlainStart}
 * saves a small problem.
 */
final class Width {
    /** In bits: the system property {@code nadir.simd.bits}, or what the machine prefers. */
    static final int BITS = chosenBits();

    /** Number of doubles in one vector. */
    static final int COUNT = BITS / Double.SIZE;

    /** Whether the register file is that of 512-bit vectors: 32 registers instead of 16. */
    static final boolean MANY_REGISTERS = COUNT >= 8;

    private static final String PROPERTY = "nadir.simd.bits";

    private Width() {}

    /** Width in bits with the reason for it. */
    static String describe() {
        String reason = System.getProperty(PROPERTY) == null ? "preferred species" : PROPERTY;
        return BITS + "-bit (" + reason + ")";
    }

    private static int chosenBits() {
        String bits = System.getProperty("nadir.simd.bits");
        if (bits == null) {
            return VectorShape.preferredShape().vectorBitSize();
        }
        return switch (bits) {
            case "128", "256", "512" -> Integer.parseInt(bits);
            default ->
                    throw new IllegalStateException(
                            "nadir.simd.bits = " + bits + ", allowed are 128, 256 and 512");
        };
    }
}
