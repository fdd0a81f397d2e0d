package io.nadir.spark;

import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A session on two threads of this process, shared by all tests but those of a cluster. */
public final class LocalSpark {
    private static @Nullable SparkSession session;

    private LocalSpark() {}

    /** The session, begun if there is none. */
    public static synchronized SparkSession session() {
        SparkSession present = session;
        if (present == null) {
            present = configured("local[2]", "nadir-spark tests").getOrCreate();
            session = present;
        }
        return present;
    }

    /** What sessions of tests have in common. */
    static SparkSession.Builder configured(String master, String name) {
        return SparkSession.builder()
                .master(master)
                .appName(name)
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.default.parallelism", 2)
                .config("spark.sql.adaptive.enabled", false)
                // Rows are few: to interpret expressions takes less than to compile them.
                .config("spark.sql.codegen.wholeStage", false)
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1");
    }

    /** Makes room for another session: a process has one. */
    static synchronized void stop() {
        if (session != null) {
            session.stop();
            session = null;
        }
    }
}
