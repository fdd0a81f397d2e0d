package io.nadir.jmh;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What this virtual machine can reach at all, for the shares of every other figure. On several
 * threads, each has an array of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MachinePeakBenchmark {
    /** Floating-point operations in one {@link #fma}: the same number at every vector width. */
    public static final double FLOPS = 2.0 * 12 * (1 << 22);

    /** Bytes read in one {@link #read}: 256 MiB, several times any last-level cache. */
    public static final double BYTES = 8.0 * (1 << 25);

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private int steps = (1 << 22) / LANES;
    private double factor = 0.5;
    private double[] array;

    /** Fills the array that is read. */
    @Setup
    public void setUp() {
        array = new double[(int) (BYTES / 8)];
        Arrays.fill(array, 1);
    }

    /**
     * Twelve independent chains x ← a·x + a: enough to hide the latency of an FMA on two ports, few
     * enough for sixteen registers.
     *
     * @return 12 · lanes · a/(1 − a)
     */
    @Benchmark
    public double fma() {
        DoubleVector a = DoubleVector.broadcast(SPECIES, factor);
        DoubleVector x0 = a;
        DoubleVector x1 = a;
        DoubleVector x2 = a;
        DoubleVector x3 = a;
        DoubleVector x4 = a;
        DoubleVector x5 = a;
        DoubleVector x6 = a;
        DoubleVector x7 = a;
        DoubleVector x8 = a;
        DoubleVector x9 = a;
        DoubleVector x10 = a;
        DoubleVector x11 = a;
        for (int i = 0; i < steps; i++) {
            x0 = x0.fma(a, a);
            x1 = x1.fma(a, a);
            x2 = x2.fma(a, a);
            x3 = x3.fma(a, a);
            x4 = x4.fma(a, a);
            x5 = x5.fma(a, a);
            x6 = x6.fma(a, a);
            x7 = x7.fma(a, a);
            x8 = x8.fma(a, a);
            x9 = x9.fma(a, a);
            x10 = x10.fma(a, a);
            x11 = x11.fma(a, a);
        }
        DoubleVector low = x0.add(x1).add(x2).add(x3).add(x4).add(x5);
        DoubleVector high = x6.add(x7).add(x8).add(x9).add(x10).add(x11);
        return low.add(high).reduceLanes(VectorOperators.ADD);
    }

    /**
     * The sum of an array far larger than the caches.
     *
     * @return the number of its elements
     */
    @Benchmark
    public double read() {
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        for (int i = 0; i < array.length; i += 4 * LANES) {
            s0 = s0.add(DoubleVector.fromArray(SPECIES, array, i));
            s1 = s1.add(DoubleVector.fromArray(SPECIES, array, i + LANES));
            s2 = s2.add(DoubleVector.fromArray(SPECIES, array, i + 2 * LANES));
            s3 = s3.add(DoubleVector.fromArray(SPECIES, array, i + 3 * LANES));
        }
        return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    }
}
