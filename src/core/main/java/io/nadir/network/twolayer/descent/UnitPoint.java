package io.nadir.network.twolayer.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.model.Factors;
import io.nadir.network.twolayer.TwoLayerMap;

import java.util.Arrays;

/**
 * A point of {@link UnitNewton} with the derivatives of the objective there. Weights are numbered
 * unit by unit, inner before outer.
 */
final class UnitPoint {
    /** The change of an output, relative to all outputs, over which gradients are differenced. */
    private static final double DIFFERENCE = 0x1p-24;

    private final PanelProducts products = new PanelProducts();
    private final TwoLayerMap map;
    private final UnitFaces.Inputs inputs;
    private final double lambda;
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

    UnitPoint(TwoLayerMap map, UnitFaces.Inputs inputs, double lambda, Factors w) {
        this.map = map;
        this.inputs = inputs;
        this.lambda = lambda;
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

    /** Returns a copy of outputs without padding. */
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

    /** Returns the number of the first weight of unit k. */
    private int at(int k) {
        return faces.first(k) + k * q;
    }

    /** Returns the derivatives of X, a row for each sample and output. */
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

    /** Returns the negative gradient of the objective. */
    double[] downhill() {
        Panel column = Panel.wrap(gradient.data(), inputs.rows() * q, 1, 0);
        Panel image = products.transposeMultiply(jacobian, column);
        double[] out = new double[p];
        for (int k = 0; k < w.rank(); k++) {
            int own = faces.size(k);
            for (int c = 0; c < own; c++) {
                double along = Panels.columnDot(faces.bases(), faces.first(k) + c, w.block(0), k);
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
     * Returns Jᵀℓ''J + λI, which is positive definite, or the Hessian, which has in addition the
     * terms of the gradient between inner and outer weights of the same unit.
     *
     * @param exact whether the Hessian is returned
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

    /** Returns ℓ''·J, from differences of the gradient of ℓ. */
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

    /** Returns the step with these coordinates, multiplied by {@code length}. */
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
     * Returns for each unit the part of the step, at most 1, at which it reaches its first kink.
     */
    double[] lengths(Factors step) {
        double[] lengths = new double[w.rank()];
        Arrays.fill(lengths, 1);
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
