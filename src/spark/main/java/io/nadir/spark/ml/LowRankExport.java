package io.nadir.spark.ml;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The factors of a {@link LowRankModel} as data sets (id, features, offset). */
final class LowRankExport {
    private final LowRankFactors factors;
    private final String inputCol;

    LowRankExport(LowRankFactors factors, String inputCol) {
        this.factors = factors;
        this.inputCol = inputCol;
    }

    /**
     * The coordinates of rows, and their offsets.
     *
     * @param id the column of ids; null to number the rows
     */
    Dataset<Row> rows(Dataset<Row> data, @Nullable String id) {
        CoordinateMap map = new CoordinateMap(factors, inputCol);
        Column vectors = Schemas.column(inputCol);
        if (id == null) {
            JavaRDD<Row> rows =
                    data.select(vectors)
                            .toJavaRDD()
                            .zipWithIndex()
                            .map(row -> row(map, row._2(), row._1().get(0)));
            return data.sparkSession().createDataFrame(rows, schema(DataTypes.LongType));
        }
        JavaRDD<Row> rows =
                data.select(Schemas.column(id), vectors)
                        .toJavaRDD()
                        .map(row -> row(map, row.get(0), row.get(1)));
        DataType type = data.schema().apply(id).dataType();
        return data.sparkSession().createDataFrame(rows, schema(type));
    }

    private static Row row(CoordinateMap map, Object id, Object vector) {
        double[] y = map.numbers(vector);
        double[] u = map.coordinates(y);
        return RowFactory.create(id, u, map.offset(y, u));
    }

    /** The components, and the offsets of the columns. */
    Dataset<Row> columns(SparkSession session) {
        double[] components = new CoordinateMap(factors, inputCol).components();
        int r = factors.rank();
        List<Row> rows = new ArrayList<>();
        for (int j = 0; j < factors.columns(); j++) {
            double[] features = Arrays.copyOfRange(components, j * r, (j + 1) * r);
            rows.add(RowFactory.create((long) j, features, factors.offsets()[j]));
        }
        return session.createDataFrame(rows, schema(DataTypes.LongType));
    }

    private static StructType schema(DataType ids) {
        return new StructType()
                .add("id", ids)
                .add("features", DataTypes.createArrayType(DataTypes.DoubleType, false))
                .add("offset", DataTypes.DoubleType);
    }
}
