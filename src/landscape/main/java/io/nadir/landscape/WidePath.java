package io.nadir.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A path between any two parameters Θ and Γ of sufficiently wide networks of the same shape, along
 * which the loss is first constant, then convex, then constant (Lederer 2020, see {@link
 * WideActivation}, corollary 1: Θ and Γ are path equivalent; figure 3). It is a chain of straight
 * segments in the space of parameters:
 *
 * <pre>
 * Θ ─ constant ─ upper block of Θ ─ constant ─ Θ' ─ convex ─ Γ' ─ constant ─ lower block of Γ ─ constant ─ Γ
 *      proposition 2            proposition 3                   proposition 3             proposition 2
 * </pre>
 *
 * <p>On the convex segment, from t₁ to t₂, the outputs are (1 − s)·g_Θ + s·g_Γ with s = (t −
 * t₁)/(t₂ − t₁). The constraint r[Θ(t)] ≤ max(r[Θ], r[Γ]) holds along the whole path. {@link
 * #descent} leads from there to definition 1 and theorem 1.
 *
 * <p>The constant segments before the convex one, the convex one, and the constant segments after
 * it take a third of [0, 1] each. Immutable and thread-safe. The parameters of neighbouring
 * segments share all layers but one; a layer is stored at most five times for each of the two
 * networks.
 */
public final class WidePath {
    private final WideProblem problem;
    private final List<WideSegment> segments;

    /** max(r[Θ], r[Γ]). */
    private final double constraint;

    /**
     * Creates a path from segments, and places them in [0, 1].
     *
     * @param segments the segments; each begins where the one before ends, and at most one is not
     *     constant
     */
    WidePath(WideProblem problem, List<WideSegment> segments, double constraint) {
        this.problem = problem;
        this.segments = placed(segments);
        this.constraint = constraint;
    }

    /**
     * Constructs the path. Costs O(p_k·n²) operations for each unit in use, and memory for 10
     * copies of the network.
     *
     * @param problem the data, the architecture, the loss and the constraint
     * @param from Θ
     * @param to Γ
     * @throws IllegalArgumentException if Θ or Γ does not fit the problem, if their shapes differ,
     *     if r exceeds 1 for one of them, if a layer is too narrow ({@link WideWidths}), if the
     *     path would not fit into memory, or if a layer overflows
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public static WidePath between(WideProblem problem, WideParameters from, WideParameters to) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");

        problem.requireFits(from);
        if (!from.fits(to)) {
            throw new IllegalArgumentException(
                    "widths of from = %s, must equal those of to, %s"
                            .formatted(from.widths(), to.widths()));
        }
        WideWidths.of(problem, from).requireSufficient();
        WideMemory.require(problem, from.widths());
        double constraint = Math.max(feasible(problem, "from", from), feasible(problem, "to", to));
        List<WideSegment> before = WideBlocks.path(problem, from, true);
        List<WideSegment> after = WideBlocks.path(problem, to, false);
        WideParameters upper = end(before, from);
        WideParameters lower = end(after, to);
        List<WideSegment> segments = new ArrayList<>(before);
        join(segments, upper, lower);
        for (WideSegment segment : after.reversed()) {
            segments.add(segment.reversed());
        }
        return new WidePath(problem, segments, constraint);
    }

    /** Returns the problem. */
    public WideProblem problem() {
        return problem;
    }

    /**
     * Returns the segments in order; each begins with the parameters at which the one before ends.
     */
    public List<WideSegment> segments() {
        return segments;
    }

    /** Returns max(r[Θ], r[Γ]), which r does not exceed along the path. */
    public double constraint() {
        return constraint;
    }

    /** Returns the parameters at the start. */
    public WideParameters start() {
        return segments.getFirst().start();
    }

    /** Returns the parameters at the end. */
    public WideParameters end() {
        return segments.getLast().end();
    }

    /**
     * Returns Θ(t). Costs the layer that changes.
     *
     * @throws IllegalArgumentException if t is not between 0 and 1
     */
    public WideParameters at(double t) {
        if (!(t >= 0 && t <= 1)) {
            throw new IllegalArgumentException("t = " + t + ", allowed are 0 to 1");
        }
        for (WideSegment segment : segments) {
            if (t <= segment.to()) {
                return segment.at(t);
            }
        }
        return end();
    }

    /**
     * Returns the loss at Θ(t), computed by a pass through the whole network.
     *
     * @throws IllegalArgumentException if t is not between 0 and 1
     */
    public double loss(double t) {
        return problem.loss(at(t));
    }

    /**
     * Returns whether this path ends where the loss has fallen as far as its convex segment takes
     * it.
     */
    public boolean isDescent() {
        return segments.stream().anyMatch(s -> s.step() == WideStep.DESCEND);
    }

    /**
     * Returns a path from the worse of the two networks, along which the loss never rises, to one
     * that is at least as good as the better (Lederer 2020, definition 1 and the proof of
     * proposition 1). The convex segment is cut at its minimum, according to lemma 4; if that is
     * its end, the constant segments to the better network follow. If the better network is a
     * global minimum, then so is the end.
     */
    public WidePath descent() {
        if (isDescent()) {
            return this;
        }
        int convex = 0;
        while (segments.get(convex).step() != WideStep.MIX) {
            convex++;
        }
        double[] first = outputs(segments.get(convex).start());
        double[] last = outputs(segments.get(convex).end());
        if (problem.lossOf(first) < problem.lossOf(last)) {
            return reversed().descent();
        }
        double cut = WideCut.of(s -> problem.lossOf(mixed(first, last, s)));
        WideSegment mix = segments.get(convex);
        List<WideSegment> out = new ArrayList<>(segments.subList(0, convex));
        out.add(
                WideSegment.of(
                        WideStep.DESCEND,
                        0,
                        WideSegment.Origin.BOTH,
                        mix.start(),
                        mix.start().mix(mix.end(), cut),
                        0));
        if (cut == 1) {
            out.addAll(segments.subList(convex + 1, segments.size()));
        }
        return new WidePath(problem, out, constraint);
    }

    /**
     * Checks at points of the path that the loss is constant, convex or non-increasing where the
     * theorems say so, that the outputs are what the proofs say, and that the constraint holds.
     *
     * @param points the smallest number of equally spaced points of each segment, both ends
     *     included; each costs a pass through the network
     * @throws IllegalArgumentException if {@code points} is less than 2
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public WideCheck check(int points) {
        return new WideChecker(this).check(points);
    }

    private WidePath reversed() {
        List<WideSegment> out = new ArrayList<>();
        for (WideSegment segment : segments.reversed()) {
            out.add(segment.reversed());
        }
        return new WidePath(problem, out, constraint);
    }

    private double[] outputs(WideParameters theta) {
        WidePass pass = new WidePass(problem, theta);
        pass.run(theta);
        return pass.outputs().data();
    }

    private static double[] mixed(double[] first, double[] last, double s) {
        double[] out = new double[first.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (1 - s) * first[i] + s * last[i];
        }
        return out;
    }

    private static double feasible(WideProblem problem, String name, WideParameters theta) {
        if (!problem.isFeasible(theta)) {
            throw new IllegalArgumentException(
                    "constraint at %s = %s, allowed are 0 to 1"
                            .formatted(name, problem.constraint().value(theta)));
        }
        return problem.constraint().value(theta);
    }

    private static WideParameters end(List<WideSegment> segments, WideParameters start) {
        return segments.isEmpty() ? start : segments.getLast().end();
    }

    /**
     * Proposition 3: each network receives the other's hidden units; then the output weights of one
     * are exchanged for those of the other.
     */
    private static void join(
            List<WideSegment> segments, WideParameters upper, WideParameters lower) {
        WideParameters first = upper;
        WideParameters last = lower;
        for (int j = 0; j < upper.depth(); j++) {
            double[] sum = upper.data(j).clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += lower.data(j)[i];
            }
            first = first.with(j, sum);
            last = last.with(j, sum);
        }
        segments.add(WideSegment.of(WideStep.JOIN, 0, WideSegment.Origin.FIRST, upper, first, 0));
        segments.add(WideSegment.of(WideStep.MIX, 0, WideSegment.Origin.BOTH, first, last, 0));
        segments.add(WideSegment.of(WideStep.JOIN, 0, WideSegment.Origin.LAST, last, lower, 0));
    }

    /**
     * Gives the segments before the convex one, the convex one, and those after it equal shares of
     * [0, 1].
     */
    private static List<WideSegment> placed(List<WideSegment> segments) {
        List<List<WideSegment>> groups =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int group = 0;
        for (WideSegment segment : segments) {
            if (segment.step().kind() == WideStep.Kind.CONSTANT) {
                groups.get(group).add(segment);
            } else {
                groups.get(1).add(segment);
                group = 2;
            }
        }
        double groupCount = groups.stream().filter(g -> !g.isEmpty()).count();
        List<WideSegment> out = new ArrayList<>();
        double from = 0;
        double done = 0;
        for (List<WideSegment> members : groups) {
            for (int i = 0; i < members.size(); i++) {
                double to = (done + (i + 1.0) / members.size()) / groupCount;
                out.add(members.get(i).placed(from, to));
                from = to;
            }
            done += members.isEmpty() ? 0 : 1;
        }
        return List.copyOf(out);
    }

    @Override
    public String toString() {
        return "WidePath of " + segments.size() + " segments for " + problem;
    }
}
