package io.nadir;

import io.nadir.PathListener.Step;
import io.nadir.model.Factors;
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
 * The state of a running or interrupted regularization path: the finished points, the last solution
 * of each fold, and the state of the solve in progress. A path that is resumed from it does not
 * repeat finished solves, and ends with exactly the same bits as an uninterrupted path.
 *
 * <p>A running path hands out its state as a live view; write it before returning. Not thread-safe.
 */
public final class PathState {
    private final String identity;
    private List<Double> lambdas;
    private final List<PathPoint> points;

    private final int folds;

    /** The last solution of each fold; of fewer before the first λ is done. */
    private final List<Factors> foldFactors = new ArrayList<>();

    /** The scores of folds for the next λ. */
    private final List<PathPoint.Score> scores = new ArrayList<>();

    /**
     * Number of solves that are done or were skipped: first the downward sweep over all values, of
     * the folds and then of the whole problem for each, then the upward sweep over all but the
     * smallest.
     */
    private int step;

    private @Nullable SolveState running;

    private PathState(
            String identity, List<Double> lambdas, List<PathPoint> points, int folds, int step) {
        this.identity = identity;
        this.lambdas = lambdas;
        this.points = points;
        this.folds = folds;
        this.step = step;
    }

    /** Creates the state of a path that has not started. */
    PathState(String identity, List<Double> lambdas, int folds) {
        this(identity, List.copyOf(lambdas), new ArrayList<>(), folds, 0);
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
    void bind(Problem problem) {
        points.replaceAll(point -> point.of(problem));
    }

    /** Returns whether all solves are done. */
    boolean isDone() {
        return step >= downward() + lambdas.size() - 1;
    }

    /** The number of solves of the downward sweep. */
    private int downward() {
        return lambdas.size() * (folds + 1);
    }

    /** Returns the next solve. */
    Step next() {
        int count = lambdas.size();
        boolean again = step >= downward();
        int index = again ? downward() + count - 2 - step : step / (folds + 1);
        int fold = again ? 0 : (step + 1) % (folds + 1);
        return new Step(index, count, lambdas.get(index), again, fold, folds);
    }

    /** Returns the last solution of a fold, from 1; null if there is none yet. */
    @Nullable Factors foldFactors(int fold) {
        return fold <= foldFactors.size() ? foldFactors.get(fold - 1) : null;
    }

    /** Stores the solution and the score of the fold that was the next solve. */
    void keepFold(Step at, Factors factors, PathPoint.Score score) {
        if (at.fold() <= foldFactors.size()) {
            foldFactors.set(at.fold() - 1, factors);
        } else {
            foldFactors.add(factors);
        }
        scores.add(score);
    }

    /** Returns the scores of all folds for the λ of the next solve, that of the whole problem. */
    List<PathPoint.Score> scores() {
        return List.copyOf(scores);
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
            scores.clear();
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
        out.writeInt(folds);
        out.writeInt(foldFactors.size());
        for (Factors factors : foldFactors) {
            PointData.write(out, factors);
        }
        PointData.writeScores(out, scores);
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
        int folds = PointData.size(in);
        int solved = Math.min(step / (folds + 1), lambdas.size());
        if (step < 0 || points.size() != solved) {
            throw new IOException(points.size() + " points after " + step + " solves");
        }
        PathState state = new PathState(identity, List.copyOf(lambdas), points, folds, step);
        state.readFolds(in);
        state.running = in.readBoolean() ? Nadir.readState(in) : null;
        return state;
    }

    private void readFolds(DataInputStream in) throws IOException {
        for (int k = PointData.size(in); k > 0; k--) {
            foldFactors.add(PointData.readFactors(in));
        }
        scores.addAll(PointData.readScores(in));
        int begun = step < downward() ? step % (folds + 1) : 0;
        if (foldFactors.size() != Math.min(step, folds) || scores.size() != begun) {
            throw new IOException(
                    "%d solutions and %d scores of folds after %d solves"
                            .formatted(foldFactors.size(), scores.size(), step));
        }
    }

    @Override
    public String toString() {
        return String.format(
                "PathState of %d λ, %d solved, for %s",
                lambdas().size(), points().size(), identity());
    }
}
