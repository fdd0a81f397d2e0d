package io.nadir.jmh.growth;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Seconds that a core takes for an entry: c_0 + c_1·r + …, for each kind of pass, fitted to what
 * was measured, and what it takes longer to read rows of V and U that are not in the nearest cache.
 */
final class Rates {
    private final Map<Pass, double[]> coefficients = new EnumMap<>(Pass.class);
    private final Reads reads;

    /** Rates of a machine with such a memory. */
    Rates(Reads reads) {
        this.reads = reads;
    }

    Reads reads() {
        return reads;
    }

    /**
     * A measurement.
     *
     * @param seconds of one core for all entries
     */
    record Sample(Work work, int width, double seconds) {}

    /**
     * Fits the coefficients of one kind of pass by least squares of relative errors. Terms that
     * would get less than nothing are left out.
     */
    void fit(Pass pass, List<Sample> samples) {
        int terms = pass.operations(samples.getFirst().work(), 1).length;
        List<Integer> used = new ArrayList<>(IntStream.range(0, terms).boxed().toList());
        while (true) {
            double[] found = solve(pass, samples, used);
            int least = 0;
            for (int k = 1; k < found.length; k++) {
                least = found[k] < found[least] ? k : least;
            }
            if (found[least] >= 0 || used.size() == 1) {
                double[] all = new double[terms];
                for (int k = 0; k < found.length; k++) {
                    all[used.get(k)] = Math.max(0, found[k]);
                }
                coefficients.put(pass, all);
                return;
            }
            used.remove(/* index */ least);
        }
    }

    /** Seconds for an entry to wait for memory. */
    private double waiting(Pass pass, Work work, int width) {
        double seconds = 0;
        for (double bytes : pass.matricesRead(work, width)) {
            seconds += Pass.lines(width) * reads.beyondNearest(bytes);
        }
        return seconds;
    }

    private double[] solve(Pass pass, List<Sample> samples, List<Integer> used) {
        DMatrixRMaj a = new DMatrixRMaj(samples.size(), used.size());
        DMatrixRMaj ones = new DMatrixRMaj(samples.size(), 1);
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            double[] line = pass.operations(sample.work(), sample.width());
            double entry = sample.seconds() / sample.work().entries();
            double scale = 1 / entry;
            ones.set(i, 0, 1 - waiting(pass, sample.work(), sample.width()) / entry);
            for (int k = 0; k < used.size(); k++) {
                a.set(i, k, scale * line[used.get(k)]);
            }
        }
        DMatrixRMaj solution = new DMatrixRMaj(used.size(), 1);
        if (!CommonOps_DDRM.solve(a, ones, solution)) {
            throw new IllegalStateException("samples of " + pass.label() + " do not tell");
        }
        return solution.getData().clone();
    }

    /** Seconds of one core for an entry. */
    double of(Pass pass, Work work, int width) {
        double[] terms = pass.operations(work, width);
        double[] c = coefficients(pass);
        double seconds = waiting(pass, work, width);
        for (int k = 0; k < terms.length; k++) {
            seconds += c[k] * terms[k];
        }
        return seconds;
    }

    double[] coefficients(Pass pass) {
        double[] found = coefficients.get(pass);
        if (found == null) {
            throw new IllegalStateException(pass.label() + " is not calibrated");
        }
        return found;
    }
}
