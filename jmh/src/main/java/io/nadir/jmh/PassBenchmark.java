package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.concurrent.TimeUnit;

/** Whole passes over the data as the solver makes them, in chunks, on one thread and on two. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PassBenchmark {
    /** Of the data. */
    @Param({"4096x2048", "4000x2000", "6040x3706"})
    public String shape = "4096x2048";

    /** Rank. */
    @Param({"16", "20", "32", "64"})
    public int r = 32;

    /** Threads, the caller's included. */
    @Param({"1", "2"})
    public int threads = 1;

    private MatrixMap map;
    private Factors w;
    private Factors gradient;

    /** Makes the operands and the threads. */
    @Setup
    public void setUp() {
        Inputs inputs = inputs(0);
        int m = inputs.shape().rows();
        int n = inputs.shape().columns();
        DenseMatrix y = DenseMatrix.wrap(m, n, inputs.y());
        map = y.bind(new SquaredLoss(), threads, null);
        w = Factors.copyOfPair(m, n, r, inputs.u(), inputs.v());
        gradient = Factors.zeros(r, m, n);
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        map.close();
    }

    /** Loss and both gradients: 6·m·n·r flops, 8·m·n bytes. */
    @Benchmark
    public double evaluate() {
        return map.evaluate(w, gradient);
    }

    /** Operands of {@link #gram}. */
    @State(Scope.Thread)
    public static class Block {
        /** Columns of the block; certificates have up to 24. */
        @Param({"1", "4", "8", "16", "24"})
        public int b = 8;

        private Panel block;
        private Panel image;
        private Panel result;

        /** Makes the operands. */
        @Setup
        public void setUp(PassBenchmark pass) {
            Inputs inputs = pass.inputs(b);
            block = PanelArrays.padded(inputs.shape().columns(), b, inputs.b());
            image = Panel.zeros(inputs.shape().rows(), b);
            result = Panel.zeros(inputs.shape().columns(), b);
        }

        /** T of the last {@link #gram}. */
        Panel image() {
            return image;
        }
    }

    /** T = R·B and S = Rᵀ·T: 4·m·n·b + 4·(m + n)·r·b flops, 8·m·n bytes. */
    @Benchmark
    public Panel gram(Block block) {
        map.gram(w, block.block, block.image, block.result);
        return block.result;
    }

    private Inputs inputs(int b) {
        return Inputs.random(Shape.parse(shape), r, b);
    }

    /** The gradients of the last {@link #evaluate}. */
    Factors gradient() {
        return gradient;
    }
}
