package io.nadir.jmh.spark;

import org.apache.spark.sql.SparkSession;

/** Sessions for measuring. */
public final class SparkSessions {
    private SparkSessions() {}

    /** Begins a session whose log tells of failures only. */
    public static SparkSession begin(String master, int partitions) {
        return begin(master, partitions, Integer.MAX_VALUE, "1g");
    }

    /** The same with so many cores of a cluster, and so much memory for each of its executors. */
    public static SparkSession begin(
            String master, int partitions, int cores, String executorMemory) {
        SparkSession session =
                SparkSession.builder()
                        .master(master)
                        .appName("Nadir, measured")
                        .config("spark.ui.enabled", false)
                        .config("spark.sql.shuffle.partitions", partitions)
                        .config("spark.default.parallelism", partitions)
                        .config("spark.driver.maxResultSize", "4g")
                        .config("spark.cores.max", cores)
                        .config("spark.executor.memory", executorMemory)
                        .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                        .config(
                                "spark.executor.extraClassPath",
                                System.getProperty("java.class.path"))
                        .getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        return session;
    }
}
