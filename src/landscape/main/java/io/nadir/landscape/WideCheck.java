package io.nadir.landscape;

import java.util.List;
import java.util.Objects;

/**
 * What a check of a path found. Tolerances bound what rounding can do to what is measured, and
 * nothing more: those of an evaluation come from its running error bound, and the reduction of
 * lemma 2, which is not exact in floating point, adds the change that it made, as measured where it
 * was made, taken through the rest of the network by its Lipschitz constants. Where rounding may do
 * too much for a check to mean anything, as with a discontinuous activation or weights that are
 * huge, nothing is verified: see {@link Resolution}.
 *
 * @param points where the path was evaluated
 * @param findings one for each segment
 * @param rise how far the loss was ever above what it had been before
 * @param constraint largest r[Θ(t)], and how far above max(r[Θ], r[Γ]) rounding may take it
 * @param resolution whether tolerances are small enough to say anything
 * @param descent whether the loss may not rise
 */
public record WideCheck(
        int points,
        List<Finding> findings,
        Deviation rise,
        Feasibility constraint,
        Resolution resolution,
        boolean descent) {
    /** Refuses null. */
    public WideCheck {
        Objects.requireNonNull(findings, "findings");
        Objects.requireNonNull(rise, "rise");
        Objects.requireNonNull(constraint, "constraint");
        Objects.requireNonNull(resolution, "resolution");
    }

    /** Whether all is as the theorems say. */
    public boolean holds() {
        return findings.stream().allMatch(Finding::holds)
                && (!descent || rise.holds())
                && constraint.holds()
                && resolution.holds();
    }

    /** The deviation of the loss, in any segment, that is largest beside its tolerance. */
    public Deviation worst() {
        Deviation worst = new Deviation(0, 0);
        for (Finding finding : findings) {
            worst = worst.orWorse(finding.loss());
        }
        return worst;
    }

    /**
     * What was found in a segment.
     *
     * @param segment it
     * @param outputs of an output from what the proofs say: that at the start of a segment of
     *     constant loss, or the same affine combination of those at both ends as t is
     * @param loss of the loss from what {@link WideStep#kind} says: from that at the start; above
     *     the mean of two points at equal distances, 1, 2, 4, … points away; above what it was
     *     before in the segment
     * @param losses at equally spaced points of the segment, both ends among them
     */
    public record Finding(WideSegment segment, Deviation outputs, Deviation loss, double[] losses) {
        /** Refuses null. */
        public Finding {
            Objects.requireNonNull(segment, "segment");
            Objects.requireNonNull(outputs, "outputs");
            Objects.requireNonNull(loss, "loss");
            Objects.requireNonNull(losses, "losses");
        }

        /** Whether the segment is as it must be. */
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
     * The deviation that is largest beside its tolerance.
     *
     * @param size how far, 0 or more
     * @param tolerance how far rounding may explain
     */
    public record Deviation(double size, double tolerance) {
        /** Whether rounding explains it. */
        public boolean holds() {
            return size <= tolerance;
        }

        Deviation orWorse(Deviation other) {
            boolean worse = other.size / other.tolerance > size / tolerance;
            return worse || (size == 0 && other.tolerance > tolerance) ? other : this;
        }
    }

    /**
     * How exact a check is.
     *
     * @param coarsest largest tolerance of an output
     * @param scale largest magnitude of an output on the path, or of a target
     */
    public record Resolution(double coarsest, double scale) {
        private static final double RELATIVE = 1e-6;

        /** Whether outputs are known to within a millionth of what they and the targets are. */
        public boolean holds() {
            return coarsest <= RELATIVE * scale + Math.sqrt(Double.MIN_NORMAL);
        }
    }

    /**
     * The constraint along a path.
     *
     * @param largest r[Θ(t)]
     * @param limit the larger of those at the two networks, with the rounding of r
     */
    public record Feasibility(double largest, double limit) {
        /** Whether r has not risen. */
        public boolean holds() {
            return largest <= limit;
        }
    }
}
