package io.nadir.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * min over CP factorizations of ½‖Y − X‖² + λΣ‖w¹‖⋯‖w^K‖ for small Y, with no part of the library:
 * components are appended where a search from many directions finds the largest value of the
 * residual, weighed by a nonnegative quadratic problem, and updated by closed forms.
 */
public final class TensorReference {
    private static final int MOST_ROUNDS = 60;
    private static final int SWEEPS = 20;
    private static final int STARTS = 30;

    private final int[] shape;
    private final double[] y;
    private final boolean nonNegative;
    private final double lambda;
    private final Random random = new Random(7);

    /** Unit vectors of each component, and its weight. */
    private final List<double[][]> components = new ArrayList<>();

    private double[] weights = {};
    private double upper;
    private double lower;

    public TensorReference(int[] shape, double[] y, boolean nonNegative, double lambda) {
        this.shape = shape;
        this.y = y;
        this.nonNegative = nonNegative;
        this.lambda = lambda;
    }

    /** An objective that is attained. */
    public double upper() {
        return upper;
    }

    /** A dual value, right if the search has found the polar. */
    public double lower() {
        return lower;
    }

    /** Goes on until the interval is as narrow as {@code accuracy} relative to the objective. */
    public TensorReference solve(double accuracy) {
        upper = objective();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            TensorTruth residual = new TensorTruth(shape, residual(), nonNegative);
            double[][] peak = residual.maximizer(STARTS, random);
            double polar = peak.length == 0 ? 0 : residual.value(peak);
            lower = Math.max(lower, dual(polar));
            if (upper - lower <= accuracy * upper) {
                break;
            }
            components.add(peak);
            weigh();
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                update();
            }
            upper = Math.min(upper, objective());
        }
        return this;
    }

    /** s⟨R, Y⟩ − ½s²‖R‖² at the best s of those with sR feasible. */
    private double dual(double polar) {
        double[] r = residual();
        double square = inner(r, r);
        if (square == 0) {
            return 0;
        }
        double s = Math.min(lambda / polar, inner(r, y) / square);
        return s * inner(r, y) - 0.5 * s * s * square;
    }

    private double objective() {
        double[] r = residual();
        return 0.5 * inner(r, r) + lambda * Arrays.stream(weights).sum();
    }

    private double[] residual() {
        double[] r = y.clone();
        for (int i = 0; i < components.size(); i++) {
            add(-weights[i], outer(components.get(i)), r);
        }
        return r;
    }

    /** The weights of all components at once; those of weight 0 are dropped. */
    private void weigh() {
        List<double[]> terms = components.stream().map(this::outer).toList();
        double[][] gram = new double[terms.size()][terms.size()];
        double[] b = new double[terms.size()];
        for (int i = 0; i < b.length; i++) {
            b[i] = inner(terms.get(i), y) - lambda;
            for (int k = 0; k < b.length; k++) {
                gram[i][k] = inner(terms.get(i), terms.get(k));
            }
        }
        weights = NonNegativeQuadratic.minimize(gram, b);
        for (int i = weights.length - 1; i >= 0; i--) {
            if (weights[i] == 0) {
                components.remove(i);
            }
        }
        weights = Arrays.stream(weights).filter(w -> w > 0).toArray();
    }

    /** One mode of one component after the other: (1 − λ/‖t‖)₊·t, t the rest times the others. */
    private void update() {
        for (int i = 0; i < components.size(); i++) {
            double[][] vectors = components.get(i);
            double[] rest = residual();
            add(weights[i], outer(vectors), rest);
            TensorTruth tensor = new TensorTruth(shape, rest, nonNegative);
            for (int k = 0; k < shape.length; k++) {
                double[] t = tensor.contract(vectors, k);
                if (nonNegative) {
                    t = Arrays.stream(t).map(e -> Math.max(0, e)).toArray();
                }
                double size = Math.sqrt(inner(t, t));
                weights[i] = Math.max(0, size - lambda);
                if (weights[i] == 0) {
                    break;
                }
                vectors[k] = Arrays.stream(t).map(e -> e / size).toArray();
            }
        }
    }

    private double[] outer(double[][] vectors) {
        double[] out = {1};
        for (double[] vector : vectors) {
            double[] next = new double[out.length * vector.length];
            for (int at = 0; at < next.length; at++) {
                next[at] = out[at / vector.length] * vector[at % vector.length];
            }
            out = next;
        }
        return out;
    }

    private static void add(double factor, double[] x, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * x[i];
        }
    }

    private static double inner(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
