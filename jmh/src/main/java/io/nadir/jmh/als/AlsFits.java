package io.nadir.jmh.als;

import io.nadir.jmh.Triplets;
import io.nadir.jmh.comparison.Measured;

import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.ejml.data.DMatrixRMaj;

import java.util.ArrayList;
import java.util.List;

/** Fits of Spark's alternating least squares to one problem. */
final class AlsFits {
    private final AlsProblem problem;
    private final int partitions;
    private final Dataset<Row> ratings;

    /** Puts the ratings into the memory of Spark. */
    AlsFits(AlsProblem problem, SparkSession session, int partitions) {
        this.problem = problem;
        this.partitions = partitions;
        Triplets data = problem.data();
        List<Row> rows = new ArrayList<>();
        for (int e = 0; e < data.values().length; e++) {
            rows.add(RowFactory.create(data.i()[e], data.j()[e], (float) data.values()[e]));
        }
        StructType schema =
                new StructType()
                        .add("user", DataTypes.IntegerType)
                        .add("item", DataTypes.IntegerType)
                        .add("rating", DataTypes.FloatType);
        this.ratings = session.createDataFrame(rows, schema).repartition(partitions).cache();
        ratings.count();
    }

    /**
     * Factors and the time they took.
     *
     * @param objective at these factors
     * @param plain the factors in the coordinates of the plain penalty
     */
    record Fit(double seconds, double objective, Factorization plain, double balanced) {}

    Fit fit(int rank, int sweeps) {
        ALS als =
                problem.als().setRank(rank).setMaxIter(sweeps).setNumBlocks(partitions).setSeed(1);
        long start = System.nanoTime();
        ALSModel model = als.fit(ratings);
        DMatrixRMaj u = matrix(model.userFactors(), problem.data().rows(), rank);
        DMatrixRMaj v = matrix(model.itemFactors(), problem.data().columns(), rank);
        double seconds = Measured.since(start);
        Factorization plain = problem.plain(u, v);
        double loss = problem.loss(u, v);
        return new Fit(
                seconds,
                loss + problem.lambda() * plain.penalty(),
                plain,
                loss + problem.lambda() * plain.balanced().penalty());
    }

    private static DMatrixRMaj matrix(Dataset<Row> factors, int rows, int rank) {
        DMatrixRMaj out = new DMatrixRMaj(rows, rank);
        for (Row row : factors.collectAsList()) {
            List<Float> features = row.getList(1);
            for (int k = 0; k < rank; k++) {
                out.set(row.getInt(0), k, features.get(k));
            }
        }
        return out;
    }
}
