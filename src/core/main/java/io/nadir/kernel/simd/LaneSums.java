package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Steps of a tree that sums the lanes of several vectors at once: each adds halves of two vectors
 * and keeps both, so that in the end one vector has as many sums as there are lanes. A sum then
 * takes about half an addition, one blend and half a permutation for each level, where one at a
 * time takes an extraction for each lane.
 *
 * <p>Lane numbers are those of 512-bit vectors; narrower ones need only the later steps. {@link
 * SparseTile} has these steps written out.
 */
final class LaneSums {
    static final VectorMask<Double> UPPER_4 = upper(4);
    static final VectorMask<Double> UPPER_2 = upper(2);
    static final VectorMask<Double> UPPER_1 = upper(1);
    static final VectorShuffle<Double> SWAP_4 = swap(4);
    static final VectorShuffle<Double> SWAP_2 = swap(2);
    static final VectorShuffle<Double> SWAP_1 = swap(1);

    /** Brings lanes of even number to the front. */
    static final VectorShuffle<Double> EVEN =
            VectorShuffle.fromOp(SPECIES, lane -> 2 * lane % COUNT);

    /** Four sums. */
    static final VectorSpecies<Double> FOUR = VectorSpecies.of(double.class, VectorShape.S_256_BIT);

    /** Their class, as {@link Lanes#EXACT}. */
    static final Class<? extends DoubleVector> EXACT_FOUR =
            FOUR.vectorType().asSubclass(DoubleVector.class);

    private LaneSums() {}

    /**
     * Returns in lanes 0 to 3 the sums of lanes of {@code a} that are four apart, and in lanes 4 to
     * 7 those of {@code b}.
     */
    static DoubleVector halves(DoubleVector a, DoubleVector b) {
        return EXACT.cast(a)
                .blend(b, UPPER_4)
                .add(EXACT.cast(b).blend(a, UPPER_4).rearrange(SWAP_4));
    }

    /** Returns the sums of lanes that are two apart, in each group of four lanes. */
    static DoubleVector quarters(DoubleVector a, DoubleVector b) {
        return EXACT.cast(a)
                .blend(b, UPPER_2)
                .add(EXACT.cast(b).blend(a, UPPER_2).rearrange(SWAP_2));
    }

    /** Returns the sums of neighbouring lanes, in each pair of lanes. */
    static DoubleVector eighths(DoubleVector a, DoubleVector b) {
        return EXACT.cast(a)
                .blend(b, UPPER_1)
                .add(EXACT.cast(b).blend(a, UPPER_1).rearrange(SWAP_1));
    }

    /** Lanes with this bit in their number. */
    private static VectorMask<Double> upper(int bit) {
        boolean[] lanes = new boolean[COUNT];
        for (int lane = 0; lane < COUNT; lane++) {
            lanes[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(SPECIES, lanes, 0);
    }

    /** Exchanges lanes whose numbers differ in this bit alone, where there are any. */
    private static VectorShuffle<Double> swap(int bit) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ bit) % COUNT);
    }
}
