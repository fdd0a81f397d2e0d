package io.nadir.spark;

import io.nadir.matrix.ObservedEntries;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Entries of a matrix of low rank with noise, for tests.
 *
 * @param i the rows of the entries
 * @param j the columns of the entries
 */
public record Ratings(int rows, int columns, int[] i, int[] j, double[] values, double[] weights) {
    static final EntryColumns NAMES = new EntryColumns("user", "item", "rating");
    static final EntryColumns WEIGHTED = new EntryColumns("user", "item", "rating", "weight");

    /** Draws about a share of all entries, and at least one in each row and column. */
    public static Ratings random(int rows, int columns, int rank, double share, long seed) {
        Random random = new Random(seed);
        double[][] u = gaussian(rows, rank, random);
        double[][] v = gaussian(columns, rank, random);
        List<int[]> places = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                if (random.nextDouble() < share || j == i % columns || i == j % rows) {
                    places.add(new int[] {i, j});
                }
            }
        }
        int count = places.size();
        Ratings ratings =
                new Ratings(
                        rows,
                        columns,
                        new int[count],
                        new int[count],
                        new double[count],
                        new double[count]);
        for (int e = 0; e < count; e++) {
            int[] place = places.get(e);
            ratings.i[e] = place[0];
            ratings.j[e] = place[1];
            double value = 0.3 * random.nextGaussian();
            for (int k = 0; k < rank; k++) {
                value += u[place[0]][k] * v[place[1]][k];
            }
            ratings.values[e] = value;
            ratings.weights[e] = 0.5 + random.nextInt(4);
        }
        return ratings;
    }

    private static double[][] gaussian(int rows, int columns, Random random) {
        double[][] out = new double[rows][columns];
        for (double[] row : out) {
            for (int k = 0; k < columns; k++) {
                row[k] = random.nextGaussian();
            }
        }
        return out;
    }

    /** The same entries for the core. */
    public ObservedEntries core() {
        return ObservedEntries.copyOf(rows, columns, i, j, values);
    }

    public ObservedEntries weightedCore() {
        return ObservedEntries.copyOf(rows, columns, i, j, values, weights);
    }

    /** The same entries as a data set, in random order. */
    public Dataset<Row> frame(SparkSession session) {
        List<Row> rows = new ArrayList<>();
        for (int e = 0; e < values.length; e++) {
            rows.add(RowFactory.create(i[e], j[e], values[e], weights[e]));
        }
        Collections.shuffle(rows, new Random(5));
        StructType schema =
                new StructType()
                        .add("user", DataTypes.IntegerType)
                        .add("item", DataTypes.IntegerType)
                        .add("rating", DataTypes.DoubleType)
                        .add("weight", DataTypes.DoubleType);
        return session.createDataFrame(rows, schema);
    }
}
