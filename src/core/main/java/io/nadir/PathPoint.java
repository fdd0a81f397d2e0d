package io.nadir;

import io.nadir.solver.Solution;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * The solution for one λ of a regularization path.
 *
 * @param lambda the value of λ
 * @param solution the solution, with its certificate
 * @param heldOut how well the solution predicts the held-out entries; null if there are none
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
     * The prediction error over the held-out entries.
     *
     * @param meanLoss mean of the problem's loss, ℓ(y, x)
     * @param rootMeanSquare root mean square of y − x
     */
    public record HeldOut(double meanLoss, double rootMeanSquare) {}
}
