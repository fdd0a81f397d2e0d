package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.PoissonLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Centering;
import io.nadir.model.Evidence;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.DoubleBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Data of float32, or from a source, give the solutions and certificates of their float64 copy to
 * the last bit: whatever the model, the evidence, the row blocks and the threads.
 */
class StorageTest {
    private static final SquaredNorms NMF = SquaredNorms.nonNegative();

    /** A model, and what becomes of Gaussian numbers for it. */
    record Model(
            String name,
            Function<MatrixData, Problem> problem,
            DoubleUnaryOperator datum,
            Evidence evidence) {
        @Override
        public String toString() {
            return name + ", " + evidence;
        }
    }

    static Stream<Model> models() {
        DoubleUnaryOperator same = x -> x;
        DoubleUnaryOperator sign = x -> x < 0 ? -1 : 1;
        DoubleUnaryOperator count = x -> Math.rint(3 * x * x);
        return Stream.of(Evidence.PROBABLE, Evidence.PROVED)
                .flatMap(evidence ->
                        Stream.of(
                                new Model("squared", y -> Problem.lowRank(y, 2), same, evidence),
                                new Model("offsets", StorageTest::offsets, same, evidence),
                                new Model("penalized offsets", StorageTest::damped, same, evidence),
                                new Model("robust", StorageTest::robust, same, evidence),
                                new Model("robust offsets", StorageTest::both, same, evidence),
                                new Model("labels", StorageTest::labels, sign, evidence),
                                new Model("parts", StorageTest::parts, Math::abs, evidence),
                                new Model("counts", StorageTest::counts, count, evidence)));
    }

    private static Problem offsets(MatrixData y) {
        return Problem.lowRank(y.centered(Centering.BOTH), 2);
    }

    private static Problem damped(MatrixData y) {
        return Problem.lowRank(y.centered(Centering.BOTH, 1), 2);
    }

    private static Problem robust(MatrixData y) {
        return Problem.lowRank(y, 1).withLoss(new HuberLoss(0.5));
    }

    private static Problem both(MatrixData y) {
        return Problem.lowRank(y.centered(Centering.COLUMNS), 1).withLoss(new HuberLoss(0.5));
    }

    private static Problem labels(MatrixData y) {
        return Problem.lowRank(y, 1).withLoss(new LogisticLoss());
    }

    private static Problem parts(MatrixData y) {
        return new Problem(y, new SquaredLoss(), NMF, 2);
    }

    private static Problem counts(MatrixData y) {
        return new Problem(y, new PoissonLoss(0.1), NMF, 2);
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyStorageGivesTheSameBits(Model model) {
        compare(model, 0, 1);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("models")
    void everyStorageGivesTheSameBitsManyTimes(Model model) {
        compare(model, 1, 40);
    }

    private static void compare(Model model, int from, int to) {
        for (int trial = from; trial < to; trial++) {
            Random random = new Random(model.toString().hashCode() + 31L * trial);
            int m = 2 + random.nextInt(30);
            int n = 2 + random.nextInt(30);
            int perBlock = 1 + random.nextInt(m);
            float[] values = floats(m * n, model.datum(), random);
            Problem expected = model.problem().apply(doubles(n, m, values));
            Problem blocks = model.problem().apply(doubles(n, perBlock, values));
            SolverOptions options = options(model.evidence());
            Solution one = Nadir.solve(expected, options);
            assertSame(
                    one, expected, model.problem().apply(DenseMatrix.wrap(m, n, values)), options);
            assertSame(one, expected, model.problem().apply(source(m, n, m, values)), options);
            Solution many = Nadir.solve(blocks, options);
            Problem floats = model.problem().apply(floats(n, perBlock, values));
            assertSame(many, blocks, floats, options);
            Problem source = model.problem().apply(source(m, n, perBlock, values));
            assertSame(many, blocks, source, options);
        }
    }

    /** Weights may be stored in another way than the data. */
    @ParameterizedTest
    @MethodSource("models")
    void everyStorageOfWeightsGivesTheSameBits(Model model) {
        Random random = new Random(model.toString().hashCode() + 1);
        int m = 2 + random.nextInt(12);
        int n = 2 + random.nextInt(12);
        float[] values = floats(m * n, model.datum(), random);
        float[] weights = floats(m * n, x -> Math.max(0, x), random);
        List<DenseMatrix> data = everyWay(m, n, 1 + random.nextInt(m), values);
        List<DenseMatrix> ofThem = everyWay(m, n, 1 + random.nextInt(m), weights);
        Problem expected = model.problem().apply(data.getFirst().withWeights(ofThem.getFirst()));
        SolverOptions options = options(model.evidence());
        Solution solution = Nadir.solve(expected, options);
        for (DenseMatrix y : data) {
            for (DenseMatrix w : ofThem) {
                Problem other = model.problem().apply(y.withWeights(w));
                assertSame(solution, expected, other, options);
            }
        }
    }

    private static List<DenseMatrix> everyWay(int m, int n, int perBlock, float[] values) {
        return List.of(
                doubles(n, perBlock, values),
                floats(n, perBlock, values),
                source(m, n, perBlock, values));
    }

    private static SolverOptions options(Evidence evidence) {
        return SolverOptions.defaults().withRelativeGap(1e-2).withMaxRank(3).withEvidence(evidence);
    }

    private static void assertSame(
            Solution expected, Problem problem, Problem other, SolverOptions options) {
        assertThat(other.y().fingerprint()).isEqualTo(problem.y().fingerprint());
        assertThat(other.y().maxAbs()).isEqualTo(problem.y().maxAbs());
        assertThat(other.y().frobenius()).isEqualTo(problem.y().frobenius());
        assertThat(other.y().observed()).isEqualTo(problem.y().observed());
        Solution actual = Nadir.solve(other, options.withThreads(2));
        assertThat(actual.u()).isEqualTo(expected.u());
        assertThat(actual.v()).isEqualTo(expected.v());
        assertSame(actual.certificate(), expected.certificate());
        assertThat(other.y().sparsePart(other.loss(), actual.factors()))
                .isEqualTo(problem.y().sparsePart(problem.loss(), expected.factors()));
        assertSame(
                Nadir.certify(other, actual.factors(), options),
                Nadir.certify(problem, expected.factors(), options.withThreads(2)));
    }

    private static void assertSame(Certificate actual, Certificate expected) {
        assertThat(actual.verdict()).isEqualTo(expected.verdict());
        assertThat(actual.objective()).isEqualTo(expected.objective());
        assertThat(actual.gap()).isEqualTo(expected.gap());
        assertThat(actual.lowerBound()).isEqualTo(expected.lowerBound());
        assertThat(actual.polar().toString()).isEqualTo(expected.polar().toString());
    }

    private static float[] floats(int length, DoubleUnaryOperator datum, Random random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) datum.applyAsDouble(random.nextGaussian());
        }
        return values;
    }

    private static DenseMatrix doubles(int n, int perBlock, float[] values) {
        return DenseMatrix.builder(n, perBlock).add(DoubleBuffer.wrap(widened(values))).build();
    }

    private static DenseMatrix floats(int n, int perBlock, float[] values) {
        DenseMatrixBuilder builder = DenseMatrix.builder(n, perBlock).asFloats();
        return builder.add(DoubleBuffer.wrap(widened(values))).build();
    }

    private static DenseMatrix source(int m, int n, int perBlock, float[] values) {
        RowSource rows = new StoredRows(m, n, widened(values));
        return new DenseMatrix(DenseRows.of(rows, perBlock));
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
