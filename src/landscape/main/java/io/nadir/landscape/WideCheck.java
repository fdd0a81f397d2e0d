package io.nadir.landscape;

import java.util.List;
import java.util.Objects;

/**
 * The result of checking a path at many points. An immutable value.
 *
 * <p>Tolerances bound the effect of rounding on what is measured, and nothing more. The tolerance
 * of an evaluation comes from its running error bound. The reduction of lemma 2 is not exact in
 * floating point; its tolerance includes the change that it made, measured where it was made and
 * propagated through the rest of the network by Lipschitz constants. Where rounding may have so
 * large an effect that a check would mean nothing, as with a discontinuous activation or huge
 * weights, nothing is verified, see {@link Resolution}.
 *
 * @param points the number of points at which the path was evaluated
 * @param findings the finding for each segment
 * @param rise the largest amount by which the loss was above an earlier value
 * @param constraint the largest r[Θ(t)], and its limit max(r[Θ], r[Γ]) with rounding
 * @param resolution whether the tolerances are small enough to be meaningful
 * @param descent whether the loss must not rise along the path
 */
public record WideCheck(
        int points,
        List<Finding> findings,
        Deviation rise,
        Feasibility constraint,
        Resolution resolution,
        boolean descent) {
    /** Rejects null. */
    public WideCheck {
        Objects.requireNonNull(findings, "findings");
        Objects.requireNonNull(rise, "rise");
        Objects.requireNonNull(constraint, "constraint");
        Objects.requireNonNull(resolution, "resolution");
    }

    /** Returns whether everything agrees with the theorems. */
    public boolean holds() {
        return findings.stream().allMatch(Finding::holds)
                && (!descent || rise.holds())
                && constraint.holds()
                && resolution.holds();
    }

    /**
     * Returns the deviation of the loss, of all segments, that is largest relative to its
     * tolerance.
     */
    public Deviation worst() {
        Deviation worst = new Deviation(0, 0);
        for (Finding finding : findings) {
            worst = worst.orWorse(finding.loss());
        }
        return worst;
    }

    /**
     * The finding for one segment.
     *
     * @param segment the segment
     * @param outputs the deviation of an output from what the proofs say: its value at the start of
     *     a segment of constant loss, or on a convex segment the affine combination of its values
     *     at both ends
     * @param loss the deviation of the loss from what {@link WideStep#kind} says: from its value at
     *     the start; above the mean of two points at equal distances of 1, 2, 4, … points; or above
     *     an earlier value within the segment
     * @param losses the losses at equally spaced points of the segment, both ends included
     */
    public record Finding(WideSegment segment, Deviation outputs, Deviation loss, double[] losses) {
        /** Rejects null. */
        public Finding {
            Objects.requireNonNull(segment, "segment");
            Objects.requireNonNull(outputs, "outputs");
            Objects.requireNonNull(loss, "loss");
            Objects.requireNonNull(losses, "losses");
        }

        /** Returns whether the segment is as the theorems say. */
        public boolean holds() {
            return outputs.holds() && loss.holds();
        }

        @Override
        public String toString() {
            return String.format(
                    "Finding[%s, outputs %s, loss %s, %d losses]",
                    segment, outputs, loss, losses.length);
        }
    }

    /**
     * The deviation that is largest relative to its tolerance.
     *
     * @param size the deviation, at least 0
     * @param tolerance the deviation that rounding can explain
     */
    public record Deviation(double size, double tolerance) {
        /** Returns whether rounding explains the deviation. */
        public boolean holds() {
            return size <= tolerance;
        }

        Deviation orWorse(Deviation other) {
            boolean worse = other.size / other.tolerance > size / tolerance;
            return worse || (size == 0 && other.tolerance > tolerance) ? other : this;
        }
    }

    /**
     * The accuracy of a check.
     *
     * @param coarsest the largest tolerance of an output
     * @param scale the largest magnitude of a target, or of an output on the path
     */
    public record Resolution(double coarsest, double scale) {
        private static final double RELATIVE = 1e-6;

        /** Returns whether outputs are known to a millionth of the scale. */
        public boolean holds() {
            return coarsest <= RELATIVE * scale + Math.sqrt(Double.MIN_NORMAL);
        }
    }

    /**
     * The constraint along a path.
     *
     * @param largest the largest r[Θ(t)]
     * @param limit the larger value of r at the two ends, increased by the rounding of r
     */
    public record Feasibility(double largest, double limit) {
        /** Returns whether r stays within the limit. */
        public boolean holds() {
            return largest <= limit;
        }
    }
}
