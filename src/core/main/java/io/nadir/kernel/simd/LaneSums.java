package io.nadir.kernel.simd;

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
 * <p>These vectors have four lanes at most. A tree for eight is no faster, and with the products of
 * two vectors for each sum it exceeds what the compiler inlines into one method.
 */
final class LaneSums {
    /** Number of lanes. */
    static final int COUNT = Math.min(4, Width.COUNT);

    private static final VectorSpecies<Double> SPECIES =
            VectorSpecies.of(double.class, VectorShape.forBitSize(COUNT * Double.SIZE));

    private static final VectorMask<Double> UPPER_2 = upper(2);
    private static final VectorMask<Double> UPPER_1 = upper(1);
    private static final VectorShuffle<Double> SWAP_2 = swap(2);
    private static final VectorShuffle<Double> SWAP_1 = swap(1);

    private LaneSums() {}

    static DoubleVector zero() {
        return DoubleVector.zero(SPECIES);
    }

    static DoubleVector broadcast(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }

    static DoubleVector load(double[] array, int at) {
        return DoubleVector.fromArray(SPECIES, array, at);
    }

    /**
     * Returns the sums of lanes that are two apart, where there are four: those of {@code a} in
     * lanes 0 and 1, those of {@code b} in lanes 2 and 3.
     */
    static DoubleVector quads(DoubleVector a, DoubleVector b) {
        return a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
    }

    /** Returns the sums of neighbouring lanes, those of {@code a} in even lanes. */
    static DoubleVector pairs(DoubleVector a, DoubleVector b) {
        return a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
    }

    /** Returns the sum of all lanes, added in the order of the tree. */
    static double sum(DoubleVector v) {
        return COUNT == 2
                ? v.lane(0) + v.lane(1)
                : (v.lane(0) + v.lane(2)) + (v.lane(1) + v.lane(3));
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
