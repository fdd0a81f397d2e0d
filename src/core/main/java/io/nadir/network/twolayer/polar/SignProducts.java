package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;

import java.util.Arrays;

/**
 * The products of parts of rows: x = (p, m, g, o) with p = ½(α + S·w) and m = ½(α − S·w) for F free
 * rows s_n, g = G·w for c fixed ones, and o = O·(α, w) for f forms. x is linear in (α, w): x =
 * A·(α, w). Matrices of x are (2F + c + f)×(2F + c + f), those of (α, w) (F + d)×(F + d), row-major
 * and symmetric. A call makes about 2(F + c)²d + 2f(F + d)² products; once warm, it allocates
 * nothing.
 */
final class SignProducts {
    private static final DenseKernels KERNELS = Kernels.get();

    private final int free;
    private final int fixed;
    private final int d;
    private final int n;
    private final int size;
    private final Panel rows;
    private final Panel forms;
    private final Panel columns;
    private final Panel absolute;
    private final Panel directions;
    private final Panel mixed;
    private final Panel half;
    private final Panel values;
    private final Panel mixedHalf;
    private final Panel square;
    private final double[] along;
    private final Scratch scratch = new Scratch();

    /**
     * Takes the rows.
     *
     * @param rows S and below it G; not copied
     * @param free F
     * @param forms O, not copied
     */
    SignProducts(Panel rows, int free, Panel forms) {
        int all = rows.rows();
        this.free = free;
        this.fixed = all - free;
        this.d = rows.columns();
        this.n = free + d;
        this.size = 2 * free + fixed + forms.rows();
        this.rows = rows;
        this.forms = forms;
        this.along = new double[n];
        this.columns = Panels.transposed(rows);
        this.absolute = Panel.zeros(free, d);
        this.directions = Panel.zeros(d, d);
        this.mixed = Panel.zeros(free, all);
        this.half = Panel.zeros(all, d);
        this.values = Panel.zeros(all, all);
        this.mixedHalf = Panel.zeros(free, d);
        this.square = Panel.zeros(d, d);
    }

    /** The number of elements of x. */
    int size() {
        return size;
    }

    /** About the number of operations of an adjoint and a lift of rank ten. */
    double operations() {
        double all = rows.rows();
        double ofForms = 8.0 * forms.rows() * n * (n + 2.0);
        return 2 * (n - d + all) * all * d + 2 * all * d * d + 26.0 * size * size + ofForms;
    }

