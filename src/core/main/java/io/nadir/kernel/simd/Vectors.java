package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.EXACT;

import jdk.incubator.vector.DoubleVector;

/**
 * What the Vector API has no method for. It calls methods of the Vector API alone: a method called
 * by this one would be judged by how often that call was counted, and might not be inlined.
 */
final class Vectors {
    private Vectors() {}

    /** Sum of the lanes in a fixed order, which {@code reduceLanes} does not promise. */
    static double sum(DoubleVector sums) {
        DoubleVector v = EXACT.cast(sums);
        return switch (Lanes.COUNT) {
            case 2 -> v.lane(0) + v.lane(1);
            case 4 -> (v.lane(0) + v.lane(2)) + (v.lane(1) + v.lane(3));
            default ->
                    ((v.lane(0) + v.lane(4)) + (v.lane(2) + v.lane(6)))
                            + ((v.lane(1) + v.lane(5)) + (v.lane(3) + v.lane(7)));
        };
    }
}
