package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.Evidence;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** The completion problem of the benchmarks: a million entries of 6040×3706, rank 10, noise 0.5. */
@Tag("long")
class CompletionTest {
    private static final int ROWS = 6040;
    private static final int COLUMNS = 3706;
    private static final int ENTRIES = 1_000_000;
    private static final int RANK = 10;

    private final int[] i = new int[ENTRIES];
    private final int[] j = new int[ENTRIES];
    private final double[] values = new double[ENTRIES];

    @Test
    void hasTheCertificateOfTheCore() {
        draw();
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-5);
        Solution core =
                Nadir.solve(
                        Problem.lowRank(ObservedEntries.copyOf(ROWS, COLUMNS, i, j, values), 30),
                        options);
        report("core", core.certificate(), core.iterations(), core.seconds());
        try (DistributedRows rows = DistributedRows.observed(frame(), Ratings.NAMES, 4)) {
            for (int run = 0; run < 2; run++) {
                SparkSolution found = SparkSolver.solve(new SparkProblem(rows, 30), options);
                report("Spark", found.certificate(), found.iterations(), found.seconds());
                assertThat(found.stopReason()).isEqualTo(StopReason.CERTIFIED);
                assertThat(found.rank()).isEqualTo(core.rank());
                assertThat(found.objective())
                        .isCloseTo(core.objective(), within(1e-5 * core.objective()));
                assertThat(found.certificate().lowerBound()).isLessThanOrEqualTo(core.objective());
                assertThat(core.certificate().lowerBound()).isLessThanOrEqualTo(found.objective());
            }
            SparkSolution proved =
                    SparkSolver.solve(
                            new SparkProblem(rows, 30),
                            options.withEvidence(Evidence.PROVED).withRelativeGap(1e-4));
            report("Spark", proved.certificate(), proved.iterations(), proved.seconds());
            assertThat(proved.certificate().polar().evidence()).isEqualTo(Evidence.PROVED);
        }
    }

    private void draw() {
        SplittableRandom random = new SplittableRandom(1);
        double[] a = normal(ROWS * RANK, random);
        double[] b = normal(COLUMNS * RANK, random);
        BitSet known = new BitSet();
        for (int e = 0; e < ENTRIES; ) {
            int row = random.nextInt(ROWS);
            int column = random.nextInt(COLUMNS);
            int at = row * COLUMNS + column;
            if (!known.get(at)) {
                known.set(at);
                i[e] = row;
                j[e] = column;
                double sum = 0;
                for (int k = 0; k < RANK; k++) {
                    sum += a[row * RANK + k] * b[column * RANK + k];
                }
                values[e++] = sum + 0.5 * random.nextGaussian();
            }
        }
    }

    private static double[] normal(int length, SplittableRandom random) {
        double[] out = new double[length];
        for (int k = 0; k < length; k++) {
            out[k] = random.nextGaussian();
        }
        return out;
    }

    private Dataset<Row> frame() {
        List<Row> rows = new ArrayList<>();
        for (int e = 0; e < ENTRIES; e++) {
            rows.add(RowFactory.create(i[e], j[e], values[e]));
        }
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        StructType schema =
                new StructType()
                        .add("user", DataTypes.IntegerType)
                        .add("item", DataTypes.IntegerType)
                        .add("rating", DataTypes.DoubleType);
        return LocalSpark.session().createDataFrame(context.parallelize(rows, 4), schema);
    }

    private static void report(
            String name, Certificate certificate, int iterations, Solution.Seconds seconds) {
        System.out.printf("%s: %s, %d steps, %s%n", name, certificate, iterations, seconds);
    }
}
