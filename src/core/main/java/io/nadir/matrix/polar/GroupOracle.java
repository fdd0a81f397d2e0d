package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.matrix.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.Proof;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The polar where gauges are norms of groups, Σ_G c_G·‖x_G‖₂, see {@link Gauge#groups}: the hull of
 * the vectors in one group each is the unit ball. So it is the largest σ_max(Z_GH)/(c_G·c_H) over
 * the groups G of rows and H of columns, one group being all where a gauge is Euclidean. Exact but
 * for rounding: one pass, 8·m·n bytes, and a singular value decomposition of each part.
 */
public final class GroupOracle extends GaugeOracle {
    /** Operations of all decompositions beyond which they are not made. */
    private static final double MOST_WORK = 0x1p33;

    /**
     * Roundings of a decomposition and of gauges, in relation to the rows and columns of Z: the
     * gauge of an axis may be computed from all of its elements, whatever the size of its group.
     */
    private static final double DEPTH = 64;

    private final List<int[]> left;
    private final List<int[]> right;
    private final Panel residual;
    private double largest;

    /** Evaluates a point: two passes over the data. */
    public GroupOracle(Objective<MatrixMap> objective, Factors w, long seed) {
        super(objective, w, seed);
        this.left = groups(gauge(0), objective.map().rows());
        this.right = groups(gauge(1), objective.map().columns());
        this.residual = new DenseResidual(objective, w).entries();
    }

    /** Whether both gauges are norms of groups, and Z and its parts small enough. */
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

    /** None if the gauge is of another form. */
    private static List<int[]> groups(Gauge gauge, int length) {
        if (gauge.isEuclidean()) {
            return List.of(IntStream.range(0, length).toArray());
        }
        List<int[]> groups = gauge.groups(length);
        return groups == null ? List.of() : groups;
    }

    /** Pairs from the leading triplet of each part, and from all others whose value is above 1. */
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

    /** c_G, the gauge of an axis in the group. */
    private double constant(int block, int[] group) {
        double[] axis = new double[map().dimensions().get(block)];
        axis[group[0]] = 1;
        return gauge(block).value(axis, 0, 1, axis.length);
    }

    /** Column k of a panel at the elements of a group, with gauge 1. */
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

    /** As good as any: the bounds differ by rounding only. */
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
