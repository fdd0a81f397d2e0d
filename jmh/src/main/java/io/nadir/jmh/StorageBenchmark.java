package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.io.MatrixReader;
import io.nadir.io.MatrixWriter;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.RowSource;
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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Passes of the polar problem over data that no cache holds, by how the data are kept. Elements are
 * numbers of float32 in every storage, so that all compute the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class StorageBenchmark {
    private static final int RANK = 10;

    /** Numbers that a pass reads at once. */
    private static final int SLICE = 1 << 19;

    /** Of the data. */
    @Param("20000x4000")
    public String shape = "20000x4000";

    /** How the data are kept: in arrays, in a mapped file, or by a source that has an array. */
    @Param({"float64", "float32", "mapped", "source"})
    public String storage = "float32";

    /** Columns of the block of {@link #gram}. */
    @Param({"1", "4"})
    public int b = 1;

    /** Threads, the caller's included. */
    @Param({"1", "2"})
    public int threads = 1;

    private DenseMatrix y;
    private double[] window;
    private MatrixMap map;
    private Factors w;
    private Panel block;
    private Panel image;
    private Panel result;

    /** Makes the operands and the threads. */
    @Setup
    public void setUp() throws IOException {
        Shape size = Shape.parse(shape);
        Inputs inputs = Inputs.random(size, RANK, b);
        int m = size.rows();
        int n = size.columns();
        y = matrix(m, n, inputs.y());
        map = y.bind(new SquaredLoss(), threads, null);
        window = new double[SLICE / n * n];
        w = Factors.copyOfPair(m, n, RANK, inputs.u(), inputs.v());
        block = PanelArrays.padded(n, b, inputs.b());
        image = Panel.zeros(m, b);
        result = Panel.zeros(n, b);
    }

    private DenseMatrix matrix(int m, int n, double[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
        return switch (storage) {
            case "float64" -> DenseMatrix.wrap(m, n, values);
            case "float32" -> DenseMatrix.wrap(m, n, narrow(values));
            case "mapped" -> mapped(m, n, values);
            default -> DenseMatrix.of(new Rows(m, n, values));
        };
    }

    /** The mapping outlasts the name of the file. */
    private static DenseMatrix mapped(int m, int n, double[] values) throws IOException {
        Path file = Files.createTempFile("nadir-", ".npy");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                MatrixWriter.write("y.npy", out, List.of(m, n), values);
            }
            return MatrixReader.map(file, UnaryOperator.identity()).data();
        } finally {
            Files.delete(file);
        }
    }

    private static float[] narrow(double[] y) {
        float[] narrow = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            narrow[i] = (float) y[i];
        }
        return narrow;
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        map.close();
    }

    /** T = R·B and S = Rᵀ·T: 4·m·n·b + 4·(m + n)·r·b flops. */
    @Benchmark
    public Panel gram() {
        map.gram(w, block, image, result);
        return result;
    }

    /** Reads all data once, as passes do, on one thread; computes nothing. */
    @Benchmark
    public double[] read() {
        int atOnce = window.length / y.columns();
        for (int row = 0; row < y.rows(); row += atOnce) {
            y.copyRows(row, Math.min(atOnce, y.rows() - row), window, 0);
        }
        return window;
    }

    /** Rows that are copied from an array. */
    private record Rows(int rows, int columns, double[] values) implements RowSource {
        @Override
        public void read(int row, int count, double[] target, int offset) {
            System.arraycopy(values, row * columns, target, offset, count * columns);
        }
    }
}
