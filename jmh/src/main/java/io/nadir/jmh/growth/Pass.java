package io.nadir.jmh.growth;

import io.nadir.array.Panel;

/** The kinds of passes, and the operations that each takes for an entry. */
enum Pass {
    /** Half a sweep: U by ridge regressions. */
    HALF_SWEEP("half sweep") {
        @Override
        double[] operations(Work work, int width) {
            double inRow = work.entries() / work.rows();
            double r = padded(width);
            return new double[] {1, r, r * width + r * width * width / 3 / inRow};
        }

        @Override
        double[] matricesRead(Work work, int width) {
            return new double[] {super.matricesRead(work, width)[0]};
        }
    },

    /** ℓ and the gradients, U being known. */
    GRADIENT("gradient") {
        @Override
        double[] operations(Work work, int width) {
            return new double[] {1, padded(width)};
        }
    },

    /** A step of a certificate, G being known. */
    POWER("power step") {
        @Override
        double[] operations(Work work, int width) {
            return new double[] {1, padded(width)};
        }
    };

    private final String label;

    Pass(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The terms for an entry whose coefficients are calibrated. */
    abstract double[] operations(Work work, int width);

    /** Bytes of the matrices of which each entry reads a row: of V, and of U by columns. */
    double[] matricesRead(Work work, int width) {
        double row = Double.BYTES * padded(width);
        return new double[] {
            row * work.columnsOfPartition(), row * work.rows() / work.partitions()
        };
    }

    /** Lines of memory in such a row. */
    static double lines(int width) {
        return Double.BYTES * padded(width) / Reads.LINE;
    }

    /** Rows of a panel have a length that is a multiple of eight numbers. */
    private static double padded(int width) {
        return Panel.paddedStride(width);
    }
}
