package io.nadir.network.twolayer.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.NormalEquations;
import io.nadir.kernel.PanelProducts;
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
    /** Weights beyond which no step is made. */
    private static final int MOST_WEIGHTS = 400;

    /** Elements of the Jacobian beyond which none is. */
    private static final double LARGEST_JACOBIAN = 1 << 24;

    /** Shares of the largest diagonal element that are added to the Hessian. */
    private static final double[] SHIFTS = {1e-14, 1e-3};

    /** Lengths of a step that are tried. */
    private static final double[] LENGTHS = {1, 0.25, 0.05};

    /** Share of what the slope promises with which a step is content. */
    private static final double PROMISED = 0.02;

    /** Relative change of outputs over which gradients are differenced. */
    private static final double DIFFERENCE = 0x1p-24;

    private static final DenseKernels KERNELS = Kernels.get();
    private static final SquaredNorms NORMS = new SquaredNorms();

    private final PanelProducts products = new PanelProducts();
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

    /** ℓ + ½λ(‖W¹‖² + ‖W²‖²). */
    double value(Factors w) {
        return map.evaluate(w, scrap) + lambda * NORMS.value(w);
    }

    /**
     * Steps until one lowers the objective by no more than {@code tolerance}.
     *
     * @param w no column 0
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

    /** The first step that does what its slope promises, or the best of all. */
    private double step(Factors w, double value) {
        Point point = new Point(w);
        double[] downhill = point.downhill();
        Candidate best = new Candidate(w, value);
        for (boolean exact : new boolean[] {true, false}) {
            double[] hessian = point.hessian(exact);
            for (double shift : SHIFTS) {
                double[] x = solve(hessian, downhill, shift);
                double slope = KERNELS.dot(x, 0, downhill, 0, x.length);
                for (double length : LENGTHS) {
                    map.checkCancelled();
                    Candidate next = slope > 0 ? point.move(point.expand(x, length)) : best;
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

    /** (H + shift·I)⁻¹·b, or 0 if that is not positive definite. */
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

    /** A point with its derivatives. Weights are numbered unit by unit, inner before outer. */
    private final class Point {
        private final Factors w;
        private final Panel arguments;
        private final UnitFaces faces;
        private final int q;
        private final int p;

        /** σ'(arguments)∘(S·bases), a column for each direction of {@link #faces}. */
        private final Panel slopes;

        private final Panel hidden;
        private final Panel outputs;
        private final Panel gradient;
        private final Panel jacobian;

        Point(Factors w) {
            this.w = w;
            this.q = w.block(1).rows();
            this.arguments = map.arguments(w.block(0));
            boolean bends = map.data().slope() < 1;
            this.faces = UnitFaces.of(inputs, w.block(0), arguments, bends);
            this.p = faces.bases().columns() + w.rank() * q;
            this.slopes = map.arguments(faces.bases());
            applySlopes();
            this.hidden = map.hidden(w.block(0));
            int n = inputs.rows();
            this.outputs = Panel.wrap(new double[n * q], n, q, 0);
            products.multiplyInto(hidden, Panels.transposed(w.block(1)), outputs);
            this.gradient = copy(outputs);
            map.lossInPlace(gradient);
            this.jacobian = jacobian();
        }

        /** A copy without padding. */
        private static Panel copy(Panel outputs) {
            return Panel.wrap(outputs.data().clone(), outputs.rows(), outputs.columns(), 0);
        }

        private void applySlopes() {
            for (int k = 0; k < w.rank(); k++) {
                for (int n = 0; n < slopes.rows(); n++) {
                    double slope = arguments.get(n, k) > 0 ? 1 : map.data().slope();
                    for (int c = faces.first(k); c < faces.first(k + 1); c++) {
                        slopes.set(n, c, slope * slopes.get(n, c));
                    }
                }
            }
        }

        /** Number of unit k's first weight. */
        private int at(int k) {
            return faces.first(k) + k * q;
        }

        /** The derivatives of X, a row for each sample and output. */
        private Panel jacobian() {
            int n = inputs.rows();
            Panel out = Panel.wrap(new double[n * q * p], n * q, p, 0);
            double[] to = out.data();
            for (int k = 0; k < w.rank(); k++) {
                int own = faces.size(k);
                for (int i = 0; i < n; i++) {
                    for (int l = 0; l < q; l++) {
                        int at = (i * q + l) * p + at(k);
                        double outer = w.block(1).get(l, k);
                        for (int c = 0; c < own; c++) {
                            to[at + c] = outer * slopes.get(i, faces.first(k) + c);
                        }
                        to[at + own + l] = hidden.get(i, k);
                    }
                }
            }
            return out;
        }

        /** −gradient. */
        double[] downhill() {
            Panel column = Panel.wrap(gradient.data(), inputs.rows() * q, 1, 0);
            Panel image = products.transposeMultiply(jacobian, column);
            double[] out = new double[p];
            for (int k = 0; k < w.rank(); k++) {
                int own = faces.size(k);
                for (int c = 0; c < own; c++) {
                    double along =
                            Panels.columnDot(faces.bases(), faces.first(k) + c, w.block(0), k);
                    out[at(k) + c] = -image.get(at(k) + c, 0) - lambda * along;
                }
                for (int l = 0; l < q; l++) {
                    int i = at(k) + own + l;
                    out[i] = -image.get(i, 0) - lambda * w.block(1).get(l, k);
                }
            }
            return out;
        }

        /**
         * Jᵀℓ''J + λI, positive definite, to which the exact Hessian adds the gradient's part
         * between inner and outer weights of a unit.
         */
        double[] hessian(boolean exact) {
            Panel bent = map.loss().isQuadratic() ? jacobian : bent();
            Panel product = products.transposeMultiply(jacobian, bent);
            Panel mixed = products.transposeMultiply(slopes, gradient);
            double[] out = new double[p * p];
            for (int i = 0; i < p; i++) {
                for (int j = 0; j <= i; j++) {
                    out[i * p + j] = 0.5 * (product.get(i, j) + product.get(j, i));
                }
                out[i * p + i] += lambda;
            }
            for (int k = 0; exact && k < w.rank(); k++) {
                int own = faces.size(k);
                for (int c = 0; c < own; c++) {
                    for (int l = 0; l < q; l++) {
                        int row = at(k) + own + l;
                        out[row * p + at(k) + c] += mixed.get(faces.first(k) + c, l);
                    }
                }
            }
            return out;
        }

        /** ℓ''·J. */
        private Panel bent() {
            Panel out = Panel.wrap(new double[jacobian.data().length], jacobian.rows(), p, 0);
            double[] from = jacobian.data();
            double[] to = out.data();
            double size = DIFFERENCE * Math.max(1, Panels.frobenius(outputs));
            for (int m = 0; m < q; m++) {
                Panel moved = copy(outputs);
                for (int i = 0; i < inputs.rows(); i++) {
                    moved.data()[i * q + m] += size;
                }
                map.lossInPlace(moved);
                for (int i = 0; i < inputs.rows(); i++) {
                    for (int l = 0; l < q; l++) {
                        int entry = i * q + l;
                        double bend = (moved.data()[entry] - gradient.data()[entry]) / size;
                        if (bend != 0) {
                            add(bend, from, (i * q + m) * p, to, entry * p);
                        }
                    }
                }
            }
            return out;
        }

        private void add(double factor, double[] from, int source, double[] to, int target) {
            for (int c = 0; c < p; c++) {
                to[target + c] += factor * from[source + c];
            }
        }

        /** The step with these coordinates, times {@code length}. */
        Factors expand(double[] x, double length) {
            Factors step = Factors.zeros(w.rank(), w.block(0).rows(), q);
            for (int k = 0; k < w.rank(); k++) {
                int own = faces.size(k);
                for (int c = 0; c < own; c++) {
                    for (int j = 0; j < w.block(0).rows(); j++) {
                        double along = x[at(k) + c] * faces.bases().get(j, faces.first(k) + c);
                        step.block(0).set(j, k, step.block(0).get(j, k) + along);
                    }
                }
                for (int l = 0; l < q; l++) {
                    step.block(1).set(l, k, x[at(k) + own + l]);
                }
            }
            step.scale(length);
            return step;
        }

        /**
         * The best of: all of a step, as far as the first kink, and each unit as far as its own
         * first kink.
         */
        Candidate move(Factors step) {
            double[] lengths = lengths(step);
            double first = Arrays.stream(lengths).min().orElse(1);
            Candidate best = moved(step, constant(1));
            if (first < 1) {
                Candidate each = moved(step, lengths);
                Candidate all = moved(step, constant(first));
                best = each.value() < best.value() ? each : best;
                best = all.value() < best.value() ? all : best;
            }
            return best;
        }

        private double[] constant(double length) {
            double[] out = new double[w.rank()];
            Arrays.fill(out, length);
            return out;
        }

        private Candidate moved(Factors step, double[] lengths) {
            Factors next = step.copy();
            for (int b = 0; b < 2; b++) {
                Panels.scaleColumns(next.block(b), lengths);
            }
            next.add(1, w);
            return new Candidate(next, value(next));
        }

        /**
         * Returns for each unit the part of the step, at most 1, at which it reaches its first
         * kink.
         */
        private double[] lengths(Factors step) {
            double[] lengths = constant(1);
            Panel moves = map.arguments(step.block(0));
            for (int k = 0; map.data().slope() < 1 && k < lengths.length; k++) {
                double size = Panels.columnNorm(w.block(0), k);
                for (int n = 0; n < inputs.rows(); n++) {
                    double from = arguments.get(n, k);
                    double kink = UnitFaces.AT_KINK * size * inputs.norm(n);
                    if (Math.abs(from) > kink && from * moves.get(n, k) < 0) {
                        lengths[k] = Math.min(lengths[k], -from / moves.get(n, k));
                    }
                }
            }
            return lengths;
        }
    }
}
