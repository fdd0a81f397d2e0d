package io.nadir.jmh.growth;

/**
 * Nodes of one kind, and a driver on such a node.
 *
 * @param nodes E
 * @param cores c, of a node
 * @param link L, bytes a second that a node sends or receives
 * @param memory bytes of a node
 * @param stage a, seconds for Spark to begin a stage
 * @param task b, seconds of the driver for a task
 */
record Cluster(int nodes, int cores, double link, double memory, double stage, double task) {
    private static final double BYTES_OF_ENTRY = 62;
    private static final double BYTES_OF_PARTITION = 16e6;

    /** Bytes in an array of Java's, and in what a task returns. */
    private static final double LARGEST = 0x1p31;

    /** Cores that share the cost of a byte shuffled where it was calibrated. */
    private static final int CALIBRATED_CORES = 2;

    /** Nodes with 16 cores, 64 GB and links of 10 Gbit/s. */
    static Cluster of(int nodes) {
        return new Cluster(nodes, 16, 1.25e9, 64e9, 0.05, 1e-3);
    }

    /** Seconds of a pass by what they are spent on. */
    record Seconds(double launch, double send, double compute, double shuffle, double driver) {
        double total() {
            return launch + send + compute + shuffle + driver;
        }
    }

    /** A partition for each core. */
    int partitions() {
        return nodes * cores;
    }

    /** A pass that sends and returns n×w numbers, and computes for a number of seconds an entry. */
    Seconds pass(CostModel model, Work work, int width, double entry) {
        double panel = work.panel(width);
        int parts = work.parts();
        double launch =
                work.isShuffled()
                        ? 2 * stage + (work.partitions() + parts) * task
                        : stage + work.partitions() * task;
        // Executors pass pieces on to each other, so that the driver sends about two copies.
        double send = 2 * panel / link + model.send(work, width);
        double compute =
                Math.ceilDiv(work.partitions(), nodes * cores)
                        * (work.entries() / work.partitions())
                        * entry;
        double driver = work.received(width) * (1 / link + model.received());
        return new Seconds(launch, send, compute, shuffle(model, work, width), driver);
    }

    /** Parts leave the nodes together, and come in at those that add them, on one core for each. */
    private double shuffle(CostModel model, Work work, int width) {
        if (!work.isShuffled()) {
            return 0;
        }
        double out = work.returned(width);
        double written = CALIBRATED_CORES * model.shuffled() * out / (nodes * cores);
        double into = out / work.parts();
        double onNode = Math.ceilDiv(work.parts(), nodes) * into;
        return out / nodes / link + written + onNode / link + into * model.received();
    }

    /** Bytes on the driver: V and its copies, a basis, and the parts of a pass. */
    double driverMemory(Work work, int rank) {
        return 8 * work.columns() * (32.0 * rank + 128) + work.received(rank);
    }

    /** Bytes on a node: entries and what is made of them, rows of U, and V in each partition. */
    double nodeMemory(Work work, int rank) {
        int partitions = Math.ceilDiv(work.partitions(), nodes);
        return BYTES_OF_ENTRY * work.entries() / nodes
                + 8 * work.rows() * (rank + 8.0) / nodes
                + partitions * (BYTES_OF_PARTITION + 3 * 8 * rank * work.columnsOfPartition());
    }

    /** What does not go, or what has to be set. */
    String obstacle(Work work, int rank) {
        if (work.panel(rank) >= LARGEST) {
            return "impossible: 8nr is above 2 GB, which a task cannot return";
        }
        if (nodeMemory(work, rank) > memory) {
            return "does not fit: %.0f GB on a node".formatted(nodeMemory(work, rank) / 1e9);
        }
        if (driverMemory(work, rank) > memory) {
            return "does not fit: %.0f GB on the driver".formatted(driverMemory(work, rank) / 1e9);
        }
        return work.received(rank) > 0x1p30
                ? "`maxResultSize` %.0fg".formatted(Math.ceil(work.received(rank) / 0x1p30))
                : "";
    }
}