    /** Y ← A·K·Aᵀ for K = Σ weights[i]·dᵢdᵢᵀ, dᵢ the columns of {@code directions}. */
    void lift(Panel directions, double[] weights, double[] y) {
        int rank = directions.columns();
        Panel parts = parts(directions, weights);
        Arrays.fill(y, 0, size * size, 0);
        if (rank == 0) {
            return;
        }
        KERNELS.gramLower(parts, 0, rank, Panel.wrap(y, size, size, 0), scratch);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                y[j * size + i] = y[i * size + j];
            }
        }
    }

    /** The rows √weights[i]·(A·dᵢ)ᵀ. */
    private Panel parts(Panel directions, double[] weights) {
        int rank = directions.columns();
        Panel parts = Panel.zeros(rank, size);
        double[] w = new double[d];
        for (int k = 0; k < rank; k++) {
            double root = Math.sqrt(weights[k]);
            for (int j = 0; j < d; j++) {
                w[j] = root * directions.get(free + j, k);
            }
            int at = k * parts.stride();
            for (int i = 0; i < free + fixed; i++) {
                double t = KERNELS.dot(rows.data(), i * rows.stride(), w, 0, d);
                if (i < free) {
                    double alpha = root * directions.get(i, k);
                    parts.data()[at + i] = 0.5 * (alpha + t);
                    parts.data()[at + free + i] = 0.5 * (alpha - t);
                } else {
                    parts.data()[at + free + i] = t;
                }
            }
            for (int j = 0; j < forms.rows(); j++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += forms.get(j, i) * directions.get(i, k);
                }
                parts.data()[at + size - forms.rows() + j] = root * sum;
            }
        }
        return parts;
    }

    /** Y ← A·K·Aᵀ. */
    void lift(double[] k, double[] y) {
        for (int i = 0; i < free; i++) {
            System.arraycopy(k, i * n + free, absolute.data(), i * absolute.stride(), d);
        }
        for (int i = 0; i < d; i++) {
            int at = (free + i) * n + free;
            System.arraycopy(k, at, directions.data(), i * directions.stride(), d);
        }
        multiply(absolute, columns, mixed);
        multiply(rows, directions, half);
        multiply(half, columns, values);
        for (int i = 0; i < free; i++) {
            for (int j = 0; j <= i; j++) {
                liftPair(k[i * n + j], i, j, y);
            }
            for (int l = free; l < free + fixed; l++) {
                double alpha = mixed.data()[i * mixed.stride() + l];
                double t = values.data()[l * values.stride() + i];
                setBoth(y, i, free + l, 0.5 * (alpha + t));
                setBoth(y, free + i, free + l, 0.5 * (alpha - t));
            }
        }
        for (int i = free; i < free + fixed; i++) {
            for (int j = free; j <= i; j++) {
                setBoth(y, free + i, free + j, values.data()[i * values.stride() + j]);
            }
        }
        for (int j = 0; j < forms.rows(); j++) {
            liftForm(k, j, y);
        }
    }

    /** The products of form j with everything before it, and with itself. */
    private void liftForm(double[] k, int j, double[] y) {
        int row = size - forms.rows() + j;
        for (int i = 0; i < n; i++) {
            along[i] = KERNELS.dot(k, i * n, forms.data(), j * forms.stride(), n);
        }
        for (int i = 0; i < free + fixed; i++) {
            double t = KERNELS.dot(rows.data(), i * rows.stride(), along, free, d);
            if (i < free) {
                setBoth(y, row, i, 0.5 * (along[i] + t));
                setBoth(y, row, free + i, 0.5 * (along[i] - t));
            } else {
                setBoth(y, row, free + i, t);
            }
        }
        for (int l = 0; l <= j; l++) {
            double value = KERNELS.dot(forms.data(), l * forms.stride(), along, 0, n);
            setBoth(y, row, size - forms.rows() + l, value);
        }
    }

    /** The four products of p_i, m_i with p_j, m_j. */
    private void liftPair(double alphas, int i, int j, double[] y) {
        double first = mixed.data()[i * mixed.stride() + j];
        double second = mixed.data()[j * mixed.stride() + i];
        double t = values.data()[i * values.stride() + j];
        double even = alphas + t;
        double odd = alphas - t;
        double sum = first + second;
        double difference = second - first;
        setBoth(y, i, j, 0.25 * (even + sum));
        setBoth(y, free + i, free + j, 0.25 * (even - sum));
        setBoth(y, i, free + j, 0.25 * (odd + difference));
        setBoth(y, j, free + i, 0.25 * (odd - difference));
    }

    private void setBoth(double[] y, int i, int j, double value) {
        y[i * size + j] = value;
        y[j * size + i] = value;
    }

    /** H ← H + Aᵀ·T·A; H stays symmetric in every bit. */
    void addAdjoint(double[] t, double[] h) {
        for (int i = 0; i < free; i++) {
            for (int j = 0; j < free; j++) {
                addPair(t, i, j, h);
            }
            for (int l = free; l < free + fixed; l++) {
                double plus = t[i * size + free + l];
                double minus = t[(free + i) * size + free + l];
                mixed.data()[i * mixed.stride() + l] = 0.5 * (plus + minus);
                double w = 0.5 * (plus - minus);
                values.data()[i * values.stride() + l] = w;
                values.data()[l * values.stride() + i] = w;
            }
        }
        for (int l = free; l < free + fixed; l++) {
            int from = (free + l) * size + 2 * free;
            System.arraycopy(t, from, values.data(), l * values.stride() + free, fixed);
        }
        multiply(mixed, rows, mixedHalf);
        multiply(values, rows, half);
        square.clear();
        KERNELS.transposeMultiplyAdd(rows, 0, rows.rows(), half, square, scratch);
        addBlocks(h);
        for (int j = 0; j < forms.rows(); j++) {
            addForm(t, j, h);
        }
    }

    /**
     * H ← H + o·aᵀ + a·oᵀ for form o = j, with a = Aᵀt for the part of its row t that belongs to p,
     * m and g, and half of what belongs to forms.
     */
    private void addForm(double[] t, int j, double[] h) {
        int at = (size - forms.rows() + j) * size;
        Arrays.fill(along, 0);
        for (int i = 0; i < free + fixed; i++) {
            double w = i < free ? 0.5 * (t[at + i] - t[at + free + i]) : t[at + free + i];
            if (i < free) {
                along[i] = 0.5 * (t[at + i] + t[at + free + i]);
            }
            KERNELS.axpy(w, rows.data(), i * rows.stride(), along, free, d);
        }
        for (int l = 0; l < forms.rows(); l++) {
            double half = 0.5 * t[at + size - forms.rows() + l];
            KERNELS.axpy(half, forms.data(), l * forms.stride(), along, 0, n);
        }
        int form = j * forms.stride();
        for (int i = 0; i < n; i++) {
            KERNELS.axpy(forms.data()[form + i], along, 0, h, i * n, i + 1);
            KERNELS.axpy(along[i], forms.data(), form, h, i * n, i + 1);
            for (int l = 0; l < i; l++) {
                h[l * n + i] = h[i * n + l];
            }
        }
    }

    /** The share of one element of T in the forms of (α, α), of (α, t) and of (t, t), t = S·w. */
    private void addPair(double[] t, int i, int j, double[] h) {
        double pp = t[i * size + j];
        double pm = t[i * size + free + j];
        double mp = t[(free + i) * size + j];
        double mm = t[(free + i) * size + free + j];
        h[i * n + j] += 0.25 * ((pp + mm) + (pm + mp));
        mixed.data()[i * mixed.stride() + j] = 0.25 * ((pp - mm) + (mp - pm));
        values.data()[i * values.stride() + j] = 0.25 * ((pp + mm) - (pm + mp));
    }

    private void addBlocks(double[] h) {
        for (int i = 0; i < free; i++) {
            for (int j = 0; j < d; j++) {
                double value = mixedHalf.data()[i * mixedHalf.stride() + j];
                h[i * n + free + j] += value;
                h[(free + j) * n + i] += value;
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                double value = square.data()[i * square.stride() + j];
                h[(free + i) * n + free + j] += value;
                h[(free + j) * n + free + i] += value;
            }
            h[(free + i) * n + free + i] += square.data()[i * square.stride() + i];
        }
    }

    private void multiply(Panel a, Panel b, Panel c) {
        c.clear();
        KERNELS.multiplyAdd(a, 0, a.rows(), b, c, scratch);
    }
}
