package io.nadir.network.twolayer.descent;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.NormalEquations;
import io.nadir.kernel.Panels;
import io.nadir.model.Factors;
import io.nadir.network.twolayer.TwoLayerMap;
import io.nadir.regularizer.SquaredNorms;

import java.util.Arrays;

/**
 * Newton's method in all weights of a two-layer network, for ℓ + ½λ(‖W¹‖² + ‖W²‖²), between the
 * kinks. A unit at kinks stays at them ({@link UnitFaces}), and a unit that would cross a kink may
 * end there. While activation patterns are constant, the objective is smooth and the Hessian is
 * exact except for ℓ'', which for losses other than the squared one comes from differences of their
 * gradients.
 *
 * <p>Monotone. With p weights, a step costs N·q·p² + p³/3 flops and memory for N·q·p numbers. The
 * objective of each candidate step is evaluated in full, so that nonsmoothness can make a step
 * useless but not wrong.
 */
final class UnitNewton {
    /** The number of weights beyond which no step is made. */
    private static final int MOST_WEIGHTS = 400;

    /** The number of elements of the Jacobian beyond which no step is made. */
    private static final double LARGEST_JACOBIAN = 1 << 24;

    /** Shares of the largest diagonal element that are added to the Hessian. */
    private static final double[] SHIFTS = {1e-14, 1e-3};

    /** The lengths of a step that are tried. */
    private static final double[] LENGTHS = {1, 0.25, 0.05};

    /** A step is accepted if it achieves this share of the decrease that the slope predicts. */
    private static final double PROMISED = 0.02;

    private static final DenseKernels KERNELS = Kernels.get();
    private static final SquaredNorms NORMS = new SquaredNorms();

    private final TwoLayerMap map;
    private final double lambda;
    private final UnitFaces.Inputs inputs;
    private final Factors scrap;

    UnitNewton(TwoLayerMap map, double lambda) {
        this.map = map;
        this.lambda = lambda;
        this.inputs = new UnitFaces.Inputs(map.data().inputs());
        this.scrap = Factors.empty(map.dimensions());
    }

    /** Returns ℓ + ½λ(‖W¹‖² + ‖W²‖²). */
    double value(Factors w) {
        return map.evaluate(w, scrap) + lambda * NORMS.value(w);
    }

    /**
     * Steps until one lowers the objective by no more than {@code tolerance}.
     *
     * @param w the point, none of whose columns is 0; replaced
     */
    void minimize(Factors w, int mostSteps, double tolerance) {
        double value = value(w);
        for (int step = 0; step < mostSteps && isSmallEnough(w); step++) {
            double next = step(w, value);
            if (!(value - next > tolerance)) {
                return;
            }
            value = next;
        }
    }

    private boolean isSmallEnough(Factors w) {
        int d = w.block(0).rows();
        int q = w.block(1).rows();
        double weights = w.rank() * (double) (d + q);
        return w.rank() > 0
                && weights <= MOST_WEIGHTS
                && weights * inputs.rows() * q <= LARGEST_JACOBIAN;
    }

    /** Makes the first step that is accepted, or else the best one, and returns the objective. */
    private double step(Factors w, double value) {
        UnitPoint point = new UnitPoint(map, inputs, lambda, w);
        double[] downhill = point.downhill();
        Candidate best = new Candidate(w, value);
        for (boolean exact : new boolean[] {true, false}) {
            double[] hessian = point.hessian(exact);
            for (double shift : SHIFTS) {
                double[] x = solve(hessian, downhill, shift);
                double slope = KERNELS.dot(x, 0, downhill, 0, x.length);
                for (double length : LENGTHS) {
                    map.checkCancelled();
                    Candidate next = slope > 0 ? move(point, w, point.expand(x, length)) : best;
                    best = next.value() < best.value() ? next : best;
                    if (value - best.value() > PROMISED * length * slope && best.point() != w) {
                        w.set(best.point());
                        return best.value();
                    }
                }
            }
        }
        if (best.point() != w) {
            w.set(best.point());
        }
        return best.value();
    }

    /** Returns (H + shift·I)⁻¹·b, or 0 if that matrix is not positive definite. */
    private static double[] solve(double[] hessian, double[] b, double shift) {
        int p = b.length;
        double largest = 0;
        for (int i = 0; i < p; i++) {
            largest = Math.max(largest, hessian[i * p + i]);
        }
        double[] x = new double[p];
        NormalEquations.solve(hessian, b, 0, p, p, shift * largest, new double[p * p], x, 0);
        return x;
    }

    private record Candidate(Factors point, double value) {}

    /**
     * Returns the best of three points: at the end of the step, at the first kink on the way, and
     * with each unit at its own first kink.
     */
    private Candidate move(UnitPoint point, Factors w, Factors step) {
        double[] lengths = point.lengths(step);
        double first = Arrays.stream(lengths).min().orElse(1);
        Candidate best = moved(w, step, constant(w, 1));
        if (first < 1) {
            Candidate each = moved(w, step, lengths);
            Candidate all = moved(w, step, constant(w, first));
            best = each.value() < best.value() ? each : best;
            best = all.value() < best.value() ? all : best;
        }
        return best;
    }

    private static double[] constant(Factors w, double length) {
        double[] out = new double[w.rank()];
        Arrays.fill(out, length);
        return out;
    }

    private Candidate moved(Factors w, Factors step, double[] lengths) {
        Factors next = step.copy();
        for (int b = 0; b < 2; b++) {
            Panels.scaleColumns(next.block(b), lengths);
        }
        next.add(1, w);
        return new Candidate(next, value(next));
    }
}
