package io.nadir;

import io.nadir.model.ModelData;
import io.nadir.solver.Solution;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The solution for one λ of a regularization path.
 *
 * @param lambda λ
 * @param solution with its certificate
 * @param heldOut how well it predicts the entries held out; null if there are none
 */
public record PathPoint(double lambda, Solution solution, @Nullable HeldOut heldOut) {
    /** Refuses null. */
    public PathPoint {
        Objects.requireNonNull(solution, "solution");
    }

    /** The same point, which is known to be of a model of these data. */
    PathPoint of(ModelData y) {
        return new PathPoint(
                lambda,
                new Solution(
                        y.trained(solution.factors()),
                        solution.certificate(),
                        solution.stopReason(),
                        solution.iterations(),
                        solution.appends(),
                        solution.seconds()),
                heldOut);
    }

    /**
     * Errors over entries held out.
     *
     * @param meanLoss mean of the problem's loss
     * @param rootMeanSquare root of the mean of (y − x)²
     */
    public record HeldOut(double meanLoss, double rootMeanSquare) {}
}
