package io.nadir.jmh.als;

import io.nadir.jmh.Triplets;
import io.nadir.spark.DistributedRows;
import io.nadir.spark.EntryColumns;

import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Known entries, others missing: c_ij is 1 where there is an entry. */
final class ExplicitAls extends AlsProblem {
    private static final EntryColumns NAMES = new EntryColumns("user", "item", "value", "weight");

    private @Nullable Dataset<Row> frame;

    ExplicitAls(String name, Triplets data, double lambda) {
        super(name, data, lambda);
    }

    @Override
    ALS als() {
        return new ALS().setRegParam(lambda());
    }

    @Override
    void prepare(SparkSession session) {
        Triplets data = data();
        List<Row> rows = new ArrayList<>();
        for (int e = 0; e < data.values().length; e++) {
            double scale = scale(e);
            double value = data.values()[e] * scale;
            rows.add(RowFactory.create(data.i()[e], data.j()[e], value, 1 / (scale * scale)));
        }
        StructType schema =
                new StructType()
                        .add("user", DataTypes.IntegerType)
                        .add("item", DataTypes.IntegerType)
                        .add("value", DataTypes.DoubleType)
                        .add("weight", DataTypes.DoubleType);
        Dataset<Row> entries = session.createDataFrame(rows, schema).cache();
        entries.count();
        frame = entries;
    }

    @Override
    DistributedRows rows(SparkSession session, int partitions) {
        return DistributedRows.observed(
                Objects.requireNonNull(frame, "not prepared"), NAMES, partitions);
    }

    @Override
    double loss(DMatrixRMaj u, DMatrixRMaj v) {
        Triplets data = data();
        double sum = 0;
        for (int e = 0; e < data.values().length; e++) {
            double residual = data.values()[e] - product(u, data.i()[e], v, data.j()[e]);
            sum += residual * residual;
        }
        return 0.5 * sum;
    }
}
