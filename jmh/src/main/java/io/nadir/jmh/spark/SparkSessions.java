package io.nadir.jmh.spark;

import org.apache.spark.sql.SparkSession;

/** Sessions for measuring. */
public final class SparkSessions {
    private SparkSessions() {}

    /** Begins a session whose log tells of failures only. */
    public static SparkSession begin(String master, int partitions) {
        SparkSession session =
                SparkSession.builder()
                        .master(master)
                        .appName("Nadir, measured")
                        .config("spark.ui.enabled", false)
                        .config("spark.sql.shuffle.partitions", partitions)
                        .config("spark.default.parallelism", partitions)
                        .config("spark.driver.maxResultSize", "4g")
                        .config(
                                "spark.executor.extraClassPath",
                                System.getProperty("java.class.path"))
                        .getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        return session;
    }
}
