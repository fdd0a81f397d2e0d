package io.nadir;

import io.nadir.solver.Solution;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The solution for one λ of a regularization path.
 *
 * @param lambda the value of λ
 * @param solution the solution, with its certificate
 * @param heldOut how well the solution predicts the held-out entries, or the solutions of folds
 *     theirs; null if there are none
 */
public record PathPoint(double lambda, Solution solution, @Nullable HeldOut heldOut) {
    /** Rejects a null solution. */
    public PathPoint {
        Objects.requireNonNull(solution, "solution");
    }

    /**
     * Returns the index of the point that predicts the held-out entries best, by the mean of the
     * problem's loss; the first of several; −1 if no point has a score.
     */
    public static int best(List<PathPoint> points) {
        Objects.requireNonNull(points, "points");

        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < points.size(); k++) {
            HeldOut score = points.get(k).heldOut();
            if (score != null && score.meanLoss() < least) {
                best = k;
                least = score.meanLoss();
            }
        }
        return best;
    }

    /**
     * Returns the index of the largest λ whose mean loss on held-out entries is at most one
     * standard error above that of the {@link #best} (Breiman et al. 1984); −1 if no point has a
     * score. The standard error is that of the best point.
     *
     * @throws IllegalArgumentException if the best point has no standard error, because there are
     *     no folds
     */
    public static int withinOneStandardError(List<PathPoint> points) {
        Objects.requireNonNull(points, "points");

        int best = best(points);
        if (best < 0) {
            return -1;
        }
        HeldOut least = Objects.requireNonNull(points.get(best).heldOut());
        Spread spread = least.spread();
        if (spread == null) {
            throw new IllegalArgumentException(
                    "folds = 0, allowed for a standard error are 2 and more");
        }
        double most = least.meanLoss() + spread.meanLossError();
        int chosen = best;
        for (int k = best - 1; k >= 0; k--) {
            HeldOut score = points.get(k).heldOut();
            chosen = score != null && score.meanLoss() <= most ? k : chosen;
        }
        return chosen;
    }

    /** Returns the same point with the model of a problem, to which it is known to belong. */
    PathPoint of(Problem problem) {
        return new PathPoint(
                lambda,
                new Solution(
                        problem.y().trained(solution.factors(), problem.loss()),
                        solution.certificate(),
                        solution.stopReason(),
                        solution.iterations(),
                        solution.appends(),
                        solution.nextColumn(),
                        solution.seconds()),
                heldOut);
    }

    /**
     * The prediction error over the held-out entries. With folds, it is the mean over the folds.
     *
     * @param meanLoss mean of the problem's loss, ℓ(y, x)
     * @param rootMeanSquare root mean square of y − x
     * @param spread how the folds differ; null if there are none
     */
    public record HeldOut(double meanLoss, double rootMeanSquare, @Nullable Spread spread) {
        /** Creates a score without folds. */
        public HeldOut(double meanLoss, double rootMeanSquare) {
            this(meanLoss, rootMeanSquare, null);
        }

        /** Returns the mean of scores, one for each of some folds. */
        static HeldOut of(List<Score> scores, double shareOfVariance) {
            double loss = scores.stream().mapToDouble(Score::meanLoss).average().orElseThrow();
            double square = scores.stream().mapToDouble(PathPoint::square).average().orElseThrow();
            double root = Math.sqrt(square);
            double lossError = error(scores, Score::meanLoss, loss, shareOfVariance);
            double squareError = error(scores, PathPoint::square, square, shareOfVariance);
            // The derivative of the root takes an error of the square to one of the root.
            double rootError = root == 0 ? 0 : squareError / (2 * root);
            return new HeldOut(loss, root, new Spread(lossError, rootError, scores));
        }
    }

    private static double square(Score score) {
        return score.rootMeanSquare() * score.rootMeanSquare();
    }

    private static double error(
            List<Score> scores, ToDoubleFunction<Score> value, double mean, double share) {
        double squares = 0;
        for (Score score : scores) {
            double deviation = value.applyAsDouble(score) - mean;
            squares += deviation * deviation;
        }
        return Math.sqrt(share * squares / (scores.size() - 1));
    }

    /**
     * How the errors of folds differ.
     *
     * @param meanLossError the standard error of {@link HeldOut#meanLoss}: with the standard
     *     deviation s between K folds, s/√K, and more for folds that share held-out entries, see
     *     {@link io.nadir.model.ModelData.Folds#shareOfVariance}
     * @param rootMeanSquareError the standard error of {@link HeldOut#rootMeanSquare}
     * @param scores the score of each fold
     */
    public record Spread(double meanLossError, double rootMeanSquareError, List<Score> scores) {
        /** Copies the list. */
        public Spread {
            Objects.requireNonNull(scores, "scores");

            scores = List.copyOf(scores);
        }

        /** Returns the number of folds whose solution is certified. */
        public int certified() {
            return (int) scores.stream().filter(Score::certified).count();
        }
    }

    /**
     * The prediction error of the solution of one fold.
     *
     * @param meanLoss mean of the problem's loss over the entries held out
     * @param rootMeanSquare root mean square of y − x over them
     * @param certified whether the solution is certified as a global minimum
     */
    public record Score(double meanLoss, double rootMeanSquare, boolean certified) {}

    /**
     * The prediction error of a simple model without factors.
     *
     * @param name what it is, see {@link io.nadir.model.ModelData#baselines}
     * @param heldOut its error
     */
    public record Baseline(String name, HeldOut heldOut) {
        /** Rejects null. */
        public Baseline {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(heldOut, "heldOut");
        }
    }
}
