package peer;

import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Fits implicit feedback by Spark's alternating least squares, anew for each number of sweeps, and
 * writes the factors with the seconds that each fit took.
 */
public final class SparkImplicitAls {
    private SparkImplicitAls() {}

    /**
     * Arguments: counts.csv (row,column,count, from 1, no header), alpha, lambda, rank, numbers of
     * sweeps separated by commas, directory for the results, threads.
     */
    public static void main(String[] args) throws IOException {
        Path counts = Path.of(args[0]);
        Path out = Files.createDirectories(Path.of(args[5]));
        int[] sweeps = Arrays.stream(args[4].split(",")).mapToInt(Integer::parseInt).toArray();
        SparkSession spark =
                SparkSession.builder()
                        .master("local[" + args[6] + "]")
                        .appName("implicit ALS")
                        .config("spark.ui.enabled", "false")
                        .config("spark.sql.shuffle.partitions", args[6])
                        .config("spark.default.parallelism", args[6])
                        .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        // Without checkpoints the lineage of many sweeps overflows the stack.
        spark.sparkContext().setCheckpointDir(out.resolve("checkpoints").toString());
        StructType schema =
                new StructType()
                        .add("user", DataTypes.IntegerType)
                        .add("item", DataTypes.IntegerType)
                        .add("rating", DataTypes.FloatType);
        Dataset<Row> data = spark.read().schema(schema).csv(counts.toString()).cache();
        data.count();
        ALS als =
                new ALS()
                        .setImplicitPrefs(true)
                        .setAlpha(Double.parseDouble(args[1]))
                        .setRegParam(Double.parseDouble(args[2]))
                        .setRank(Integer.parseInt(args[3]))
                        .setNumBlocks(Integer.parseInt(args[6]))
                        .setSeed(1);
        fit(als.setMaxIter(2), data);
        StringBuilder seconds = new StringBuilder("sweeps,seconds\n");
        for (int count : sweeps) {
            long start = System.nanoTime();
            ALSModel model = fit(als.setMaxIter(count), data);
            double taken = (System.nanoTime() - start) / 1e9;
            seconds.append(count).append(',').append(taken).append('\n');
            Path directory = Files.createDirectories(out.resolve(String.valueOf(count)));
            write(model.userFactors(), directory.resolve("U.csv"));
            write(model.itemFactors(), directory.resolve("V.csv"));
        }
        Files.writeString(out.resolve("seconds.csv"), seconds);
        spark.stop();
    }

    /** Fits, and waits until the factors are there. */
    private static ALSModel fit(ALS als, Dataset<Row> data) {
        ALSModel model = als.fit(data);
        model.userFactors().count();
        model.itemFactors().count();
        return model;
    }

    private static void write(Dataset<Row> factors, Path file) throws IOException {
        List<Row> rows =
                factors.collectAsList().stream()
                        .sorted(Comparator.comparingInt(row -> row.getInt(0)))
                        .toList();
        try (PrintWriter writer =
                new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            for (Row row : rows) {
                writer.println(
                        String.join(",", row.getList(1).stream().map(String::valueOf).toList()));
            }
        }
    }
}
