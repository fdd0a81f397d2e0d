package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Local maxima of f(w) = ‖Zᵀσ(S·w)‖ over the unit sphere.
 *
 * <p>Where the activation pattern is constant f(w) = ‖M·w‖, and the top right singular vector of M
 * is the best direction while the pattern lasts. It may cross rows that lower f, so a step is taken
 * only if f rises, along the way if not at its end. A maximum at which rows are zero is found by
 * keeping the rows that are nearly zero at zero exactly: the top singular vector of M in their
 * orthogonal complement. Each evaluation costs N·(d + q) products, each M N·d·q.
 */
final class PatternAscent {
    /** Steps from one start, at most. */
    private static final int MOST_STEPS = 40;

    /** Rises by less than this share do not count. */
    private static final double SETTLED = 1e-13;

    /** Starts of each kind. */
    private static final int STARTS = 6;

    /** Shares of the way that are tried. */
    private static final double[] SHARES = {1, 0.5, 0.25, 0.1, 0.02};

    /** |s_i·w|/‖s_i‖ up to which rows are taken for zero. */
    private static final double[] ZEROS = {1e-12, 1e-9, 1e-7, 1e-5, 1e-3, 1e-2};

    private static final DenseKernels KERNELS = Kernels.get();

    private final ReluFunction f;
    private final Runnable checkpoint;

    PatternAscent(ReluFunction f, Runnable checkpoint) {
        this.f = f;
        this.checkpoint = checkpoint;
    }

    /**
     * A point and its value.
     *
     * @param point of norm 1 up to rounding
     * @param value f there, by plain sums
     */
    record Peak(double[] point, double value) {}

    /** Ascends from data rows, differences of rows, singular vectors and random points. */
    List<Peak> search(long seed) {
        List<Peak> peaks = new ArrayList<>();
        for (double[] start : starts(seed)) {
            if (KERNELS.maxAbs(start, 0, start.length) > 0) {
                peaks.add(ascend(ReluFunction.unit(start)));
            }
        }
        peaks.sort(Comparator.comparingDouble(Peak::value).reversed());
        return peaks;
    }

    /** The local maximum reached from a point of norm 1. */
    Peak ascend(double[] start) {
        Peak peak = new Peak(start, f.value(start));
        for (int step = 0; step < MOST_STEPS; step++) {
            checkpoint.run();
            Panel m = f.jacobian(peak.point());
            Peak next = along(peak, top(m, List.of(), peak.point()));
            if (!(next.value() > peak.value() * (1 + SETTLED))) {
                next = onFace(peak, m);
            }
            if (!(next.value() > peak.value() * (1 + SETTLED))) {
                return next.value() > peak.value() ? next : peak;
            }
            peak = next;
        }
        return peak;
    }

    private Peak along(Peak peak, double[] target) {
        for (double share : SHARES) {
            double[] point = new double[target.length];
            for (int j = 0; j < point.length; j++) {
                point[j] = (1 - share) * peak.point()[j] + share * target[j];
            }
            Peak next = at(point);
            if (next.value() > peak.value() * (1 + SETTLED)) {
                return next;
            }
        }
        return peak;
    }

    private Peak onFace(Peak peak, Panel m) {
        Peak best = peak;
        int known = 0;
        for (double zero : ZEROS) {
            List<double[]> normals = normals(peak.point(), zero);
            if (normals.size() == f.dimension()) {
                break;
            }
            if (normals.size() > known) {
                known = normals.size();
                Peak next = at(top(m, normals, peak.point()));
                best = next.value() > best.value() ? next : best;
            }
        }
        return best;
    }

    private Peak at(double[] point) {
        double[] unit = ReluFunction.unit(point);
        return new Peak(unit, f.value(unit));
    }

    /**
     * The top right singular vector of M in the orthogonal complement of the normals, on the side
     * of {@code near}.
     */
    private static double[] top(Panel m, List<double[]> normals, double[] near) {
        Panel restricted = Panels.copy(m);
        for (double[] normal : normals) {
            for (int i = 0, at = 0; i < m.rows(); i++, at += restricted.stride()) {
                double c = KERNELS.dot(normal, 0, restricted.data(), at, normal.length);
                KERNELS.axpy(-c, normal, 0, restricted.data(), at, normal.length);
            }
        }
        SmallDense.Svd svd = SmallDense.svd(restricted);
        double[] top = new double[near.length];
        for (int j = 0; j < top.length; j++) {
            top[j] = svd.v().get(j, 0);
        }
        if (KERNELS.dot(top, 0, near, 0, top.length) < 0) {
            KERNELS.scale(-1, top, 0, top.length);
        }
        return top;
    }

    /** An orthonormal basis of the rows with |s_i·w| ≤ zero·‖s_i‖. */
    private List<double[]> normals(double[] w, double zero) {
        List<double[]> normals = new ArrayList<>();
        for (int i = 0; i < f.rows() && normals.size() < f.dimension(); i++) {
            if (Math.abs(f.input(i, w)) <= zero * f.inputNorms()[i]) {
                double[] rest = ReluFunction.unit(row(i));
                remove(normals, rest);
                if (ReluFunction.norm(rest) > 1e-6) {
                    rest = ReluFunction.unit(rest);
                    remove(normals, rest);
                    normals.add(ReluFunction.unit(rest));
                }
            }
        }
        return normals;
    }

    private static void remove(List<double[]> normals, double[] x) {
        for (double[] n : normals) {
            KERNELS.axpy(-KERNELS.dot(n, 0, x, 0, n.length), n, 0, x, 0, n.length);
        }
    }

    private List<double[]> starts(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<double[]> starts = new ArrayList<>();
        int[] heaviest = heaviest(STARTS);
        for (int i : heaviest) {
            addBothSigns(starts, row(i));
        }
        for (int k = 0; k < STARTS; k++) {
            double[] difference = row(heaviest[k % heaviest.length]);
            double[] other = row(random.nextInt(f.rows()));
            KERNELS.axpy(-1, other, 0, difference, 0, other.length);
            starts.add(difference);
            starts.add(random.doubles(f.dimension(), -1, 1).toArray());
        }
        Panel linear = f.products().transposeMultiply(f.dual(), f.inputs());
        SmallDense.Svd svd = SmallDense.svd(linear);
        for (int k = 0; k < Math.min(2, svd.values().length); k++) {
            double[] vector = new double[f.dimension()];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = svd.v().get(j, k);
            }
            addBothSigns(starts, vector);
        }
        return starts;
    }

    private static void addBothSigns(List<double[]> starts, double[] x) {
        double[] opposite = x.clone();
        KERNELS.scale(-1, opposite, 0, x.length);
        starts.add(x);
        starts.add(opposite);
    }

    /** Rows with the largest ‖z_i‖‖s_i‖, in order. */
    private int[] heaviest(int count) {
        return IntStream.range(0, f.rows())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -f.dualNorms()[i] * f.inputNorms()[i]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double[] row(int i) {
        double[] row = new double[f.dimension()];
        System.arraycopy(f.inputs().data(), i * f.inputs().stride(), row, 0, row.length);
        return row;
    }
}
