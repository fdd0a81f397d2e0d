package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Operations on vectors for which the Vector API has no method. They call methods of the Vector API
 * alone: a method called by one of these would be judged by how often that call was counted, and
 * might not be inlined.
 */
final class Vectors {
    private Vectors() {}

    /** Numbers of float32 as float64, which is exact. */
    static DoubleVector load(float[] array, int at) {
        FloatVector floats =
                Lanes.EXACT_FLOATS.cast(FloatVector.fromArray(Lanes.FLOATS, array, at));
        return EXACT.cast(floats.convertShape(VectorOperators.F2D, SPECIES, 0));
    }

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
