package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.Seconds;
import io.nadir.solver.Solution.StopReason;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of a solve on distributed rows: V, the certificate, and U as a data set that is
 * computed from V and the rows when it is used. Thread-safe.
 */
public final class SparkSolution {
    private final SparkProblem problem;
    private final Solution solution;
    private final double @Nullable [] q;
    private final double moved;

    /**
     * Takes a result.
     *
     * @param q the offsets of the columns, with μ; null if there are none
     * @param moved what is taken from the offsets of the rows that belong to q, and added to μ
     */
    SparkSolution(SparkProblem problem, Solution solution, double @Nullable [] q, double moved) {
        this.problem = problem;
        this.solution = solution;
        this.q = q;
        this.moved = moved;
    }

    /** Returns the problem. */
    public SparkProblem problem() {
        return problem;
    }

    /** Returns the certificate of this very point. */
    public Certificate certificate() {
        return solution.certificate();
    }

    /** Returns f(U, V). */
    public double objective() {
        return solution.objective();
    }

    /** Returns why the solve ended. */
    public StopReason stopReason() {
        return solution.stopReason();
    }

    /** Returns the number of columns r of U and V. */
    public int rank() {
        return solution.rank();
    }

    /** Returns the number of descent steps. */
    public int iterations() {
        return solution.iterations();
    }

    /** Returns the number of columns appended. */
    public int appends() {
        return solution.appends();
    }

    /** Returns the wall-clock time of the solve by phase. */
    public Seconds seconds() {
        return solution.seconds();
    }

    /**
     * Returns a copy of V, n×r row-major, a row for each id in {@link DistributedRows#columnIds}.
     */
    public double[] v() {
        return solution.factors().toArray(0);
    }

    /**
     * Returns U: a row for each row of the data, with its id under the name that it had, {@code
     * features}, an array of r numbers, and {@code offset}, the offset a of the row, which is 0 if
     * there are none. It is computed from the distributed rows each time it is used; persist it,
     * and use it before {@link DistributedRows#close}, which makes it read the data anew.
     */
    public Dataset<Row> rowFactors() {
        DistributedRows rows = problem.rows();
        double shift = moved;
        Broadcast<double[]> v = rows.context().broadcast(v());
        Broadcast<double[]> offsets = q == null ? null : rows.context().broadcast(q.clone());
        Point point =
                new Point(
                        offsets == null ? v.id() : offsets.id(),
                        rank(),
                        problem.lambda(),
                        problem.nonNegative(),
                        problem.loss(),
                        v,
                        problem.offsetTerms(),
                        offsets);
        JavaRDD<Row> factors =
                rows.blocks().flatMap(block -> factors(block, point, shift).iterator());
        return rows.session().createDataFrame(factors, schema(rows.rowName(), rows.rowType()));
    }

    /**
     * Returns μ, the offset of all entries; 0 if there are none. Where offsets have no penalty, the
     * mean of those of the rows is 0, or, if only columns have offsets, of those of the columns.
     */
    public double mean() {
        return commonOffset() + moved;
    }

    private double commonOffset() {
        OffsetTerms terms = problem.offsetTerms();
        return q == null || terms == null ? 0 : terms.mean(q);
    }

    /**
     * Returns the offsets b of the columns, in the order of {@link DistributedRows#columnIds}; 0
     * where there are none.
     */
    public double[] columnOffsets() {
        double[] b = new double[problem.rows().columns()];
        double mean = commonOffset();
        for (int j = 0; q != null && j < b.length; j++) {
            b[j] = q[j] - mean;
        }
        return b;
    }

    /** Returns V and b as a data set like that of {@link #rowFactors}, in the order of the ids. */
    public Dataset<Row> columnFactors() {
        DistributedRows rows = problem.rows();
        Object[] ids = rows.columnIds();
        Panel v = solution.factors().block(0);
        double[] offsets = columnOffsets();
        List<Row> factors = new ArrayList<>();
        for (int j = 0; j < ids.length; j++) {
            factors.add(RowFactory.create(ids[j], row(v, j, v.columns()), offsets[j]));
        }
        return rows.session()
                .createDataFrame(factors, schema(rows.columnName(), rows.columnType()));
    }

    private static StructType schema(String name, DataType type) {
        return new StructType()
                .add(name, type, false)
                .add("features", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
                .add("offset", DataTypes.DoubleType, false);
    }

    private static List<Row> factors(RowBlock block, Point point, double shift) {
        return block.compute(
                point,
                work -> {
                    Panel u = work.at(point).block(0);
                    List<Row> rows = new ArrayList<>();
                    for (int i = 0; i < u.rows(); i++) {
                        double[] features = row(u, i, point.rank());
                        rows.add(
                                RowFactory.create(
                                        block.ids()[i],
                                        features,
                                        work.rowOffset(point, i) - shift));
                    }
                    return rows;
                },
                List.of());
    }

    private static double[] row(Panel panel, int i, int length) {
        double[] out = new double[length];
        System.arraycopy(panel.data(), i * panel.stride(), out, 0, out.length);
        return out;
    }

    @Override
    public String toString() {
        return "SparkSolution of rank " + rank() + ", " + stopReason() + ", " + certificate();
    }
}
