package io.nadir.certify.point;

import io.nadir.certify.Certificate;
import io.nadir.model.PolarOracle.Witnesses;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A certificate together with the state of the oracle that found it. */
public final class CheckedPoint {
    private final Certificate certificate;
    private final @Nullable PointCheck point;
    private final boolean limitedByPolar;
    private final boolean open;
    private final double completionCost;

    CheckedPoint(
            Certificate certificate,
            @Nullable PointCheck point,
            boolean limitedByPolar,
            boolean open,
            double completionCost) {
        this.certificate = certificate;
        this.point = point;
        this.limitedByPolar = limitedByPolar;
        this.open = open;
        this.completionCost = completionCost;
    }

    /** Returns the check that found the certificate; null if the regularizer has no polar. */
    @Nullable PointCheck point() {
        return point;
    }

    /** Returns the certificate. */
    public Certificate certificate() {
        return certificate;
    }

    /**
     * Returns whether only the upper bound of the polar keeps the gap above the requested one. This
     * occurs for polars that are hard to solve, and further descent does not help.
     */
    public boolean isLimitedByPolar() {
        return limitedByPolar;
    }

    /**
     * Returns whether the polar is hard to solve, the verdict is UNDECIDED, and the distance of its
     * bounds alone exceeds the requested gap, whatever else contributes to the gap.
     */
    public boolean isOpen() {
        return open;
    }

    /** Returns whether bounds of the polar meet at every point, so that its gap tells the truth. */
    public boolean hasExactPolar() {
        return point != null && !point.oracle().mayStayOpen();
    }

    /**
     * Returns whether the verdict is UNDECIDED because the polar is hard to solve, and a relaxation
     * of the polar is known that may decide.
     */
    public boolean isTightenable() {
        return open && point != null && point.oracle().hasRelaxation();
    }

    /**
     * Returns the floating-point operations that {@link Certifier#complete} takes; 0 if the bounds
     * are complete. They may be incomplete where the verdict is NOT_GLOBAL: they are valid, but the
     * upper one is what was known without work.
     */
    public double completionCost() {
        return completionCost;
    }

    /**
     * Returns columns whose append lowers the objective, if the verdict is NOT_GLOBAL.
     *
     * @param tolerance the relative residual at which a singular triplet counts as converged
     * @param negligible triplets whose append would lower f by less than this need not converge
     * @param share triplets whose append would lower f by less than this share of what the best one
     *     achieves need not converge
     */
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        return point == null
                ? new Witnesses(List.of(), new double[0], 1)
                : point.oracle().witnesses(tolerance, negligible, share);
    }
}
