package io.nadir.jmh;

import io.nadir.kernel.Panel;
import io.nadir.model.Factors;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Appending a column to factors of 4096 and 2048 rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AppendBenchmark {
    /** Columns in use before the first append; the padding has room for as many more. */
    static final int RANK = 16;

    private static final int ROOM = Panel.LANES;
    private static final int ROWS_U = 4096;
    private static final int ROWS_V = 2048;
    private static final double SCALE = 0.5;

    private List<Panel> witness;

    /** Makes witness and factors. */
    @Setup
    public void setUp() {
        Inputs inputs = Inputs.random(new Shape(ROWS_U, ROWS_V), 1, 0);
        witness =
                List.of(
                        PanelArrays.padded(ROWS_U, 1, inputs.u()),
                        PanelArrays.padded(ROWS_V, 1, inputs.v()));
    }

    /** Factors with room for as many appends as there are in an invocation. */
    @State(Scope.Thread)
    public static class Roomy {
        private final Factors factors = Factors.zeros(RANK + ROOM, ROWS_U, ROWS_V);

        /**
         * Empties the padding, outside of what is timed; an invocation of some 150 µs takes
         * thousands of times as long as reading the clock around it.
         */
        @Setup(Level.Invocation)
        public void setUp() {
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
        public void setUp() {
            factors = Factors.zeros(RANK, ROWS_U, ROWS_V);
        }
    }

    /** An append beyond the padding: the capacity doubles and everything moves. */
    @Benchmark
    public Factors beyondPadding(Full full) {
        full.factors.append(witness, 0, SCALE);
        return full.factors;
    }

    /** The column appended, before its scale. */
    List<Panel> witness() {
        return witness;
    }
}
