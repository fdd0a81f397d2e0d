package io.nadir;

import io.nadir.PathListener.Step;
import io.nadir.array.WorkInterruptedException;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Centering;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.solver.CheckpointSink;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.loop.Uninterrupted;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Solves a problem for many λ, each from the solution of its neighbour: first downwards, where the
 * rank grows, then upwards for those that were not certified, keeping the better of the two.
 */
final class RegularizationPath {
    private static final System.Logger LOGGER = System.getLogger("io.nadir");

    private final Problem problem;
    private final PathOptions path;
    private final SolverOptions options;
    private final long begin = System.nanoTime();
    private boolean ended;

    RegularizationPath(Problem problem, PathOptions path, SolverOptions options) {
        if (options.resume() != null) {
            throw new IllegalArgumentException(
                    "resume of the solver's options is the state of one solve, allowed for a path"
                            + " is that of its own options");
        }
        ModelData heldOut = path.heldOut();
        if (heldOut != null && heldOut.centering() != Centering.NONE) {
            throw new IllegalArgumentException(
                    "center of the held-out data = "
                            + heldOut.centering().label()
                            + ", allowed is none: they are scored with the offsets of the others");
        }
        this.problem = problem;
        this.path = path;
        this.options = options;
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
            } else {
                solve(step, state, unfinished);
            }
        }
        List<PathPoint> points = new ArrayList<>(state.points());
        points.addAll(unfinished);
        return points;
    }

    private void solve(Step step, PathState state, List<PathPoint> unfinished) {
        path.listener().onBegin(step);
        Solution solution = solution(step, state);
        if (isCutShort(solution)) {
            ended = true;
            if (!step.again()) {
                PathPoint point = point(step, solution);
                unfinished.add(point);
                path.listener().onCutShort(step, point);
            }
            return;
        }
        boolean better = !step.again() || isBetter(solution, state.point(step.index()).solution());
        PathPoint point = better ? point(step, solution) : state.point(step.index());
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

    private Solution solution(Step step, PathState state) {
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
        return Nadir.solve(problem.withLambda(step.lambda()), adapted);
    }

    private @Nullable Factors start(Step step, PathState state) {
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

    private PathPoint point(Step step, Solution solution) {
        return new PathPoint(step.lambda(), solution, score(solution.model().outputFactors()));
    }

    /** A point that an interruption has left is scored like any other. */
    private PathPoint.@Nullable HeldOut score(Factors factors) {
        ModelData heldOut = path.heldOut();
        if (heldOut == null || heldOut.observed() == 0) {
            return null;
        }
        return Uninterrupted.call(() -> {
            double meanLoss = meanLoss(heldOut, problem.loss(), factors);
            double meanSquare = 2 * meanLoss(heldOut, new SquaredLoss(), factors);
            return new PathPoint.HeldOut(meanLoss, Math.sqrt(meanSquare));
        });
    }

    private double meanLoss(ModelData data, ConvexLoss loss, Factors factors) {
        try (FactorizationMap map = data.bind(loss, options.threads(), options.executor())) {
            double sum = map.evaluate(factors, factors.copy());
            data.requireUnchanged();
            return sum / data.observed();
        }
    }

    private PathState state() {
        PathState saved = path.resume();
        boolean kept = saved != null || path.checkpoints() != null;
        String identity = kept ? identity() : "";
        if (saved == null) {
            return new PathState(identity, lambdas());
        }
        if (!saved.identity().equals(identity)) {
            throw new IllegalArgumentException(
                    "the state to resume is of [%s], this path is [%s]"
                            .formatted(saved.identity(), identity));
        }
        saved.bind(problem);
        return saved;
    }

    /** Everything that has a part in the result; what solves alone know is in their states. */
    private String identity() {
        ModelData heldOut = path.heldOut();
        Factors start = options.start();
        return String.format(
                "%s, data %016x of %s, held out %s, loss %s, regularizer %s, gap %s, %s, delta %s,"
                        + " descent %s, %s %d, seed %d, start %s",
                path.grid(),
                problem.y().fingerprint(),
                problem.y().factorShapes(),
                heldOut == null ? "none" : String.format("%016x", heldOut.fingerprint()),
                problem.loss().name(),
                problem.regularizer().name(),
                options.relativeGap(),
                options.evidence(),
                options.delta(),
                options.descent(),
                options.isRankFixed() ? "rank" : "max rank",
                options.maxRank(),
                options.seed(),
                start == null ? "none" : fingerprint(start));
    }

    private static String fingerprint(Factors factors) {
        int hash = factors.rank();
        for (int k = 0; k < factors.order(); k++) {
            hash = 31 * hash + Arrays.hashCode(factors.toArray(k));
        }
        return String.format("%08x", hash);
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
