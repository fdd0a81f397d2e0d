package io.nadir.landscape;

/**
 * What rounding may do to an evaluation of a network: bounds on the distance of computed outputs
 * and losses from those that the theorems speak of, which are exact (Higham, Accuracy and Stability
 * of Numerical Algorithms, chapter 3).
 */
final class WideRounding {
    private static final double UNIT = 0x1p-53;

    /** Relative error of an activation or a loss, as their contracts allow it. */
    private static final double FUNCTION = 0x1p-50;

    /**
     * The number of roundings of an element of a layer between two ends, (1 − s)·a + s·b, and of
     * the norms that represent it.
     */
    private static final int MIXING = 4;

    /** Makes up for the rounding of the bounds, sums of fewer than 2^24 terms ≥ 0. */
    private static final double MARGIN = 1 + 0x1p-28;

    private WideRounding() {}

    /** γ_k = k·u/(1 − k·u), infinite where that says nothing. */
    static double gamma(double k) {
        double ku = k * UNIT;
        return ku < 0.5 ? MARGIN * ku / (1 - ku) : Double.POSITIVE_INFINITY;
    }

    /**
     * Bound on the error of every element of Z_k, at index k: ‖Θ^k‖₁·(γ·max|H_k| + error of H_k)
     * from layer to layer, the latter L·error of Z_k and that of f itself.
     *
     * @param pass has run at {@code theta}
     */
    static double[] argumentErrors(WideProblem problem, WidePass pass, WideParameters theta) {
        int depth = problem.depth();
        double[] errors = new double[depth + 2];
        double hidden = 0;
        for (int k = 0; k <= depth; k++) {
            int terms = theta.width(k) + MIXING;
            double norm = theta.norm(k) * MARGIN;
            double own = gamma(terms) * norm * pass.largestHidden(k);
            errors[k + 1] = MARGIN * (own + norm * hidden) + terms * Double.MIN_NORMAL;
            if (k < depth) {
                hidden =
                        passed(problem, pass, k + 1, errors[k + 1], errors[k + 1])
                                + FUNCTION * MARGIN * pass.largestHidden(k + 1)
                                + Double.MIN_NORMAL;
            }
        }
        return errors;
    }

    /**
     * Bound on what a change of {@code change} in each element of Z_k does to outputs.
     *
     * @param errors of {@link #argumentErrors}
     */
    static double propagated(
            WideProblem problem,
            WidePass pass,
            WideParameters theta,
            double[] errors,
            int layer,
            double change) {
        double argument = change;
        for (int k = layer; k <= problem.depth(); k++) {
            double radius = errors[k] + argument;
            argument = MARGIN * theta.norm(k) * passed(problem, pass, k, radius, argument);
        }
        return argument;
    }

    /**
     * Bound on the distance of the computed loss of outputs from the loss of outputs that differ
     * from them by up to {@code error} in each element. For convex l, |l(x + e) − l(x)| ≤ max(l(x +
     * |e|), l(x − |e|)) − l(x).
     */
    static double lossError(WideProblem problem, double[] outputs, double error) {
        double change = 0;
        double size = 0;
        for (int i = 0; i < outputs.length; i++) {
            double y = problem.target(i);
            double x = outputs[i];
            double reach = error + 4 * UNIT * (Math.abs(x) + error);
            double at = problem.loss().value(y, x);
            double above = problem.loss().value(y, x + reach);
            double below = problem.loss().value(y, x - reach);
            change += Math.max(0, Math.max(above, below) - at);
            size += Math.abs(at) + Math.max(Math.abs(above), Math.abs(below));
        }
        return MARGIN * (change + (FUNCTION + gamma(outputs.length + 2)) * size)
                + outputs.length * Double.MIN_NORMAL;
    }

    /** L·change of f^k, within {@code radius} of the arguments of the pass. */
    private static double passed(
            WideProblem problem, WidePass pass, int k, double radius, double change) {
        double reach = MARGIN * (pass.largestArgument(k) + radius);
        return MARGIN * problem.activations().get(k - 1).lipschitz(reach) * change;
    }
}
