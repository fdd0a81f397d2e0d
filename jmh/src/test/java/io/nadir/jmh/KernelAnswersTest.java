package io.nadir.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.jmh.peers.Peers;
import io.nadir.model.Factors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the benchmarks of kernels compute, by every implementation, is what plain loops compute. */
class KernelAnswersTest {
    private static final String SHAPE = "37x53";

    static Stream<String> implementations() {
        return Stream.concat(Stream.of("nadir"), Peers.NAMES.stream());
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void gradients(String implementation) {
        for (int r : List.of(1, 5, 16)) {
            GradientBenchmark benchmark = new GradientBenchmark();
            benchmark.implementation = implementation;
            benchmark.shape = SHAPE;
            benchmark.r = r;
            benchmark.setUp();
            Reference expected = reference(r, 0);
            // Twice, because the first call may leave something behind.
            for (int call = 0; call < 2; call++) {
                expected.assertValue(benchmark.residualGradient());
                expected.assertProduct(benchmark.gradient().left(), expected.gradientLeft());
                expected.assertProduct(benchmark.gradient().right(), expected.gradientRight());
                expected.assertValue(benchmark.gramGradient());
                expected.assertProduct(benchmark.gradient().left(), expected.gradientLeft());
                expected.assertProduct(benchmark.gradient().right(), expected.gradientRight());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void polarProducts(String implementation) {
        for (int r : List.of(0, 3, 20)) {
            for (int b : List.of(1, 4, 8)) {
                PolarBenchmark.Block block = new PolarBenchmark.Block();
                block.implementation = implementation;
                block.b = b;
                PolarBenchmark benchmark = polar(r);
                block.setUp(benchmark);
                Reference expected = reference(r, b);
                for (int call = 0; call < 2; call++) {
                    benchmark.gramMultiply(block);
                    expected.assertProduct(block.gram().image(), expected.image());
                    expected.assertGram(block.gram().result(), expected.gram());
                }
            }
        }
    }

    /** A bound on ‖R‖ from below that is not far below. */
    @Test
    void powerStep() {
        PolarBenchmark.Point point = new PolarBenchmark.Point();
        PolarBenchmark benchmark = polar(3);
        point.setUp(benchmark);
        double frobenius = Math.sqrt(2 * reference(3, 0).value());
        double mean = frobenius / Math.sqrt(Shape.parse(SHAPE).columns());
        assertThat(benchmark.powerStep(point)).isBetween(0.3 * mean, frobenius);
    }

    /** Large enough for several chunks, of which each thread takes some. */
    @ParameterizedTest
    @CsvSource({"37x53, 1", "37x53, 2", "3001x701, 1", "3001x701, 2"})
    void passes(String shape, int threads) {
        PassBenchmark benchmark = new PassBenchmark();
        benchmark.shape = shape;
        benchmark.r = 5;
        benchmark.threads = threads;
        benchmark.setUp();
        Reference expected = new Reference(Inputs.random(Shape.parse(shape), 5, 0));
        expected.assertValue(benchmark.evaluate());
        Factors gradient = benchmark.gradient();
        expected.assertProduct(gradient.toArray(0), expected.gradientLeft());
        expected.assertProduct(gradient.toArray(1), expected.gradientRight());
        for (int b : List.of(1, 8, 24)) {
            PassBenchmark.Block block = new PassBenchmark.Block();
            block.b = b;
            block.setUp(benchmark);
            Panel result = benchmark.gram(block);
            Reference products = new Reference(Inputs.random(Shape.parse(shape), 5, b));
            products.assertProduct(PanelArrays.toRowMajor(block.image()), products.image());
            products.assertGram(PanelArrays.toRowMajor(result), products.gram());
        }
        benchmark.tearDown();
    }

    @Test
    void machinePeaks() {
        MachinePeakBenchmark benchmark = new MachinePeakBenchmark();
        benchmark.setUp();
        assertThat(benchmark.read()).isEqualTo(MachinePeakBenchmark.BYTES / 8);
        // Twelve accumulators of whole vectors, each lane converged to 0.5 / (1 − 0.5).
        assertThat(benchmark.fma() / 12).isIn(2.0, 4.0, 8.0);
    }

    /** G = YᵀY below the diagonal, and L with L·Lᵀ = G, of more rows than a slice has. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void proofs(int threads) {
        ProofBenchmark benchmark = new ProofBenchmark();
        benchmark.shape = "600x90";
        benchmark.threads = threads;
        benchmark.setUp();
        double[] y = Inputs.random(Shape.parse(benchmark.shape), 0, 0).y();
        Panel factor = benchmark.cholesky();
        Panel gram = benchmark.gram();
        for (int i = 0; i < 90; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int k = 0; k < 600; k++) {
                    product += y[k * 90 + i] * y[k * 90 + j];
                }
                double restored = 0;
                for (int k = 0; k <= j; k++) {
                    restored += factor.get(i, k) * factor.get(j, k);
                }
                assertThat(gram.get(i, j)).isCloseTo(product, within(1e-11));
                assertThat(restored).isCloseTo(product, within(1e-10));
            }
        }
        benchmark.tearDown();
    }

    /** Both calls, because the first may leave something behind; the bound computes nothing. */
    @ParameterizedTest
    @CsvSource({"37x53:700, 3", "40x16:500, 10", "997x1013:9001, 33"})
    void sparseProducts(String size, int r) {
        SparseKernelBenchmark benchmark = new SparseKernelBenchmark();
        benchmark.size = size;
        benchmark.r = r;
        benchmark.setUp();
        SparseReference expected = new SparseReference(benchmark.operations());
        for (int call = 0; call < 2; call++) {
            benchmark.multiply();
            expected.assertProduct(expected.y());
            benchmark.sampledProduct();
            expected.assertSamples(0);
            assertThat(benchmark.residualGradient()).isCloseTo(expected.value(), within(1e-10));
            expected.assertSamples(1);
            expected.assertProduct(expected.residual());
        }
    }

    /** The bound reads as many places as the kernels, and no others. */
    @Test
    void gatherBound() {
        SparseKernelBenchmark benchmark = new SparseKernelBenchmark();
        benchmark.implementation = "gather";
        benchmark.size = "37x53:702";
        benchmark.r = 10;
        benchmark.setUp();
        SparseOperations operations = benchmark.operations();
        int[] indices = operations.s.indices();
        benchmark.sampledProduct();
        double sum = 0;
        for (int e = 0; e < indices.length; e++) {
            double lines =
                    operations.v.get(indices[e], 0) + operations.v.get(indices[e], Panel.LANES);
            assertThat(operations.x[e]).isEqualTo(lines);
            sum += operations.y[e] + lines;
        }
        benchmark.multiply();
        assertThat(operations.t.get(0, 0)).isCloseTo(sum, within(1e-10));
        benchmark.residualGradient();
        double written = Arrays.stream(operations.x).sum();
        assertThat(written).isCloseTo(sum, within(1e-10));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void appends(boolean withinPadding) {
        AppendBenchmark benchmark = new AppendBenchmark();
        benchmark.setUp();
        AppendBenchmark.Roomy roomy = new AppendBenchmark.Roomy();
        roomy.make(benchmark);
        roomy.empty();
        AppendBenchmark.Full full = new AppendBenchmark.Full();
        full.setUp(benchmark);
        Factors factors =
                withinPadding ? benchmark.withinPadding(roomy) : benchmark.beyondPadding(full);
        assertThat(factors.rank()).isGreaterThan(AppendBenchmark.RANK);
        for (int k = 0; k < 2; k++) {
            Panel block = factors.block(k);
            for (int i = 0; i < block.rows(); i++) {
                double appended = benchmark.witness().get(k).get(i, 0);
                assertThat(block.get(i, factors.rank() - 1)).isEqualTo(0.5 * appended);
                assertThat(block.get(i, AppendBenchmark.RANK - 1)).isCloseTo(0, within(0.0));
            }
        }
    }

    private static PolarBenchmark polar(int r) {
        PolarBenchmark benchmark = new PolarBenchmark();
        benchmark.shape = SHAPE;
        benchmark.r = r;
        return benchmark;
    }

    private static Reference reference(int r, int b) {
        return new Reference(Inputs.random(Shape.parse(SHAPE), r, b));
    }
}
