package io.nadir.jmh;

import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.polar.PowerIteration;
import io.nadir.model.Factors;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** The products of the polar problem on one thread: the one-pass kernel beside two passes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PolarBenchmark {
    /** Of the data. */
    @Param({"4096x2048", "4000x2000", "6040x3706", "997x1013"})
    public String shape = "4096x2048";

    /** Rank of the point whose residual it is; 0 is Y itself. */
    @Param({"0", "20"})
    public int r = 20;

    /** Operands of {@link #gramMultiply}. */
    @State(Scope.Thread)
    public static class Block {
        /** Whose products. */
        @Param({"nadir", "jblas", "netlib", "netlib-java", "ejml", "ojalgo"})
        public String implementation = "nadir";

        /** Columns of the block. */
        @Param({"1", "4", "8", "16", "24"})
        public int b = 8;

        private Gram gram;

        /** Makes the operands. */
        @Setup
        public void setUp(PolarBenchmark sizes) {
            gram = Gram.of(implementation, sizes.inputs(b));
        }

        /** What the last call computed. */
        Gram gram() {
            return gram;
        }
    }

    /**
     * T = R·B and W = Rᵀ·T with R = Y − U·Vᵀ: 4·m·n·b + 4·(m + n)·r·b flops; 8·m·n bytes where Y is
     * read once, twice that where it is read twice.
     */
    @Benchmark
    public Object gramMultiply(Block block) {
        block.gram.multiply();
        return block;
    }

    /** Operands of {@link #powerStep}. */
    @State(Scope.Thread)
    public static class Point {
        private MatrixMap map;
        private Factors w;

        /** Makes the operands. */
        @Setup
        public void setUp(PolarBenchmark sizes) {
            Inputs inputs = sizes.inputs(0);
            int m = inputs.shape().rows();
            int n = inputs.shape().columns();
            map = DenseMatrix.wrap(m, n, inputs.y()).bind(new SquaredLoss(), 1, null);
            w = Factors.copyOfPair(m, n, sizes.r, inputs.u(), inputs.v());
        }
    }

    /**
     * One step of plain power iteration from a random vector, the baseline: 2·m·n·r + 4·m·n flops.
     *
     * @return ‖R·x‖ at a unit vector x
     */
    @Benchmark
    public double powerStep(Point point) {
        return PowerIteration.lowerBound(point.map, 1, point.w, 1, 1);
    }

    private Inputs inputs(int b) {
        return Inputs.random(Shape.parse(shape), r, b);
    }
}
