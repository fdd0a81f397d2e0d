package io.nadir.jmh.growth;

/**
 * What there is to do.
 *
 * @param entries N, the known entries
 * @param rows m
 * @param columns n
 * @param partitions P
 */
record Work(double entries, double rows, double columns, int partitions) {
    /** Partitions up to which the driver adds their parts itself. */
    static final int DIRECT = 16;

    /** The shape of the generated data: 100 entries in a row, and 10·N = n². */
    static Work generated(double entries, int partitions) {
        double columns = 100 * Math.ceil(Math.sqrt(10 * entries) / 100);
        return new Work(entries, entries / 100, columns, partitions);
    }

    /** n_p: how many columns are likely to have an entry in a partition. */
    double columnsOfPartition() {
        return columns * -Math.expm1(-entries / partitions / columns);
    }

    /** g: the groups in which more than {@link #DIRECT} partitions are added first, otherwise P. */
    int parts() {
        return partitions <= DIRECT
                ? partitions
                : Math.ceilDiv(partitions, (int) Math.ceil(Math.sqrt(partitions)));
    }

    boolean isShuffled() {
        return partitions > DIRECT;
    }

    /** Bytes of a matrix of n×w numbers. */
    double panel(int width) {
        return 8 * columns * width;
    }

    /** Bytes that partitions return, to the driver or to those that add them. */
    double returned(int width) {
        return partitions * columnsOfPartition() * (8.0 * width + 4);
    }

    /** Bytes that the driver receives. */
    double received(int width) {
        return isShuffled() ? parts() * panel(width) : returned(width);
    }
}
