package io.nadir.matrix.descent;

import io.nadir.model.BlockPenalty;

import org.jspecify.annotations.Nullable;

/**
 * Σ_i weight_i·h(u_i) over the columns u_i of a U, and the smooth functions that tend to it as μ
 * tends to 0: every |x| and ‖x‖ becomes min over t of t·weight − μ·log(t² − ‖x‖²), and x ≥ 0
 * becomes −μ·log x. They have barriers of second-order cones, so where their sum with ℓ is least, U
 * is within (2·norms + signs)·μ of the minimum at μ = 0.
 *
 * <p>U is row-major without padding, {@code rank} elements a row. The last column may be an offset
 * of each row, with a half square of its own or none; without one, lower bounds are for offsets
 * within a reach of those found.
 */
final class ColumnPenalty {
    private final BlockPenalty form;
    private final double[] weights;
    private final int rank;

    /** h of the offsets; null if there are none. */
    private final @Nullable BlockPenalty offsetForm;

    private final double reach;

    ColumnPenalty(BlockPenalty form, double[] weights) {
        this(form, weights, null, 0);
    }

    /**
     * Takes the weights of h.
     *
     * @param offsetForm h of the last column; null if it is like the others
     * @param reach how far offsets without a penalty may be from those found
     */
    ColumnPenalty(
            BlockPenalty form, double[] weights, @Nullable BlockPenalty offsetForm, double reach) {
        this.form = form;
        this.weights = weights;
        this.rank = weights.length;
        this.offsetForm = offsetForm;
        this.reach = reach;
    }

    private BlockPenalty form(int column) {
        return offsetForm != null && column == rank - 1 ? offsetForm : form;
    }

    /** Returns the column of offsets; −1 if there are none. */
    int offsetColumn() {
        return offsetForm == null ? -1 : rank - 1;
    }

    /** Whether elements of one column are coupled. */
    boolean isCoupled() {
        return !form.isSeparable();
    }

    /** Whether the elements of a column are coupled. */
    boolean isCoupled(int column) {
        return !form(column).isSeparable();
    }

    /** Whether some of U is constrained to be at least 0. */
    boolean isNonNegative() {
        return form.nonNegative();
    }

    /** Whether a column of U is constrained to be at least 0. */
    boolean isNonNegative(int column) {
        return form(column).nonNegative();
    }

    /** Whether there is anything to smooth in each element of a column. */
    boolean hasElementTerms(int column) {
        return form(column).nonNegative() || form(column).one() > 0;
    }

    /** What μ is multiplied with in the gap, for U of {@code rows} rows. */
    double barrierParameter(int rows) {
        int alike = offsetForm == null ? rank : rank - 1;
        double elements = (double) rows * alike;
        double signs = form.nonNegative() ? elements : 0;
        double magnitudes = hasSmoothedMagnitudes() ? elements : 0;
        double columns = isCoupled() ? alike : 0;
        return signs + 2 * (magnitudes + columns);
    }

    /** The least slope that an element has to overcome to leave 0. */
    double slope(int column) {
        return weights[column] * (form(column).one() + form(column).euclidean());
    }

    /** The second derivative by an element, without that of barriers and norms. */
    double bend(int column) {
        return weights[column] * form(column).square();
    }

    /** The function; +∞ where U leaves the interior of the constraint. */
    double value(double[] u, double mu) {
        double sum = 0;
        for (int at = 0; at < u.length; at++) {
            BlockPenalty h = form(at % rank);
            double weight = weights[at % rank];
            double x = u[at];
            sum += 0.5 * weight * h.square() * x * x;
            if (h.nonNegative()) {
                if (!(x > 0 || (x == 0 && mu == 0))) {
                    return Double.POSITIVE_INFINITY;
                }
                sum += weight * h.one() * x - (mu == 0 ? 0 : mu * Math.log(x));
            } else if (h.one() > 0) {
                sum += smoothed(weight * h.one() * Math.abs(x), weight * h.one(), mu);
            }
        }
        for (int i = 0; i < rank && isCoupled(i); i++) {
            double a = weights[i] * form.euclidean();
            sum += smoothed(a * norm(u, i), a, mu);
        }
        return sum;
    }

    /** Gradient += the function's. */
    void addGradient(double[] u, double mu, double[] gradient) {
        double[] norms = norms(u);
        for (int at = 0; at < u.length; at++) {
            int i = at % rank;
            double x = u[at];
            BlockPenalty h = form(i);
            double slope = weights[i] * h.square() * x;
            if (h.nonNegative()) {
                slope += weights[i] * h.one() - (mu == 0 ? 0 : mu / x);
            } else if (h.one() > 0) {
                double b = weights[i] * h.one();
                slope += b * ratio(b * x, b * Math.abs(x), mu);
            }
            if (isCoupled(i)) {
                double a = weights[i] * h.euclidean();
                slope += a * ratio(a * x, a * norms[i], mu);
            }
            gradient[at] += slope;
        }
    }

