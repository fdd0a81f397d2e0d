package io.nadir.spark;

/** Warns of what makes passes slow. */
final class SlowData {
    private static final System.Logger LOGGER = System.getLogger("io.nadir.spark");

    /** Columns from which it matters that there are so many more of them than rows. */
    private static final int MANY_COLUMNS = 10_000;

    private static final long MANY_COLUMNS_A_ROW = 4;

    private SlowData() {}

    static void warn(DistributedRows rows) {
        for (String kernels : rows.kernels()) {
            if (kernels.startsWith("scalar")) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "executors compute with {0}, which takes several times as long as vector"
                                + " kernels; set spark.executor.extraJavaOptions (on local masters"
                                + " the options of the driver) to include"
                                + " --add-modules=jdk.incubator.vector",
                        kernels);
            }
        }
        int columns = rows.columns();
        if (columns > MANY_COLUMNS && columns > MANY_COLUMNS_A_ROW * rows.rows()) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0} columns are kept on the driver and sent in each pass, beside {1} rows,"
                            + " which are not; exchange rows and columns",
                    columns,
                    rows.rows());
        }
    }
}
