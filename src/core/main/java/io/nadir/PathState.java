package io.nadir;

import io.nadir.model.ModelData;
import io.nadir.solver.SolveState;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * All that a regularization path needs to go on from where it is: the points that are finished, and
 * the state of the solve that is not. A path that is resumed from it solves no finished λ again,
 * and ends with the same bits as one that was never interrupted.
 *
 * <p>Handed out by a running path it is a live view, to be written at once. Not thread-safe.
 */
public final class PathState {
    private final String identity;
    private final List<Double> lambdas;
    private final List<PathPoint> points;

    /** Solves that are done or were not needed: count of them downwards, then count − 1 upwards. */
    private int step;

    private @Nullable SolveState running;

    private PathState(String identity, List<Double> lambdas, List<PathPoint> points, int step) {
        this.identity = identity;
        this.lambdas = lambdas;
        this.points = points;
        this.step = step;
    }

    /** The state of a path that has not begun. */
    PathState(String identity, List<Double> lambdas) {
        this(identity, List.copyOf(lambdas), new ArrayList<>(), 0);
    }

    /** Names problem, grid and options, one line; a path of any other refuses this state. */
    public String identity() {
        return identity;
    }

    /** The values of λ, largest first. */
    public List<Double> lambdas() {
        return lambdas;
    }

    /** The points that are finished, largest λ first; a copy. */
    public List<PathPoint> points() {
        return List.copyOf(points);
    }

    /** Says what model the points are of: one of these data. */
    void bind(ModelData y) {
        points.replaceAll(point -> point.of(y));
    }

    /** Whether all solves are done. */
    boolean isDone() {
        return step >= 2 * lambdas.size() - 1;
    }

    /** The next solve. */
    PathStep next() {
        int count = lambdas.size();
        boolean again = step >= count;
        int index = again ? 2 * count - 2 - step : step;
        return new PathStep(index, count, lambdas.get(index), again);
    }

    /** The finished point of an index. */
    PathPoint point(int index) {
        return points.get(index);
    }

    /** Keeps the point of the next solve, in the place of an earlier one if there is one. */
    void keep(PathStep at, PathPoint point) {
        if (at.again()) {
            points.set(at.index(), point);
        } else {
            points.add(point);
        }
    }

    /** Goes on to the solve after the next. */
    void advance() {
        step++;
        running = null;
    }

    /** The state of the next solve if it has begun; null if not. Goes out of this. */
    @Nullable SolveState takeRunning() {
        SolveState taken = running;
        running = null;
        return taken;
    }

    /** This with the state of the solve that is running. */
    PathState with(SolveState solve) {
        running = solve;
        return this;
    }

    /**
     * Writes everything; binary, big-endian.
     *
     * @param stream left open
     * @throws IOException if {@code stream} throws it
     */
    public void writeTo(OutputStream stream) throws IOException {
        Objects.requireNonNull(stream, "stream");

        DataOutputStream out = new DataOutputStream(stream);
        out.writeUTF(identity);
        out.writeInt(step);
        out.writeInt(lambdas.size());
        for (double lambda : lambdas) {
            out.writeDouble(lambda);
        }
        out.writeInt(points.size());
        for (PathPoint point : points) {
            PointData.write(out, point);
        }
        SolveState solve = running;
        out.writeBoolean(solve != null);
        if (solve != null) {
            solve.writeTo(out);
        }
        out.flush();
    }

    /**
     * Reads what {@link #writeTo} wrote, up to the end of the stream.
     *
     * @throws IOException if {@code stream} throws it, ends too early, or has what cannot be
     */
    public static PathState readFrom(InputStream stream) throws IOException {
        Objects.requireNonNull(stream, "stream");

        DataInputStream in = new DataInputStream(stream);
        String identity = in.readUTF();
        int step = in.readInt();
        List<Double> lambdas = new ArrayList<>();
        for (int k = PointData.size(in); k > 0; k--) {
            lambdas.add(in.readDouble());
        }
        List<PathPoint> points = new ArrayList<>();
        for (int k = PointData.size(in); k > 0; k--) {
            points.add(PointData.read(in));
        }
        if (step < 0 || points.size() != Math.min(step, lambdas.size())) {
            throw new IOException(points.size() + " points after " + step + " solves");
        }
        PathState state = new PathState(identity, List.copyOf(lambdas), points, step);
        state.running = in.readBoolean() ? Nadir.readState(in) : null;
        return state;
    }

    @Override
    public String toString() {
        return String.format(
                "PathState of %d λ, %d solved, for %s",
                lambdas().size(), points().size(), identity());
    }
}
