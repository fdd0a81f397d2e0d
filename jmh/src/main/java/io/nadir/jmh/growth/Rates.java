package io.nadir.jmh.growth;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Seconds that a core takes for an entry: c_0 + c_1·r + …, for each kind of pass, fitted to what
 * was measured.
 */
final class Rates {
    private final Map<Pass, double[]> coefficients = new EnumMap<>(Pass.class);

    /**
     * A measurement.
     *
     * @param seconds of one core for all entries
     */
    record Sample(Work work, int width, double seconds) {}

    /** Fits the coefficients of one kind of pass by least squares of relative errors. */
    void fit(Pass pass, List<Sample> samples) {
        List<double[]> lines = new ArrayList<>();
        for (Sample sample : samples) {
            double[] line = pass.operations(sample.work(), sample.width());
            double scale = sample.work().entries() / sample.seconds();
            for (int k = 0; k < line.length; k++) {
                line[k] *= scale;
            }
            lines.add(line);
        }
        DMatrixRMaj a = new DMatrixRMaj(lines.toArray(double[][]::new));
        DMatrixRMaj ones = new DMatrixRMaj(lines.size(), 1);
        CommonOps_DDRM.fill(ones, 1);
        DMatrixRMaj solution = new DMatrixRMaj(a.getNumCols(), 1);
        if (!CommonOps_DDRM.solve(a, ones, solution)) {
            throw new IllegalStateException("samples of " + pass.label() + " do not tell");
        }
        coefficients.put(pass, solution.getData().clone());
    }

    /** Seconds of one core for an entry. */
    double of(Pass pass, Work work, int width) {
        double[] terms = pass.operations(work, width);
        double[] c = coefficients(pass);
        double seconds = 0;
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
