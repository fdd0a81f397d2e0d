package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.PoissonLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.solver.SolverOptions;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Data and problems that are refused: one exception that names the column or the limit. */
class RefusedDataTest {
    private static final EntryColumns NAMES = new EntryColumns("user", "item", "rating", "weight");

    @Test
    void aMissingColumnIsNamedWithThoseThatThereAre() {
        refuses(
                () -> observe(new EntryColumns("user", "film", "rating"), good()),
                "column = film",
                "user, item, rating, weight");
    }

    @Test
    void wrongTypesAreNamed() {
        Dataset<Row> frame =
                frame(
                        List.<Object[]>of(new Object[] {"a", 1.5, "three", 1.0}),
                        DataTypes.StringType,
                        DataTypes.DoubleType,
                        DataTypes.StringType);
        refuses(() -> observe(NAMES, frame), "column item", "DOUBLE", "integers, strings");
        refuses(
                () -> observe(new EntryColumns("user", "rating", "user"), frame),
                "column user",
                "STRING",
                "numbers");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    @SuppressWarnings("NullAway") // Rows of Spark may have null in them, which is refused here.
    void aNullIsNamed(int field) {
        Object[] row = {"b", 2, 3.0, 1.0};
        row[field] = null;
        String name = List.of("user", "item", "rating", "weight").get(field);
        refuses(() -> observe(NAMES, withRow(row)), "column " + name + " is null");
    }

    @Test
    void valuesThatAreNotFiniteAreNamed() {
        refuses(
                () -> observe(NAMES, withRow("b", 2, Double.NaN, 1.0)),
                "column rating = NaN",
                "finite");
        refuses(() -> observe(NAMES, withRow("b", 2, 1.0, -1.0)), "column weight = -1.0", "from 0");
    }

    @Test
    void duplicatesAreNamed() {
        refuses(() -> observe(NAMES, withRow("a", 1, 9.0, 1.0)), "user = a", "item = 1", "twice");
    }

    @Test
    void noEntriesAreRefused() {
        Dataset<Row> none = good().where("rating > 1000");
        refuses(() -> observe(NAMES, none), "column item has no ids");
    }

    @Test
    void negativeCountsAreRefused() {
        refuses(
                () ->
                        DistributedRows.implicit(
                                withRow("b", 2, -1.0, 1.0),
                                new EntryColumns("user", "item", "rating"),
                                1,
                                2),
                "column rating = -1.0",
                "counts");
        refuses(() -> DistributedRows.implicit(good(), NAMES, 1, 2), "weight = weight", "none");
        refuses(
                () ->
                        DistributedRows.implicit(
                                good(), new EntryColumns("user", "item", "rating"), -1, 2),
                "alpha = -1");
    }

    @Test
    void emptyPartitionsAreNoProblem() {
        try (DistributedRows rows = DistributedRows.observed(good(), NAMES, 7)) {
            assertThat(rows.rows()).isEqualTo(2);
            assertThat(rows.columns()).isEqualTo(2);
            assertThat(rows.entries()).isEqualTo(3);
            SparkSolution solution = SparkSolver.solve(new SparkProblem(rows, 0.1));
            assertThat(solution.certificate().isGlobal()).isTrue();
        }
    }

    @Test
    void vectorsOfDifferentLengthAreRefused() {
        StructType schema =
                new StructType()
                        .add("id", DataTypes.LongType)
                        .add("features", SQLDataTypes.VectorType());
        List<Row> rows = new ArrayList<>();
        rows.add(RowFactory.create(1L, Vectors.dense(1, 2, 3)));
        rows.add(RowFactory.create(2L, Vectors.sparse(4, new int[] {1}, new double[] {1})));
        Dataset<Row> frame = LocalSpark.session().createDataFrame(rows, schema);
        refuses(
                () -> DistributedRows.dense(frame, "id", "features", 1),
                "column features has",
                "numbers where id = 2");
        Dataset<Row> twice = frame.where("id = 1").union(frame.where("id = 1"));
        refuses(() -> DistributedRows.dense(twice, "id", "features", 1), "id = 1 is there twice");
        refuses(
                () -> DistributedRows.dense(frame, "id", "id", 1),
                "column id is of type BIGINT",
                "vectors");
    }

    @Test
    void problemsAreRefusedBeforeTheFirstPass() {
        try (DistributedRows rows = DistributedRows.observed(good(), NAMES, 2)) {
            refuses(() -> new SparkProblem(rows, 0), "lambda");
            refuses(() -> new SparkProblem(rows, 1e-200), "lambda = 1.0E-200", "2^-100");
            refuses(
                    () -> new SparkProblem(rows, 1).withLoss(new NotSent()),
                    "loss = not sent",
                    "Serializable");
            refuses(() -> new SparkProblem(rows, 1).withLoss(new PoissonLoss(1)), "loss = poisson");
            refuses(
                    () ->
                            SparkSolver.certify(
                                    new SparkProblem(rows, 1),
                                    new double[3],
                                    1,
                                    SolverOptions.defaults()),
                    "length");
        }
    }

    /** V, what descent keeps of it, and a basis: 8·10⁶·(32·8 + 128) bytes. */
    @Test
    void aDriverThatIsTooSmallIsRefused() {
        long needed = 8L * 1_000_000 * (32 * 8 + 128);
        refuses(
                () -> DriverMemory.require(1_000_000, 8, needed - 1, () -> 500),
                "heap of the driver = 2,929 MB",
                "1,000,000 columns are 2,930 MB",
                "spark.driver.memory",
                "exchange rows and columns: there are only 500 rows");
        assertThatThrownBy(() -> DriverMemory.require(1_000_000, 8, needed - 1, () -> 1_000_000))
                .hasMessageEndingWith("(set spark.driver.memory)");
        DriverMemory.require(1_000_000, 8, needed, () -> 0);
        DriverMemory.require(1_000_000, 1, needed / 2, () -> 0);
        refuses(
                () -> DriverMemory.require(40_000_000, 8, Long.MAX_VALUE, () -> 10),
                "columns = 40,000,000",
                "up to 33,554,431",
                "2 GB",
                "exchange rows and columns");
    }

    private static void refuses(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static void observe(EntryColumns names, Dataset<Row> frame) {
        DistributedRows.observed(frame, names, 2).close();
    }

    private static Dataset<Row> good() {
        return frame(entries(), DataTypes.StringType, DataTypes.IntegerType, DataTypes.DoubleType);
    }

    private static Dataset<Row> withRow(Object... row) {
        List<Object[]> rows = entries();
        rows.add(row);
        return frame(rows, DataTypes.StringType, DataTypes.IntegerType, DataTypes.DoubleType);
    }

    private static List<Object[]> entries() {
        return new ArrayList<>(
                List.<Object[]>of(
                        new Object[] {"a", 1, 3.0, 1.0},
                        new Object[] {"a", 2, 2.0, 1.0},
                        new Object[] {"c", 1, 1.0, 2.0}));
    }

    private static Dataset<Row> frame(
            List<Object[]> rows, DataType user, DataType item, DataType rating) {
        StructType schema =
                new StructType()
                        .add("user", user)
                        .add("item", item)
                        .add("rating", rating)
                        .add("weight", DataTypes.DoubleType);
        List<Row> all =
                new ArrayList<>(
                        Arrays.asList(rows.stream().map(RowFactory::create).toArray(Row[]::new)));
        return LocalSpark.session().createDataFrame(all, schema);
    }

    /** A loss that cannot be sent to executors. */
    private static final class NotSent implements ConvexLoss {
        private final SquaredLoss squares = new SquaredLoss();

        @Override
        public String name() {
            return "not sent";
        }

        @Override
        public double curvature() {
            return squares.curvature();
        }
    }
}
