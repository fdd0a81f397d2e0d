package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Workers;

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

/** What a PROVED certificate of a full matrix consists of: a Gram matrix and its factorization. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ProofBenchmark {
    /** Rows that a proof forms at a time. */
    private static final int SLICE = 512;

    /** Of the data. */
    @Param({"4000x2000"})
    public String shape = "4000x2000";

    /** Threads, the caller's included. */
    @Param({"1", "2"})
    public int threads = 1;

    private Workers workers;
    private PanelProducts products;
    private Panel y;
    private Panel gram;
    private Panel factor;

    /** Makes operands and threads. */
    @Setup
    public void setUp() {
        Inputs inputs = Inputs.random(Shape.parse(shape), 0, 0);
        int n = inputs.shape().columns();
        workers = new Workers(threads, null);
        products = new PanelProducts(workers);
        y = Panel.wrap(inputs.y(), inputs.shape().rows(), n, 0);
        gram = Panel.zeros(n, n);
        factor = Panel.zeros(n, n);
        gram();
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        workers.close();
    }

    /** The lower triangle of G = YᵀY: m·n² flops. */
    @Benchmark
    public Panel gram() {
        gram.clear();
        for (int from = 0; from < y.rows(); from += SLICE) {
            products.addGramLower(y, from, Math.min(y.rows(), from + SLICE), gram);
        }
        return gram;
    }

    /**
     * L·Lᵀ = G, in a copy of G: n³/3 flops.
     *
     * @throws IllegalStateException if G is not positive definite
     */
    @Benchmark
    public Panel cholesky() {
        System.arraycopy(gram.data(), 0, factor.data(), 0, gram.data().length);
        if (!products.cholesky(factor, () -> {})) {
            throw new IllegalStateException("G = YᵀY is not positive definite for " + shape);
        }
        return factor;
    }
}
