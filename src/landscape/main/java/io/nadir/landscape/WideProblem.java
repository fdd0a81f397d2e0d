package io.nadir.landscape;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.matrix.DenseMatrix;

import java.util.List;
import java.util.Objects;

/**
 * Empirical risk minimization over feed-forward networks (NSLM, section 2.1): the loss l[g_Θ] = Σ_i
 * l(g_Θ(x_i), y_i) of equation 4 with g_Θ(x) = Θ^l f^l(Θ^{l−1} … f^1(Θ^0 x)) of equation 1, over
 * the Θ with r[Θ] ≤ 1. A constant input is a bias of the first layer.
 *
 * <p>Immutable and thread-safe; each evaluation has memory of its own, 2·n·(p_1 + … + p_{l+1})
 * numbers, and takes 2·n·Σ p_{j+1}p_j flops.
 */
public final class WideProblem {
    private final DenseMatrix inputs;
    private final DenseMatrix targets;
    private final List<WideActivation> activations;
    private final WideLoss loss;
    private final WideConstraint constraint;

    /** X, d×n: a sample a column. */
    private final double[] samplesByColumn;

    /** y, m×n. */
    private final double[] targetsByColumn;

    /**
     * Makes a problem.
     *
     * @param inputs n×d, a sample a row
     * @param targets n×m
     * @param activations f^1 to f^l
     * @throws IllegalArgumentException if inputs and targets have different numbers of rows, there
     *     is no activation, or the loss is not defined for a target
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
        this.samplesByColumn = WideParameters.toArray(inputs.transposed());
        this.targetsByColumn = WideParameters.toArray(targets.transposed());
        for (double y : targetsByColumn) {
            loss.requireDefined(y);
        }
    }

    /** The number n of samples. */
    public int samples() {
        return inputs.rows();
    }

    /** The number d of inputs. */
    public int inputs() {
        return inputs.columns();
    }

    /** The number m of outputs. */
    public int outputs() {
        return targets.columns();
    }

    /** The number l of hidden layers. */
    public int depth() {
        return activations.size();
    }

    /** f^1 to f^l. */
    public List<WideActivation> activations() {
        return activations;
    }

    /** The loss. */
    public WideLoss loss() {
        return loss;
    }

    /** The constraint. */
    public WideConstraint constraint() {
        return constraint;
    }

    /**
     * l[g_Θ], equation 4.
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
     * g_Θ at the samples, n×m.
     *
     * @throws IllegalArgumentException if Θ does not fit the problem, or a layer overflows
     */
    public DenseMatrix outputs(WideParameters theta) {
        Objects.requireNonNull(theta, "theta");

        WidePass pass = new WidePass(this, theta);
        pass.run(theta);
        return DenseMatrix.wrap(outputs(), samples(), pass.outputs().data()).transposed();
    }

    /** Whether r[Θ] ≤ 1, to the rounding of r. */
    public boolean isFeasible(WideParameters theta) {
        Objects.requireNonNull(theta, "theta");

        return constraint.value(theta) <= 1 + 2 * constraint.relativeError(theta);
    }

    /** The loss of outputs, m×n row-major. */
    double lossOf(double[] outputs) {
        double sum = 0;
        for (int i = 0; i < targetsByColumn.length; i++) {
            sum += loss.value(targetsByColumn[i], outputs[i]);
        }
        return sum;
    }

    /** Target of output i/n for sample i mod n. */
    double target(int i) {
        return targetsByColumn[i];
    }

    /** Largest magnitude of a target. */
    double largestTarget() {
        return targets.maxAbs();
    }

    /** X, d×n, shared. */
    Panel samplesByColumn() {
        return Panel.wrap(samplesByColumn, inputs(), samples(), 0);
    }

    /**
     * Throws unless Θ has the depth, the inputs and the outputs of this problem.
     *
     * @throws IllegalArgumentException saying what differs
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
