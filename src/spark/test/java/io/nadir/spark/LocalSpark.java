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
            present =
                    SparkSession.builder()
                            .master("local[2]")
                            .appName("nadir-spark tests")
                            .config("spark.ui.enabled", false)
                            .config("spark.sql.shuffle.partitions", 2)
                            .config("spark.driver.bindAddress", "127.0.0.1")
                            .config("spark.driver.host", "127.0.0.1")
                            .getOrCreate();
            session = present;
        }
        return present;
    }

    /** Makes room for another session: a process has one. */
    static synchronized void stop() {
        if (session != null) {
            session.stop();
            session = null;
        }
    }
}
