package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/** The point that the executors have: V and, if there are offsets, those of the columns. */
final class SentPoint implements AutoCloseable {
    private final JavaSparkContext context;
    private final SparkProblem problem;
    private @Nullable Panel v;
    private double @Nullable [] q;
    private @Nullable Point point;

    /** Sends nothing yet. */
    SentPoint(JavaSparkContext context, SparkProblem problem) {
        this.context = context;
        this.problem = problem;
    }

    /** Whether the executors have this point; the offsets are null if there are none. */
    boolean isAt(Panel at, double @Nullable [] columnOffsets) {
        return hasFactors(at) && Arrays.equals(q, columnOffsets);
    }

    private boolean hasFactors(Panel at) {
        Panel last = v;
        return point != null && last != null && Panels.equalsExactly(last, at);
    }

    /** The point of the last pass. */
    Point present() {
        return Objects.requireNonNull(point, "no point");
    }

    /** Sends a point, but only what the executors do not have of it. */
    Point send(Panel at, double @Nullable [] columnOffsets) {
        if (isAt(at, columnOffsets)) {
            return present();
        }
        Point next =
                hasFactors(at) && columnOffsets != null
                        ? moved(present(), columnOffsets)
                        : sent(at, columnOffsets);
        point = next;
        return next;
    }

    private Point sent(Panel at, double @Nullable [] columnOffsets) {
        close();
        Broadcast<double[]> elements = context.broadcast(Partial.unpadded(at));
        Point next =
                new Point(
                        elements.id(),
                        at.columns(),
                        problem.lambda(),
                        problem.nonNegative(),
                        problem.loss(),
                        elements,
                        problem.offsetTerms(),
                        null);
        v = Panels.copy(at);
        return columnOffsets == null ? next : moved(next, columnOffsets);
    }

    /** The same V with other offsets. */
    private Point moved(Point from, double[] columnOffsets) {
        Broadcast<double[]> next = context.broadcast(columnOffsets.clone());
        free(from.q());
        q = columnOffsets.clone();
        return new Point(
                next.id(),
                from.rank(),
                from.lambda(),
                from.nonNegative(),
                from.loss(),
                from.elements(),
                from.offsets(),
                next);
    }

    private static void free(@Nullable Broadcast<double[]> sent) {
        if (sent != null) {
            JobNames.uninterrupted(sent::destroy);
        }
    }

    /** Frees the memory of the point on the executors. */
    @Override
    public void close() {
        Point present = point;
        if (present != null) {
            free(present.elements());
            free(present.q());
        }
        point = null;
        v = null;
        q = null;
    }
}