    /** Target += change times the derivative of the gradient by μ. */
    void addTangent(double[] u, double mu, double change, double[] target) {
        double[] norms = norms(u);
        for (int at = 0; at < u.length; at++) {
            int i = at % rank;
            double x = u[at];
            BlockPenalty h = form(i);
            double slope = 0;
            if (h.nonNegative()) {
                slope -= 1 / x;
            } else if (h.one() > 0) {
                double b = weights[i] * h.one();
                slope -= b * tangent(b * x, b * Math.abs(x), mu);
            }
            if (isCoupled(i)) {
                double a = weights[i] * h.euclidean();
                slope -= a * tangent(a * x, a * norms[i], mu);
            }
            target[at] += change * slope;
        }
    }

    /**
     * Diagonal ← the Hessian's, for one row of U, without the part that {@link #bends} takes away.
     *
     * @param norms of the columns
     */
    void diagonal(double[] u, int row, double mu, double[] norms, double[] diagonal) {
        for (int i = 0; i < rank; i++) {
            double x = u[row * rank + i];
            BlockPenalty h = form(i);
            double sum = weights[i] * h.square();
            if (h.nonNegative()) {
                sum += mu == 0 ? 0 : mu / x / x;
            } else if (h.one() > 0) {
                sum += bend(weights[i] * h.one(), Math.abs(x), mu);
            }
            if (isCoupled(i)) {
                sum += curve(weights[i] * h.euclidean(), norms[i], mu);
            }
            diagonal[i] = sum;
        }
    }

    /**
     * The γ_i of −Σ γ_i·ê_iê_iᵀ, ê_i the direction of column i: what the Hessian lacks along the
     * columns.
     */
    double[] bends(double[] norms, double mu) {
        double[] bends = new double[rank];
        for (int i = 0; i < rank && isCoupled(i); i++) {
            double a = weights[i] * form.euclidean();
            double s = Math.hypot(mu, a * norms[i]);
            bends[i] = s == 0 ? 0 : curve(a, norms[i], mu) * (1 - mu / s);
        }
        return bends;
    }

    /** Norms of the columns. */
    double[] norms(double[] u) {
        double[] norms = new double[rank];
        for (int i = 0; isCoupled() && i < rank; i++) {
            norms[i] = norm(u, i);
        }
        return norms;
    }

    /** The largest scale at which minus the gradient of ℓ is feasible in the dual. */
    double dualScale(double[] gradient) {
        double scale = 1;
        for (int i = 0; i < rank; i++) {
            if (!isFree(i)) {
                double[] z = column(gradient, i, -1);
                scale = Math.min(scale, form(i).dualScale(weights[i], z));
            }
        }
        return scale;
    }

    /** The part of the gap that is due to the penalty, with the dual point s·(−gradient). */
    double fenchelGap(double[] u, double[] gradient, double s) {
        double sum = 0;
        for (int i = 0; i < rank; i++) {
            double[] z = column(gradient, i, -s);
            sum += isFree(i) ? reach * size(z) : form(i).fenchelGap(weights[i], column(u, i, 1), z);
        }
        return sum;
    }

    /** Whether a column carries no penalty. */
    private boolean isFree(int i) {
        return i == offsetColumn() && form(i).square() == 0;
    }

    private static double size(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += Math.abs(number);
        }
        return sum;
    }

    private boolean hasSmoothedMagnitudes() {
        return form.one() > 0 && !form.nonNegative();
    }

    private double[] column(double[] matrix, int i, double factor) {
        double[] column = new double[matrix.length / rank];
        for (int k = 0; k < column.length; k++) {
            column[k] = factor * matrix[k * rank + i];
        }
        return column;
    }

    private double norm(double[] u, int i) {
        double sum = 0;
        for (int at = i; at < u.length; at += rank) {
            sum += u[at] * u[at];
        }
        return Math.sqrt(sum);
    }

    /** Of size = a·‖x‖: s + μ − μ·log(2μ(μ + s)/a²), s = √(μ² + size²). */
    private static double smoothed(double size, double a, double mu) {
        if (mu == 0) {
            return size;
        }
        double s = Math.hypot(mu, size);
        return s + mu - mu * Math.log(2 * (mu / a) * ((mu + s) / a));
    }

    /** x/(μ + s), the part of its slope; 0 at 0. */
    private static double ratio(double x, double size, double mu) {
        return x == 0 ? 0 : x / (mu + Math.hypot(mu, size));
    }

    /** Minus its derivative by μ. */
    private static double tangent(double x, double size, double mu) {
        double s = Math.hypot(mu, size);
        return s == 0 ? 0 : x / (mu + s) / s;
    }

    /** a²/(μ + s): the second derivative across x. */
    private static double curve(double a, double norm, double mu) {
        double s = Math.hypot(mu, a * norm);
        return s == 0 ? 0 : a / (mu + s) * a;
    }

    /** a²μ/(s(μ + s)): the second derivative along x. */
    private static double bend(double a, double norm, double mu) {
        return mu == 0 ? 0 : curve(a, norm, mu) * (mu / Math.hypot(mu, a * norm));
    }
}
