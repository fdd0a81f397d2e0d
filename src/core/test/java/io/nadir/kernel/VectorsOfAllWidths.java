package io.nadir.kernel;

import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.MAX;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Before the first test of a process, uses vectors of every width that the machine has, as an
 * application of ours may that has vectors of its own. The methods of the Vector API then have been
 * called on vectors of several classes, and a kernel that leaves it to the compiler to guess the
 * class has its vectors boxed.
 *
 * <p>Registered as a service: in force where {@code junit.jupiter.extensions.autodetection.enabled}
 * is set.
 */
public final class VectorsOfAllWidths implements BeforeAllCallback {
    private static final int[] BITS = {128, 256, 512};

    /** Enough for the optimising compiler, which then has seen all classes. */
    private static final int TIMES = 20_000;

    private final double[] doubles = new double[16];
    private final float[] floats = new float[32];

    /** Makes the extension. */
    public VectorsOfAllWidths() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(VectorsOfAllWidths.class, key -> useAll());
    }

    /** Returns what keeps the compiler from leaving the work out. */
    private double useAll() {
        int most = VectorShape.preferredShape().vectorBitSize();
        double sum = 0;
        for (int k = 0; k < TIMES; k++) {
            for (int bits : BITS) {
                if (bits <= most) {
                    sum += use(VectorShape.forBitSize(bits), VectorShape.forBitSize(bits / 2));
                }
            }
        }
        return sum;
    }

    /** Calls every method that kernels call. */
    private double use(VectorShape shape, VectorShape half) {
        VectorSpecies<Double> species = VectorSpecies.of(double.class, shape);
        DoubleVector x = DoubleVector.fromArray(species, doubles, 0);
        DoubleVector y = DoubleVector.broadcast(species, 0.5);
        DoubleVector z = DoubleVector.zero(species);
        VectorMask<Double> greater = x.compare(GT, y);
        z = x.fma(y, z).add(y).sub(x).mul(y).div(y).neg().abs().max(x).min(y);
        z = z.blend(x, greater).blend(2, z.compare(GT, 1)).max(3);
        z = z.rearrange(VectorShuffle.iota(species, 0, 1, true));
        LongVector bits = z.reinterpretAsLongs().add(1023).lanewise(LSHL, 52);
        z = z.add(bits.reinterpretAsDoubles());
        z = z.add(z.reinterpretShape(species.withShape(half), 0).reinterpretShape(species, 0));
        z = z.add(use(VectorSpecies.of(float.class, half)).convertShape(F2D, species, 0));
        z.intoArray(doubles, 0);
        use(VectorSpecies.of(float.class, shape)).intoArray(floats, 0);
        return z.lane(0) + z.reduceLanes(MAX);
    }

    private FloatVector use(VectorSpecies<Float> species) {
        FloatVector x = FloatVector.fromArray(species, floats, 0);
        FloatVector y = FloatVector.broadcast(species, 0.5f);
        return x.fma(y, FloatVector.zero(species)).add(y).div(y);
    }
}
