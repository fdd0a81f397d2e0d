package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A driver of its own with less memory than the columns of its data need. */
@Tag("long")
class SmallDriverTest {
    private static final int COLUMNS = 1_000_000;
    private static final int ROWS = 1_000;

    @TempDir private Path home;

    @Test
    void isRefusedBeforeRowsAreMoved() throws Exception {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.addAll(LoopbackCluster.moduleOptions());
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.add(Driver.class.getName());
        File log = home.resolve("driver.log").toFile();
        Process driver =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log).start();
        try {
            assertThat(driver.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            driver.destroyForcibly();
        }
        assertThat(Files.readString(log.toPath()))
                .containsPattern("refused: heap of the driver = [45]\\d\\d MB")
                .contains("allowed for 1,000,000 columns are 1,221 MB and more")
                .contains("set spark.driver.memory")
                .contains("exchange rows and columns: there are only 1,000 rows")
                .contains("exchanged: 1000 columns, 1000000 rows");
    }

    /** Tries both ways. */
    static final class Driver {
        private Driver() {}

        /** Prints what happens. */
        public static void main(String[] arguments) {
            SparkSession session =
                    LocalSpark.configured("local[2]", "a small driver").getOrCreate();
            var entries =
                    session.range(COLUMNS)
                            .select(
                                    functions.col("id").mod(ROWS).as("user"),
                                    functions.col("id").as("item"),
                                    functions.lit(1.0).as("rating"));
            try {
                DistributedRows.observed(entries, new EntryColumns("user", "item", "rating"), 4);
            } catch (IllegalArgumentException e) {
                System.out.println("refused: " + e.getMessage());
            }
            try (DistributedRows rows =
                    DistributedRows.observed(
                            entries, new EntryColumns("item", "user", "rating"), 4)) {
                System.out.println(
                        "exchanged: " + rows.columns() + " columns, " + rows.rows() + " rows");
            }
            session.stop();
        }
    }
}
