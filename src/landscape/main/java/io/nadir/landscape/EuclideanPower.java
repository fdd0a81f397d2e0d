package io.nadir.landscape;

import io.nadir.check.Checks;
import io.nadir.kernel.Panels;
import io.nadir.model.Factors;
import io.nadir.model.Penalty;

import java.util.Objects;

/**
 * The penalty θ(w) = (Σ_k ‖w^k‖²)^{p/2} of any degree p; for p = 2 it is weight decay. Demonstrates
 * the effect of a degree that matches that of the map or does not.
 *
 * @param degree p, at least 1
 */
public record EuclideanPower(int degree) implements Penalty {
    /**
     * Validates the degree.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public EuclideanPower {
        Checks.positive("degree", degree);
    }

    @Override
    public String name() {
        return "power:" + degree;
    }

    @Override
    public double value(Factors w, int column) {
        Objects.requireNonNull(w, "w");

        double norm = 0;
        for (int k = 0; k < w.order(); k++) {
            norm = Math.hypot(norm, Panels.columnNorm(w.block(k), column));
        }
        return Math.pow(norm, degree);
    }
}
