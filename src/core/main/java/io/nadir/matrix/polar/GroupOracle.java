package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The polar for gauges that are norms of groups, Σ_G c_G·‖x_G‖₂ (see {@link Gauge#groups}). A
 * Euclidean gauge counts as a norm with a single group.
 *
 * <p>The unit ball of such a norm is the convex hull of its elements that are zero outside one
 * group. The maximum is therefore attained by a u within one group G of the rows and a v within one
 * group H of the columns, and the polar is the largest σ_max(Z_GH)/(c_G·c_H) over all pairs G, H,
 * where Z_GH is the part of Z in the rows of G and the columns of H.
 *
 * <p>The result is exact up to rounding. It costs one pass, 8·m·n bytes, and a singular value
 * decomposition of each part.
 */
public final class GroupOracle extends GaugeOracle {
    /** The number of operations, over all decompositions, beyond which this class is not used. */
    private static final double MOST_WORK = 0x1p33;

    /**
     * The number of roundings in a decomposition and in the gauges, divided by m + n. It refers to
     * all of Z, not to a part, because a gauge may sum over all elements of a vector even if they
     * are zero outside one group.
     */
    private static final double DEPTH = 64;

    private final List<int[]> left;
    private final List<int[]> right;
    private final Panel residual;
    private double largest;

    /** Evaluates a point, with two passes over the data. */
    public GroupOracle(Objective<MatrixMap> objective, Factors w, long seed) {
        super(objective, w, seed);
        this.left = groups(gauge(0), objective.map().rows());
        this.right = groups(gauge(1), objective.map().columns());
        this.residual = new DenseResidual(objective, w).entries();
    }

    /** Returns whether both gauges are norms of groups, and Z and its parts are small enough. */
    public static boolean applies(MatrixMap map, Regularizer theta) {
        List<int[]> rows = groups(theta.gauge(0), map.rows());
        List<int[]> columns = groups(theta.gauge(1), map.columns());
        double work = 0;
        for (int[] g : rows) {
            for (int[] h : columns) {
                work += (double) g.length * h.length * Math.min(g.length, h.length);
            }
        }
        return work > 0 && work <= MOST_WORK && DenseResidual.fits(map);
    }

    /** Returns the groups of a gauge; an empty list if it is not a norm of groups. */
    private static List<int[]> groups(Gauge gauge, int length) {
        if (gauge.isEuclidean()) {
            return List.of(IntStream.range(0, length).toArray());
        }
        List<int[]> groups = gauge.groups(length);
        return groups == null ? List.of() : groups;
    }

    /**
     * Returns the pairs (u, v) of the largest singular value of each part, and those of all other
     * singular values whose polar value is above 1.
     */
    @Override
    List<SingularCandidate> search() {
        List<SingularCandidate> found = new ArrayList<>();
        largest = 0;
        for (int[] rows : left) {
            double leftConstant = constant(0, rows);
            for (int[] columns : right) {
                map().checkCancelled();
                double scale = lambda() * leftConstant * constant(1, columns);
                SmallDense.Svd svd = SmallDense.svd(part(rows, columns));
                double[] sigma = svd.values();
                double error =
                        Rounding.gamma(DEPTH * ((double) map().rows() + map().columns()))
                                * Math.sqrt(sigma.length);
                largest = Math.max(largest, Rounding.up(sigma[0] * (1 + error) / scale));
                for (int k = 0; k < sigma.length && (k == 0 || sigma[k] > scale); k++) {
                    if (sigma[k] > 0) {
                        found.add(
                                pair(
                                        scattered(0, rows, svd.u(), k),
                                        scattered(1, columns, svd.v(), k)));
                    }
                }
            }
        }
        return found;
    }

    private Panel part(int[] rows, int[] columns) {
        Panel part = Panel.zeros(rows.length, columns.length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                part.set(i, j, residual.get(rows[i], columns[j]));
            }
        }
        return part;
    }

    /** Returns c_G, which is the gauge of a unit vector along an axis in the group. */
    private double constant(int block, int[] group) {
        double[] axis = new double[map().dimensions().get(block)];
        axis[group[0]] = 1;
        return gauge(block).value(axis, 0, 1, axis.length);
    }

    /**
     * Returns a vector of gauge 1 that is zero outside a group.
     *
     * @param vectors a panel whose column k has the elements in the group, up to a factor
     */
    private double[] scattered(int block, int[] group, Panel vectors, int k) {
        double[] x = new double[map().dimensions().get(block)];
        for (int i = 0; i < group.length; i++) {
            x[group[i]] = vectors.get(i, k);
        }
        double size = gauge(block).value(x, 0, 1, x.length);
        for (int element : group) {
            x[element] /= size;
        }
        return x;
    }

    private SingularCandidate pair(double[] u, double[] v) {
        double value = 0;
        for (int i = 0; i < u.length; i++) {
            double row = 0;
            for (int j = 0; u[i] != 0 && j < v.length; j++) {
                row += residual.get(i, j) * v[j];
            }
            value += u[i] * row;
        }
        return new SingularCandidate(u, v, value / lambda());
    }

    @Override
    double upper(double lower, double wanted, double delta) {
        return Rounding.up(largest + formingError());
    }

    /** Returns the usual upper bound, which differs from the lower bound by rounding only. */
    @Override
    double refutedUpper() {
        return upper(largest, 1, 1);
    }

    @Override
    public @Nullable String noProof() {
        return "the regularizer is "
                + theta().name()
                + ", proofs for matrices are for sums of Euclidean and 1-norms";
    }

    @Override
    public Proof prove(double target) {
        throw new UnsupportedOperationException(theta().name());
    }

    @Override
    public boolean mayStayOpen() {
        return false;
    }
}
