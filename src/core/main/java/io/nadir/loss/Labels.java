package io.nadir.loss;

/** Data of two classes. */
final class Labels {
    private Labels() {}

    /** Throws unless all entries are 1 or −1. */
    static void require(String loss, double[] y, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (Math.abs(y[i]) != 1) {
                throw new IllegalArgumentException(
                        "a data entry = "
                                + y[i]
                                + ", allowed for the loss "
                                + loss
                                + " are 1, -1, one for each of two classes");
            }
        }
    }
}
