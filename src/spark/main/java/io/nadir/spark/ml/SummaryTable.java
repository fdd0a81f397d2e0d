package io.nadir.spark.ml;

import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.certify.Certificate.Work;
import io.nadir.model.Evidence;
import io.nadir.model.PolarBounds;
import io.nadir.solver.Solution.StopReason;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

import java.util.List;

/** A summary as a table of one row, which Parquet keeps to the last bit. */
final class SummaryTable {
    static final StructType SCHEMA =
            new StructType()
                    .add("verdict", DataTypes.StringType)
                    .add("polarLower", DataTypes.DoubleType)
                    .add("polarUpper", DataTypes.DoubleType)
                    .add("evidence", DataTypes.StringType)
                    .add("delta", DataTypes.DoubleType)
                    .add("objective", DataTypes.DoubleType)
                    .add("lowerBound", DataTypes.DoubleType)
                    .add("gap", DataTypes.DoubleType)
                    .add("relativeGap", DataTypes.DoubleType)
                    .add("equilibrium", DataTypes.DoubleType)
                    .add("columnEquilibrium", DataTypes.DoubleType)
                    .add("sufficient", DataTypes.DoubleType)
                    .add("tightenable", DataTypes.BooleanType)
                    .add("passes", DataTypes.IntegerType)
                    .add("krylovSteps", DataTypes.IntegerType)
                    .add("factorizations", DataTypes.IntegerType)
                    .add("certifySeconds", DataTypes.DoubleType)
                    .add("stopReason", DataTypes.StringType)
                    .add("lambda", DataTypes.DoubleType)
                    .add("lambdaMaxLower", DataTypes.DoubleType)
                    .add("lambdaMaxUpper", DataTypes.DoubleType)
                    .add("rank", DataTypes.IntegerType)
                    .add("rows", DataTypes.LongType)
                    .add("columns", DataTypes.IntegerType)
                    .add("entries", DataTypes.LongType)
                    .add("iterations", DataTypes.IntegerType)
                    .add("appends", DataTypes.IntegerType)
                    .add("seconds", DataTypes.DoubleType)
                    .add("kernels", DataTypes.createArrayType(DataTypes.StringType, false));

    private SummaryTable() {}

    static Dataset<Row> of(SparkSession session, FactorizationSummary summary) {
        Certificate certificate = summary.certificate();
        PolarBounds polar = certificate.polar();
        Work work = certificate.work();
        Row row =
                RowFactory.create(
                        certificate.verdict().name(),
                        polar.lower(),
                        polar.upper(),
                        polar.evidence().name(),
                        polar.delta(),
                        certificate.objective(),
                        certificate.lowerBound(),
                        certificate.gap(),
                        certificate.relativeGap(),
                        certificate.equilibrium(),
                        certificate.columnEquilibrium(),
                        certificate.sufficient(),
                        certificate.tightenable(),
                        work.passes(),
                        work.krylovSteps(),
                        work.factorizations(),
                        work.seconds(),
                        summary.stopReason().name(),
                        summary.lambda(),
                        summary.lambdaMaxLower(),
                        summary.lambdaMaxUpper(),
                        summary.rank(),
                        summary.rows(),
                        summary.columns(),
                        summary.entries(),
                        summary.iterations(),
                        summary.appends(),
                        summary.seconds(),
                        summary.kernels().toArray(new String[0]));
        return session.createDataFrame(List.of(row), SCHEMA);
    }

    static FactorizationSummary read(Row row) {
        PolarBounds polar =
                new PolarBounds(
                        row.getAs("polarLower"),
                        row.getAs("polarUpper"),
                        Evidence.valueOf(row.getAs("evidence")),
                        row.getAs("delta"),
                        null);
        Certificate certificate =
                new Certificate(
                        Verdict.valueOf(row.getAs("verdict")),
                        polar,
                        row.getAs("objective"),
                        row.getAs("lowerBound"),
                        row.getAs("gap"),
                        row.getAs("relativeGap"),
                        row.getAs("equilibrium"),
                        row.getAs("columnEquilibrium"),
                        row.getAs("sufficient"),
                        row.getAs("tightenable"),
                        new Work(
                                row.getAs("passes"),
                                row.getAs("krylovSteps"),
                                row.getAs("factorizations"),
                                row.getAs("certifySeconds")));
        return new FactorizationSummary(
                certificate,
                StopReason.valueOf(row.getAs("stopReason")),
                row.getAs("lambda"),
                row.getAs("lambdaMaxLower"),
                row.getAs("lambdaMaxUpper"),
                row.getAs("rank"),
                row.getAs("rows"),
                row.getAs("columns"),
                row.getAs("entries"),
                row.getAs("iterations"),
                row.getAs("appends"),
                row.getAs("seconds"),
                row.getList(row.fieldIndex("kernels")));
    }
}
