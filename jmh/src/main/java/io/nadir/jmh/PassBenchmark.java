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
    /** Columns of the block of {@link #gram}, as the certificate uses. */
    public static final int BLOCK = 8;

    /** Of the data. */
    @Param({"4096x2048", "6040x3706"})
    public String shape = "4096x2048";

    /** Rank. */
    @Param({"20", "32"})
    public int r = 32;

    /** Threads, the caller's included. */
    @Param({"1", "2"})
    public int threads = 1;

    private MatrixMap map;
    private Factors w;
    private Factors gradient;
    private Panel block;
    private Panel image;
    private Panel result;

    /** Makes the operands and the threads. */
    @Setup
    public void setUp() {
        Inputs inputs = Inputs.random(Shape.parse(shape), r, BLOCK);
        int m = inputs.shape().rows();
        int n = inputs.shape().columns();
        DenseMatrix y = DenseMatrix.wrap(m, n, inputs.y());
        map = y.bind(new SquaredLoss(), threads, null);
        w = Factors.copyOfPair(m, n, r, inputs.u(), inputs.v());
        gradient = Factors.zeros(r, m, n);
        block = PanelArrays.padded(n, BLOCK, inputs.b());
        image = Panel.zeros(m, BLOCK);
        result = Panel.zeros(n, BLOCK);
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

    /** T = R·B and S = Rᵀ·T: with b = 8: 4·m·n·b + 4·(m + n)·r·b flops, 8·m·n bytes. */
    @Benchmark
    public Panel gram() {
        map.gram(w, block, image, result);
        return result;
    }

    /** The gradients of the last {@link #evaluate}. */
    Factors gradient() {
        return gradient;
    }

    /** T of the last {@link #gram}. */
    Panel image() {
        return image;
    }
}
