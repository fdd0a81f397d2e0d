package io.nadir.network.deep.polar;

import io.nadir.array.Panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Large values of a {@link PairForm} over unit vectors, by ascent in c and w in turn. */
final class PairAscent {
    private static final int STARTS = 12;
    private static final int MOST_ROUNDS = 40;

    /** Shares of the way to the maximizer of the linearized form that are tried. */
    private static final double[] SHARES = {1, 0.5, 0.2, 0.05, 0.01};

    private static final double SETTLED = 1 + 1e-9;

    private final Panel dual;
    private final Panel inputs;
    private final List<double[][]> starts = new ArrayList<>();

    PairAscent(Panel dual, Panel inputs, long seed) {
        this.dual = dual;
        this.inputs = inputs;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int k = 0; k < STARTS; k++) {
            starts.add(
                    new double[][] {
                        unit(random.doubles(dual.columns(), -1, 1).toArray()),
                        unit(random.doubles(inputs.columns(), -1, 1).toArray())
                    });
        }
    }

    /** Adds a start (c, w), which need not be of norm 1, in place of the last one. */
    void start(double[] point) {
        int q = dual.columns();
        double[] c = Arrays.copyOf(point, q);
        double[] w = Arrays.copyOfRange(point, q, q + inputs.columns());
        starts.removeLast();
        starts.addFirst(new double[][] {unit(c), unit(w)});
    }

    /** A point: r = Z·c, t = S·w and the value. */
    record Peak(double[] r, double[] t, double value) {}

    /** Local maxima, the largest first; the next search begins where this one ends. */
    List<Peak> search(PairForm form) {
        List<Peak> peaks = new ArrayList<>();
        for (int k = 0; k < starts.size(); k++) {
            peaks.add(climb(form, starts.get(k)));
        }
        peaks.sort(Comparator.comparingDouble(Peak::value).reversed());
        return peaks;
    }

    /** Floating-point operations of a search, about. */
    double operations() {
        return 4.0 * STARTS * MOST_ROUNDS * dual.rows() * (dual.columns() + inputs.columns());
    }

    private Peak climb(PairForm form, double[][] point) {
        double[] r = products(dual, point[0]);
        double[] t = products(inputs, point[1]);
        double value = form.value(r, t);
        double[] slopes = new double[r.length];
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double before = value;
            for (int side = 0; side < 2; side++) {
                if (side == 0) {
                    form.left(r, t, slopes);
                } else {
                    form.right(r, t, slopes);
                }
                Panel rows = side == 0 ? dual : inputs;
                double[] to = unit(transposed(rows, slopes));
                for (double share : SHARES) {
                    double[] next = unit(mixed(point[side], to, share));
                    double[] image = products(rows, next);
                    double found = side == 0 ? form.value(image, t) : form.value(r, image);
                    if (found > value) {
                        value = found;
                        point[side] = next;
                        r = side == 0 ? image : r;
                        t = side == 0 ? t : image;
                        break;
                    }
                }
            }
            if (value <= before * SETTLED) {
                break;
            }
        }
        return new Peak(r, t, value);
    }

    private static double[] mixed(double[] from, double[] to, double share) {
        double[] out = new double[from.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (1 - share) * from[i] + share * to[i];
        }
        return out;
    }

    private static double[] products(Panel rows, double[] x) {
        double[] out = new double[rows.rows()];
        for (int n = 0; n < out.length; n++) {
            for (int k = 0; k < x.length; k++) {
                out[n] += rows.get(n, k) * x[k];
            }
        }
        return out;
    }

    private static double[] transposed(Panel rows, double[] y) {
        double[] out = new double[rows.columns()];
        for (int n = 0; n < y.length; n++) {
            for (int k = 0; k < out.length; k++) {
                out[k] += rows.get(n, k) * y[n];
            }
        }
        return out;
    }

    private static double[] unit(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        double scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
        for (int i = 0; i < x.length; i++) {
            x[i] *= scale;
        }
        return x;
    }
}
