package io.nadir.spark;

import io.nadir.array.Panel;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Single passes over distributed rows, as a solve and a certificate make them, to be measured. In
 * this package because {@link SparkSolver} makes them in its loop only.
 */
@NullMarked
public final class MeasuredPasses implements AutoCloseable {
    private final DistributedRows rows;
    private final Passes passes;
    private final SplittableRandom random = new SplittableRandom(3);
    private final Map<Integer, Panel> panels = new HashMap<>();
    private @Nullable Panel at;

    /** Begins passes under the squared loss. */
    public MeasuredPasses(DistributedRows rows, double lambda) {
        this.rows = rows;
        this.passes = new Passes(new SparkProblem(rows, lambda), new JobNames(rows.context()));
    }

    /** What one pass moves by the formulas. */
    public record Bytes(long sent, long shuffled, long returned) {
        private static Bytes of(PassBytes bytes) {
            return new Bytes(bytes.sent(), bytes.shuffled(), bytes.returned());
        }
    }

    /** What {@link #gradient} moves. */
    public Bytes ofGradient(int rank) {
        return Bytes.of(PassBytes.ofEvaluation(rows, rank));
    }

    /** What {@link #power} moves. */
    public Bytes ofPower(int width) {
        return Bytes.of(PassBytes.ofProduct(rows, width));
    }

    /** A pass of the descent at a random V: U by ridge regressions, ℓ, UᵀU and GᵀU. */
    public void gradient(int rank) {
        Panel v = next(rank);
        at = v;
        passes.pass(passes.send(v, null));
    }

    /** The same pass once more, for which the executors have V and U already. */
    public void gradientAgain() {
        Panel v = point();
        passes.pass(passes.send(v, null));
    }

    /** A step of a certificate at the point of the last gradient: GᵀG·B for a random B. */
    public void power(int width) {
        passes.multiplyGram(point(), kept(width));
    }

    /** A pass that sends, computes and returns nothing. */
    public void nothing() {
        Partial none = Partial.none(0, 0, 0);
        OrderedSums.of(rows.blocks(), block -> none, 0, 0);
    }

    /** A pass that sends nothing, computes nothing, and returns what {@link #power} does. */
    public void exchange(int width) {
        int columns = rows.columns();
        Partial nothing = Partial.none(0, 0, width);
        OrderedSums.of(
                rows.blocks(),
                block -> {
                    int[] places = block.columns();
                    int length = places == null ? columns : places.length;
                    return places == null
                            ? nothing
                            : new Partial(
                                    new double[0],
                                    new double[0],
                                    places,
                                    width,
                                    noise(length * width));
                },
                columns,
                width);
    }

    /** Sends n×w numbers, which all tasks look at, in a pass that returns nothing. */
    public void send(int width) {
        Panel b = kept(width);
        var sent = rows.context().broadcast(Partial.unpadded(b));
        OrderedSums.of(
                rows.blocks(),
                block ->
                        new Partial(
                                new double[] {sent.value()[0]},
                                new double[0],
                                new int[0],
                                0,
                                new double[0]),
                0,
                0);
        sent.destroy();
    }

    /** Numbers that do not compress. */
    private static double[] noise(int length) {
        SplittableRandom random = new SplittableRandom(length);
        double[] out = new double[length];
        long bits = 0;
        for (int i = 0; i < length; i++) {
            bits = (i & 63) == 0 ? random.nextLong() >>> 12 : bits * 25214903917L + 11;
            out[i] = Double.longBitsToDouble((bits >>> 12) | 0x3FF0000000000000L);
        }
        return out;
    }

    /** A point that was not there before. */
    private Panel next(int width) {
        Panel panel = kept(width);
        panel.set(0, 0, 0.1 * random.nextGaussian());
        return panel;
    }

    /** Random numbers, drawn once for each width. */
    private Panel kept(int width) {
        return panels.computeIfAbsent(
                width,
                any -> {
                    Panel panel = Panel.zeros(rows.columns(), width);
                    for (int i = 0; i < panel.rows(); i++) {
                        for (int k = 0; k < width; k++) {
                            panel.set(i, k, 0.1 * random.nextGaussian());
                        }
                    }
                    return panel;
                });
    }

    private Panel point() {
        Panel present = at;
        if (present == null) {
            throw new IllegalStateException("no point, allowed is a call after gradient");
        }
        return present;
    }

    @Override
    public void close() {
        passes.close();
    }
}
