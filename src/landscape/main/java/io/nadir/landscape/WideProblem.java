package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.matrix.DenseMatrix;

import java.util.List;
import java.util.Objects;

/**
 * Empirical risk minimization over feed-forward networks (Lederer 2020, see {@link WideActivation},
 * section 2.1): minimize the loss l[g_Θ] = Σ_i l(g_Θ(x_i), y_i) of equation 4 for the network
 * g_Θ(x) = Θ^l f^l(Θ^{l−1} … f^1(Θ^0 x)) of equation 1, over all Θ with r[Θ] ≤ 1. A constant input
 * acts as a bias of the first layer.
 *
 * <p>Immutable and thread-safe. Each evaluation uses memory of its own for 2·n·(p_1 + … + p_{l+1})
 * numbers, and costs 2·n·Σ p_{j+1}p_j flops.
 */
public final class WideProblem {
    private final DenseMatrix inputs;
    private final DenseMatrix targets;
    private final List<WideActivation> activations;
    private final WideLoss loss;
    private final WideConstraint constraint;

    /** The inputs X, d×n: one sample per column. */
    private final double[] samplesByColumn;

    /** The targets y, m×n. */
    private final double[] targetsByColumn;

    /**
     * Creates a problem.
     *
     * @param inputs the inputs, n×d, one sample per row; copied
     * @param targets the targets, n×m; copied
     * @param activations the activations f^1 to f^l
     * @param loss the loss
     * @param constraint the constraint
     * @throws IllegalArgumentException if inputs and targets have different numbers of rows, if
     *     there is no activation, or if the loss is not defined for a target
     */
    public WideProblem(
            DenseMatrix inputs,
            DenseMatrix targets,
            List<WideActivation> activations,
            WideLoss loss,
            WideConstraint constraint) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(targets, "targets");
        Objects.requireNonNull(activations, "activations");
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(constraint, "constraint");

        Checks.equal("targets.rows()", targets.rows(), "inputs.rows()", inputs.rows());
        Checks.positive("activations.size()", activations.size());
        inputs.requireUnchanged();
        targets.requireUnchanged();
        this.inputs = inputs;
        this.targets = targets;
        this.activations = List.copyOf(activations);
        this.loss = loss;
        this.constraint = constraint;
        this.samplesByColumn = inputs.transposed().toArray();
        this.targetsByColumn = targets.transposed().toArray();
        for (double y : targetsByColumn) {
            loss.requireDefined(y);
        }
    }

    /** Returns the number n of samples. */
    public int samples() {
        return inputs.rows();
    }

    /** Returns the number d of inputs. */
    public int inputs() {
        return inputs.columns();
    }

    /** Returns the number m of outputs. */
    public int outputs() {
        return targets.columns();
    }

    /** Returns the number l of hidden layers. */
    public int depth() {
        return activations.size();
    }

    /** Returns the activations f^1 to f^l. */
    public List<WideActivation> activations() {
        return activations;
    }

    /** Returns the loss. */
    public WideLoss loss() {
        return loss;
    }

    /** Returns the constraint. */
    public WideConstraint constraint() {
        return constraint;
    }

    /**
     * Returns the loss l[g_Θ] of equation 4.
     *
     * @throws IllegalArgumentException if Θ does not fit the problem, or a layer overflows
     */
    public double loss(WideParameters theta) {
        Objects.requireNonNull(theta, "theta");

        WidePass pass = new WidePass(this, theta);
        pass.run(theta);
        return lossOf(pass.outputs().data());
    }

    /**
     * Returns the outputs g_Θ of the samples, n×m.
     *
     * @throws IllegalArgumentException if Θ does not fit the problem, or a layer overflows
     */
    public DenseMatrix outputs(WideParameters theta) {
        Objects.requireNonNull(theta, "theta");

        WidePass pass = new WidePass(this, theta);
        pass.run(theta);
        return DenseMatrix.wrap(outputs(), samples(), pass.outputs().data()).transposed();
    }

    /** Returns whether r[Θ] ≤ 1, up to the rounding of r. */
    public boolean isFeasible(WideParameters theta) {
        Objects.requireNonNull(theta, "theta");

        return constraint.value(theta) <= 1 + 2 * constraint.relativeError(theta);
    }

    /** Returns the loss of given outputs, m×n row-major. */
    double lossOf(double[] outputs) {
        double sum = 0;
        for (int i = 0; i < targetsByColumn.length; i++) {
            sum += loss.value(targetsByColumn[i], outputs[i]);
        }
        return sum;
    }

    /** Returns the target of output i/n for sample i mod n. */
    double target(int i) {
        return targetsByColumn[i];
    }

    /** Returns the largest magnitude of a target. */
    double largestTarget() {
        return targets.maxAbs();
    }

    /** Returns X, d×n, not copied. */
    Panel samplesByColumn() {
        return Panel.wrap(samplesByColumn, inputs(), samples(), 0);
    }

    /**
     * Throws unless Θ has the depth, the inputs and the outputs of this problem.
     *
     * @throws IllegalArgumentException naming what differs
     */
    void requireFits(WideParameters theta) {
        Checks.equal("depth of theta", theta.depth(), "activations.size()", depth());
        Checks.equal("inputs of theta", theta.width(0), "inputs.columns()", inputs());
        Checks.equal("outputs of theta", theta.width(depth() + 1), "targets.columns()", outputs());
    }

    @Override
    public String toString() {
        return String.format(
                "WideProblem of %d samples, %d inputs, %d outputs, depth %d, %s",
                samples(), inputs(), outputs(), depth(), loss);
    }
}
