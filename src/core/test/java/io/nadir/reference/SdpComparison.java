package io.nadir.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Proved bounds beside what CSDP finds for the same relaxations. */
public final class SdpComparison {
    /** Of CSDP, in relation to 1 + |value|. */
    private static final double CSDP_ACCURACY = 1e-6;

    private static final double CLOSE = 1e-7;
    private static final double ROUNDING = 1e-13;

    private final double accuracy;
    private final List<String> violations = new ArrayList<>();
    private int count;
    private int close;
    private double largestError;
    private double farthestBelow;
    private double farthestAbove;

    /**
     * Begins.
     *
     * @param accuracy by how much a bound may exceed the value, in relation to 1 + |value|
     */
    public SdpComparison(double accuracy) {
        this.accuracy = accuracy;
    }

    /** Compares: not below the value but for CSDP's own error, and not far above. */
    public void check(String what, double bound, Csdp.Optimum optimum) {
        double size = 1 + Math.abs(optimum.value());
        double error = optimum.error() / size;
        double excess = (bound - optimum.value()) / size;
        double slack = error + ROUNDING;
        if (!(error <= CSDP_ACCURACY && -slack <= excess && excess <= accuracy + slack)) {
            violations.add("%s: %s beside %s, off by %.1e".formatted(what, bound, optimum, excess));
        }
        count++;
        close += excess <= CLOSE ? 1 : 0;
        largestError = Math.max(largestError, error);
        farthestBelow = Math.max(farthestBelow, -excess);
        farthestAbove = Math.max(farthestAbove, excess);
    }

    /** Fails if there was not the right number of comparisons, or if one was not as it should. */
    public void requireAgreement(int comparisons) {
        String figures =
                String.format(
                        "%d bounds, from %.1e below to %.1e above the values of CSDP, %d of them at"
                                + " most %.0e above; errors of CSDP are up to %.1e",
                        count, farthestBelow, farthestAbove, close, CLOSE, largestError);
        assertThat(violations).as(figures).isEmpty();
        assertThat(count).as(figures).isEqualTo(comparisons);
    }
}
