package io.nadir;

import io.nadir.PathListener.Step;
import io.nadir.array.WorkInterruptedException;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.Fold;
import io.nadir.model.ModelData.Folds;
import io.nadir.solver.CheckpointSink;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Solves a problem for many λ, each from the solution of its neighbour: first downwards, where the
 * rank grows, then upwards for those that were not certified, keeping the better of the two. With
 * folds, those are solved before the whole problem for each λ on the way down.
 */
final class RegularizationPath {
    private static final System.Logger LOGGER = System.getLogger("io.nadir");

    private final Problem problem;
    private final PathOptions path;
    private final SolverOptions options;
    private final @Nullable Folds folds;
    private final HeldOutScores scores;
    private final long begin = System.nanoTime();
    private boolean ended;

    RegularizationPath(Problem problem, PathOptions path, SolverOptions options) {
        if (options.resume() != null) {
            throw new IllegalArgumentException(
                    "resume of the solver's options is the state of one solve, allowed for a path"
                            + " is that of its own options");
        }
        this.problem = problem;
        this.path = path;
        this.options = options;
        this.folds = path.folds();
        this.scores = new HeldOutScores(problem, path, options);
    }

    List<PathPoint> solve() {
        PathState state;
        try {
            state = state();
        } catch (WorkInterruptedException e) {
            return List.of(); // Before the first λ was known.
        }
        path.listener().onStart(state);
        List<PathPoint> unfinished = new ArrayList<>();
        while (!ended && !state.isDone()) {
            Step step = state.next();
            if (step.again() && state.point(step.index()).solution().certificate().isGlobal()) {
                state.advance();
            } else if (mustStop()) {
                ended = true;
            } else if (step.fold() > 0) {
                solveFold(step, state, fold(step));
            } else {
                solve(step, state, unfinished);
            }
        }
        List<PathPoint> points = new ArrayList<>(state.points());
        points.addAll(unfinished);
        return points;
    }

    private Fold fold(Step step) {
        return Objects.requireNonNull(folds).list().get(step.fold() - 1);
    }

    /** A solve that is cut short leaves nothing but the checkpoint. */
    private void solveFold(Step step, PathState state, Fold fold) {
        path.listener().onBegin(step);
        Solution solution = solution(step, state, scores.problem(fold));
        if (isCutShort(solution)) {
            ended = true;
            return;
        }
        state.keepFold(step, solution.factors(), scores.score(solution, fold));
        state.advance();
        checkpoint(state, true);
    }

    private void solve(Step step, PathState state, List<PathPoint> unfinished) {
        path.listener().onBegin(step);
        Solution solution = solution(step, state, problem);
        if (isCutShort(solution)) {
            ended = true;
            if (!step.again()) {
                PathPoint point = point(step, state, solution);
                unfinished.add(point);
                path.listener().onCutShort(step, point);
            }
            return;
        }
        boolean better = !step.again() || isBetter(solution, state.point(step.index()).solution());
        PathPoint point = better ? point(step, state, solution) : state.point(step.index());
        if (better) {
            state.keep(step, point);
        }
        state.advance();
        boolean shortened = !step.again() && mustShorten(state);
        if (shortened) {
            state.shorten();
        }
        checkpoint(state, true);
        if (better) {
            ended |= !path.listener().onPoint(step, point);
        }
        if (shortened) {
            path.listener().onShortened(state.lambdas().size());
        }
    }

    /** Whether the held-out error has risen for long enough, and there are λ to leave out. */
    private boolean mustShorten(PathState state) {
        List<PathPoint> points = state.points();
        int best = PathPoint.best(points);
        return path.patience() > 0
                && best >= 0
                && points.size() - 1 - best >= path.patience()
                && points.size() < state.lambdas().size();
    }

    private Solution solution(Step step, PathState state, Problem solved) {
        SolverOptions adapted =
                options.withStart(start(step, state))
                        .withResume(state.takeRunning())
                        .withTimeLimit(least(options.timeLimit(), left()));
        if (path.checkpoints() != null) {
            adapted =
                    adapted.withCheckpoints((solve, last) -> {
                        checkpoint(state.with(solve), last);
                        state.takeRunning();
                    });
        }
        return Nadir.solve(solved.withLambda(step.lambda()), adapted);
    }

    private @Nullable Factors start(Step step, PathState state) {
        if (step.fold() > 0) {
            Factors last = state.foldFactors(step.fold());
            return last == null ? options.start() : last;
        }
        int from = step.again() ? step.index() + 1 : step.index() - 1;
        return from < 0 ? options.start() : state.point(from).solution().factors();
    }

    private static boolean isBetter(Solution a, Solution b) {
        return a.certificate().isGlobal() || a.objective() < b.objective();
    }

    /** Whether a solve would have gone on, had the path not come to its end. */
    private boolean isCutShort(Solution solution) {
        return switch (solution.stopReason()) {
            case INTERRUPTED, CANCELLED -> true;
            case TIME_LIMIT -> left().compareTo(Duration.ZERO) <= 0;
            default -> false;
        };
    }

    private boolean mustStop() {
        return Thread.currentThread().isInterrupted() || left().compareTo(Duration.ZERO) <= 0;
    }

    /** Returns the remaining time of the path. */
    private Duration left() {
        return path.timeLimit().minus(Duration.ofNanos(System.nanoTime() - begin));
    }

    private static Duration least(Duration a, Duration b) {
        Duration least = a.compareTo(b) < 0 ? a : b;
        return least.compareTo(Duration.ZERO) > 0 ? least : Duration.ofNanos(1);
    }

    /** A checkpoint that fails costs a later resumption, not this path. */
    private void checkpoint(PathState state, boolean last) {
        CheckpointSink<PathState> sink = path.checkpoints();
        if (sink == null) {
            return;
        }
        try {
            sink.offer(state, last);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "a checkpoint could not be kept", e);
        }
    }

    /**
     * The point of the whole problem, with the scores that its folds have, or its earlier point.
     */
    private PathPoint point(Step step, PathState state, Solution solution) {
        PathPoint.HeldOut score;
        if (folds == null) {
            score = scores.score(solution);
        } else {
            score =
                    step.again()
                            ? state.point(step.index()).heldOut()
                            : PathPoint.HeldOut.of(state.scores(), folds.shareOfVariance());
        }
        return new PathPoint(step.lambda(), solution, score);
    }

    private PathState state() {
        PathState saved = path.resume();
        boolean kept = saved != null || path.checkpoints() != null;
        String identity = kept ? PathIdentity.of(problem, path, options) : "";
        if (saved == null) {
            return new PathState(identity, lambdas(), folds == null ? 0 : folds.count());
        }
        if (!saved.identity().equals(identity)) {
            throw new IllegalArgumentException(
                    "the state to resume is of [%s], this path is [%s]"
                            .formatted(saved.identity(), identity));
        }
        saved.bind(problem);
        return saved;
    }

    /** Largest first. */
    private List<Double> lambdas() {
        return switch (path.grid()) {
            case PathOptions.Values values ->
                    values.lambdas().stream().sorted(Comparator.reverseOrder()).toList();
            case PathOptions.Geometric geometric -> {
                double largest = Nadir.lambdaMax(problem, options);
                List<Double> lambdas = new ArrayList<>();
                for (int k = 1; k <= geometric.count() && largest > 0; k++) {
                    lambdas.add(largest * Math.pow(geometric.ratio(), k));
                }
                yield lambdas;
            }
        };
    }
}
