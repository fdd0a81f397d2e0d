package io.nadir.spark.ml;

import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Writers and readers of models: parameters as Spark keeps them, and what a model has besides. */
final class ModelStore {
    private static final String SUMMARY = "/summary";

    private ModelStore() {}

    /**
     * A writer.
     *
     * @param parameters writes the parameters
     * @param source the directory that the model is read from; null if it is in memory
     * @param contents writes the rest to a directory
     */
    static MLWriter writer(
            MLWriter parameters,
            FactorizationSummary summary,
            @Nullable String source,
            BiConsumer<SparkSession, String> contents) {
        return new Writer(parameters, summary, source, contents);
    }

    static FactorizationSummary summary(SparkSession session, String path) {
        return SummaryTable.read(row(session, path, SUMMARY, SummaryTable.SCHEMA));
    }

    /**
     * Reads a table of one row.
     *
     * @param path the directory of the model
     * @param name of the table in it
     * @param schema what the row has to have
     * @throws IllegalArgumentException if another version has written it, without some of that
     */
    static Row row(SparkSession session, String path, String name, StructType schema) {
        Dataset<Row> table = session.read().parquet(path + name);
        List<String> columns = List.of(table.columns());
        List<String> wanting =
                Arrays.stream(schema.fieldNames()).filter(each -> !columns.contains(each)).toList();
        if (!wanting.isEmpty()) {
            throw new IllegalArgumentException(
                    "path = %s, which a version without %s has saved, allowed are models of this"
                                    .formatted(path, String.join(", ", wanting))
                            + " version: fit the model again with it, and save that");
        }
        return table.head();
    }

    /**
     * A reader.
     *
     * @param contents makes a model of a session and a directory
     */
    static <M> MLReader<M> reader(Contents<M> contents) {
        return new MLReader<>() {
            @Override
            public M load(String path) {
                return contents.apply(sparkSession(), path);
            }
        };
    }

    /** Makes a model of a session and a directory. */
    @FunctionalInterface
    interface Contents<M> extends BiFunction<SparkSession, String, M>, Serializable {}

    private static final class Writer extends MLWriter {
        private final MLWriter parameters;
        private final FactorizationSummary summary;
        private final @Nullable String source;
        private final BiConsumer<SparkSession, String> contents;

        private Writer(
                MLWriter parameters,
                FactorizationSummary summary,
                @Nullable String source,
                BiConsumer<SparkSession, String> contents) {
            this.parameters = parameters;
            this.summary = summary;
            this.source = source;
            this.contents = contents;
        }

        /** Refuses the directory that the model is still read from, before it is cleared. */
        @Override
        public void save(String path) throws IOException {
            if (source != null && qualified(source).equals(qualified(path))) {
                throw new IllegalArgumentException(
                        "path = "
                                + path
                                + ", allowed are others: the model is read from there while it is"
                                + " saved");
            }
            super.save(path);
        }

        private Path qualified(String path) throws IOException {
            Path plain = new Path(path);
            return plain.getFileSystem(sparkSession().sessionState().newHadoopConf())
                    .makeQualified(plain);
        }

        @Override
        public void saveImpl(String path) {
            try {
                parameters.session(sparkSession()).save(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            SummaryTable.of(sparkSession(), summary).coalesce(1).write().parquet(path + SUMMARY);
            contents.accept(sparkSession(), path);
        }
    }
}
