package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums of the lanes of several vectors at once: a tree in which each step adds halves of two
 * vectors and keeps both, so that as many sums as there are lanes come out as one vector. That
 * takes half an addition, one blend and half a permutation for each sum and level, where one sum at
 * a time takes an extraction for each lane.
 */
final class LaneSums {
    private static final VectorMask<Double> UPPER_4 = upper(4);
    private static final VectorMask<Double> UPPER_2 = upper(2);
    private static final VectorMask<Double> UPPER_1 = upper(1);
    private static final VectorShuffle<Double> SWAP_4 = swap(4);
    private static final VectorShuffle<Double> SWAP_2 = swap(2);
    private static final VectorShuffle<Double> SWAP_1 = swap(1);

    private LaneSums() {}

    /** x[at + k] = the sum of the lanes of s_k, k from 0 to 7. */
    static void store8(
            double[] x,
            int at,
            DoubleVector s0,
            DoubleVector s1,
            DoubleVector s2,
            DoubleVector s3,
            DoubleVector s4,
            DoubleVector s5,
            DoubleVector s6,
            DoubleVector s7) {
        if (COUNT == 8) {
            sums4(halves4(s0, s4), halves4(s1, s5), halves4(s2, s6), halves4(s3, s7))
                    .intoArray(x, at);
        } else if (COUNT == 4) {
            sums4(s0, s1, s2, s3).intoArray(x, at);
            sums4(s4, s5, s6, s7).intoArray(x, at + 4);
        } else {
            halves1(s0, s1).intoArray(x, at);
            halves1(s2, s3).intoArray(x, at + 2);
            halves1(s4, s5).intoArray(x, at + 4);
            halves1(s6, s7).intoArray(x, at + 6);
        }
    }

    /** Sums of groups of four lanes: lane k of a group gets that of the k-th vector. */
    private static DoubleVector sums4(
            DoubleVector a, DoubleVector b, DoubleVector c, DoubleVector d) {
        return halves1(halves2(a, c), halves2(b, d));
    }

    private static DoubleVector halves4(DoubleVector a, DoubleVector b) {
        return a.blend(b, UPPER_4).add(b.blend(a, UPPER_4).rearrange(SWAP_4));
    }

    private static DoubleVector halves2(DoubleVector a, DoubleVector b) {
        return a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
    }

    /** In each pair of lanes: the sum of the pair in a, then that in b. */
    private static DoubleVector halves1(DoubleVector a, DoubleVector b) {
        return a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
    }

    /** Lanes with this bit in their number. */
    private static VectorMask<Double> upper(int bit) {
        boolean[] lanes = new boolean[COUNT];
        for (int lane = 0; lane < COUNT; lane++) {
            lanes[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(SPECIES, lanes, 0);
    }

    /** Exchanges lanes whose numbers differ in this bit alone; where there are any. */
    private static VectorShuffle<Double> swap(int bit) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ bit) % COUNT);
    }
}
