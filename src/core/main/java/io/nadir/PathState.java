package io.nadir;

import io.nadir.PathListener.Step;
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
 * The state of a running or interrupted regularization path: the finished points, and the state of
 * the solve in progress. A path that is resumed from it does not repeat finished solves, and ends
 * with exactly the same bits as an uninterrupted path.
 *
 * <p>A running path hands out its state as a live view; write it before returning. Not thread-safe.
 */
public final class PathState {
    private final String identity;
    private List<Double> lambdas;
    private final List<PathPoint> points;

    /**
     * Number of solves that are done or were skipped: first the downward sweep over all values,
     * then the upward sweep over all but the smallest.
     */
    private int step;

    private @Nullable SolveState running;

    private PathState(String identity, List<Double> lambdas, List<PathPoint> points, int step) {
        this.identity = identity;
        this.lambdas = lambdas;
        this.points = points;
        this.step = step;
    }

    /** Creates the state of a path that has not started. */
    PathState(String identity, List<Double> lambdas) {
        this(identity, List.copyOf(lambdas), new ArrayList<>(), 0);
    }

    /**
     * Returns a one-line description of the problem, the grid and the options. A path with another
     * description refuses this state.
     */
    public String identity() {
        return identity;
    }

    /** Returns the values of λ, largest first. */
    public List<Double> lambdas() {
        return lambdas;
    }

    /** Returns a copy of the list of finished points, largest λ first. */
    public List<PathPoint> points() {
        return List.copyOf(points);
    }

    /** Attaches to every point the model of these data. */
    void bind(ModelData y) {
        points.replaceAll(point -> point.of(y));
    }

    /** Returns whether all solves are done. */
    boolean isDone() {
        return step >= 2 * lambdas.size() - 1;
    }

    /** Returns the next solve. */
    Step next() {
        int count = lambdas.size();
        boolean again = step >= count;
        int index = again ? 2 * count - 2 - step : step;
        return new Step(index, count, lambdas.get(index), again);
    }

    /** Returns the finished point of an index. */
    PathPoint point(int index) {
        return points.get(index);
    }

    /** Stores the point of the next solve, replacing an earlier point of the same index. */
    void keep(Step at, PathPoint point) {
        if (at.again()) {
            points.set(at.index(), point);
        } else {
            points.add(point);
        }
    }

    /** Leaves out the values of λ that have no point yet. */
    void shorten() {
        lambdas = lambdas.subList(0, points.size());
    }

    /** Moves on to the following solve. */
    void advance() {
        step++;
        running = null;
    }

    /**
     * Removes and returns the state of the solve in progress; null if the next solve has not
     * started.
     */
    @Nullable SolveState takeRunning() {
        SolveState taken = running;
        running = null;
        return taken;
    }

    /** Stores the state of the solve in progress, and returns this. */
    PathState with(SolveState solve) {
        running = solve;
        return this;
    }

    /**
     * Writes the whole state in a binary, big-endian format.
     *
     * @param stream the target; left open
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
     * Reads a state that {@link #writeTo} wrote, up to the end of the stream.
     *
     * @throws IOException if {@code stream} throws it, ends too early, or contains impossible
     *     values
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
