package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.model.Factors;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Appending a column to factors; it does not depend on the model. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AppendBenchmark {
    /** Columns in use before the first append; the padding has room for as many more. */
    static final int RANK = 16;

    private static final int ROOM = Panel.LANES;
    private static final double SCALE = 0.5;

    /** Rows of the factors: of the usual kernels, of a million ratings, of the 8×8 digits. */
    @Param({"4096x2048", "6040x3706", "1797x64"})
    public String shape = "4096x2048";

    private List<Panel> witness;

    /** Makes witness and factors. */
    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(1);
        Shape rows = Shape.parse(shape);
        witness =
                IntStream.of(rows.rows(), rows.columns())
                        .mapToObj(length -> column(random, length))
                        .toList();
    }

    /** Factors with room for as many appends as there are in an invocation. */
    @State(Scope.Thread)
    public static class Roomy {
        private Factors factors = Factors.empty(1, 1);

        /** Makes the factors. */
        @Setup
        public void make(AppendBenchmark sizes) {
            factors = sizes.factors(RANK + ROOM);
        }

        /**
         * Empties the padding, outside of what is timed; an invocation of some 150 µs takes
         * thousands of times as long as reading the clock around it.
         */
        @Setup(Level.Invocation)
        public void empty() {
            factors.setRank(RANK);
        }
    }

    /** An append into the padding: 2·(m + n) elements touched. */
    @Benchmark
    @OperationsPerInvocation(ROOM)
    public Factors withinPadding(Roomy roomy) {
        for (int i = 0; i < ROOM; i++) {
            roomy.factors.append(witness, 0, SCALE);
        }
        return roomy.factors;
    }

    /** Factors without room, made anew before each append. */
    @State(Scope.Thread)
    public static class Full {
        private Factors factors;

        /** Makes the factors; the invocation then takes far longer than the clock's reading. */
        @Setup(Level.Invocation)
        public void setUp(AppendBenchmark sizes) {
            factors = sizes.factors(RANK);
        }
    }

    /** An append beyond the padding: the capacity doubles and everything moves. */
    @Benchmark
    public Factors beyondPadding(Full full) {
        full.factors.append(witness, 0, SCALE);
        return full.factors;
    }

    private static Panel column(SplittableRandom random, int length) {
        return PanelArrays.padded(length, 1, random.doubles(length, -1, 1).toArray());
    }

    private Factors factors(int columns) {
        Shape rows = Shape.parse(shape);
        return Factors.zeros(columns, rows.rows(), rows.columns());
    }

    /** The column appended, before its scale. */
    List<Panel> witness() {
        return witness;
    }
}
