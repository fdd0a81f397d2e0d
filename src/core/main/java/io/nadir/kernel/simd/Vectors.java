package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Short names for the vector operations of the kernels; small enough to be inlined anywhere. */
final class Vectors {
    private Vectors() {}

    static DoubleVector zero() {
        return EXACT.cast(DoubleVector.zero(SPECIES));
    }

    static DoubleVector broadcast(double value) {
        return EXACT.cast(DoubleVector.broadcast(SPECIES, value));
    }

    static DoubleVector load(double[] array, int at) {
        return EXACT.cast(DoubleVector.fromArray(SPECIES, array, at));
    }

    /** Numbers of float32 as float64, which is exact. */
    static DoubleVector load(float[] array, int at) {
        FloatVector floats =
                Lanes.EXACT_FLOATS.cast(FloatVector.fromArray(Lanes.FLOATS, array, at));
        return EXACT.cast(floats.convertShape(VectorOperators.F2D, SPECIES, 0));
    }

    /** The same vector, of which the compiler knows the class: what a loop leaves behind. */
    static DoubleVector exact(DoubleVector v) {
        return EXACT.cast(v);
    }

    /** Sum of the lanes in a fixed order, which {@code reduceLanes} does not promise. */
    static double sum(DoubleVector sums) {
        DoubleVector v = exact(sums);
        return switch (Lanes.COUNT) {
            case 2 -> v.lane(0) + v.lane(1);
            case 4 -> (v.lane(0) + v.lane(2)) + (v.lane(1) + v.lane(3));
            default ->
                    ((v.lane(0) + v.lane(4)) + (v.lane(2) + v.lane(6)))
                            + ((v.lane(1) + v.lane(5)) + (v.lane(3) + v.lane(7)));
        };
    }
}
