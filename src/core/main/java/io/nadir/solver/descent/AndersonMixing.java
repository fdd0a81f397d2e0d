package io.nadir.solver.descent;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.NormalEquations;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Anderson acceleration of a fixed-point iteration x ← F(x): the combination of the last few x and
 * F(x), with weights of sum 1, that minimizes the residual F(x) − x (Walker &amp; Ni, SIAM J.
 * Numer. Anal. 49, 2011). For a linear F it is equivalent to GMRES.
 */
public final class AndersonMixing {
    /** Differences kept. */
    private static final int WINDOW = 8;

    /** Share of the mean diagonal that is added to the normal equations, against dependence. */
    private static final double DAMPING = 1e-13;

    private static final DenseKernels KERNELS = Kernels.get();

    private final List<double[]> imageSteps = new ArrayList<>(WINDOW);
    private final List<double[]> residualSteps = new ArrayList<>(WINDOW);

    /** Arrays to be used again, as long as the others. */
    private final List<double[]> spare = new ArrayList<>(2 * WINDOW + 2);

    private final double[] gram = new double[WINDOW * WINDOW];
    private final double[] factor = new double[WINDOW * WINDOW];
    private final double[] right = new double[WINDOW];
    private final double[] weights = new double[WINDOW];
    private double[] image = new double[0];
    private double[] residual = new double[0];

    /** Forgets everything. */
    public void clear() {
        spare.addAll(imageSteps);
        spare.addAll(residualSteps);
        imageSteps.clear();
        residualSteps.clear();
        if (image.length > 0) {
            spare.add(image);
            spare.add(residual);
        }
        image = new double[0];
        residual = new double[0];
    }

    /** Writes what is remembered. */
    public void save(DataOutput out) throws IOException {
        out.writeInt(image.length);
        out.writeInt(residualSteps.size());
        write(out, image);
        write(out, residual);
        for (int i = 0; i < residualSteps.size(); i++) {
            write(out, imageSteps.get(i));
            write(out, residualSteps.get(i));
        }
    }

    /** Remembers what {@link #save} wrote. */
    public void load(DataInput in) throws IOException {
        clear();
        int length = SavedFactors.size(in.readInt());
        int count = SavedFactors.size(in.readInt());
        image = read(in, length);
        residual = read(in, length);
        for (int i = 0; i < count; i++) {
            imageSteps.add(read(in, length));
            residualSteps.add(read(in, length));
        }
    }

    /**
     * Takes x and F(x), which are copied. Another length makes it forget what was before; otherwise
     * nothing is allocated once the window is full.
     */
    public void add(double[] x, double[] fx) {
        if (image.length != fx.length) {
            clear();
            spare.removeIf(array -> array.length != fx.length);
        }
        double[] newResidual = difference(fx, x);
        if (image.length > 0) {
            append(imageSteps, difference(fx, image));
            append(residualSteps, difference(newResidual, residual));
            spare.add(image);
            spare.add(residual);
        }
        image = copy(fx);
        residual = newResidual;
    }

    /** Writes the accelerated x; returns false, and leaves it, where there is no history yet. */
    public boolean mix(double[] x) {
        int count = residualSteps.size();
        if (count == 0 || image.length != x.length) {
            return false;
        }
        double trace = 0;
        for (int i = 0; i < count; i++) {
            right[i] = dot(residualSteps.get(i), residual);
            for (int j = 0; j <= i; j++) {
                gram[i * count + j] = dot(residualSteps.get(i), residualSteps.get(j));
            }
            trace += gram[i * count + i];
        }
        Arrays.fill(weights, 0);
        double damping = DAMPING * trace / count;
        NormalEquations.solve(gram, right, 0, count, count, damping, factor, weights, 0);
        System.arraycopy(image, 0, x, 0, x.length);
        for (int i = 0; i < count; i++) {
            KERNELS.axpy(-weights[i], imageSteps.get(i), 0, x, 0, x.length);
        }
        return true;
    }

    private static void write(DataOutput out, double[] values) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static double[] read(DataInput in, int length) throws IOException {
        double[] values = new double[length];
        for (int k = 0; k < length; k++) {
            values[k] = in.readDouble();
        }
        return values;
    }

    private static double dot(double[] x, double[] y) {
        return KERNELS.dot(x, 0, y, 0, x.length);
    }

    private double[] difference(double[] a, double[] b) {
        double[] out = copy(a);
        KERNELS.axpy(-1, b, 0, out, 0, out.length);
        return out;
    }

    private double[] copy(double[] a) {
        if (spare.isEmpty()) {
            return a.clone();
        }
        double[] out = spare.remove(spare.size() - 1);
        System.arraycopy(a, 0, out, 0, a.length);
        return out;
    }

    private void append(List<double[]> steps, double[] step) {
        if (steps.size() == WINDOW) {
            spare.add(steps.remove(0));
        }
        steps.add(step);
    }
}
