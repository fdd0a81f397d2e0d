package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralSource;
import io.nadir.certify.bound.SplitRest;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointRounding;
import io.nadir.model.PointValue;

import java.util.List;

/**
 * One point (U, V) of distributed rows, evaluated: its value, products with S = ZᵀZ where Z =
 * −∇ℓ/λ, and bounds of their rounding errors. They are those of the core's certificates, and hold
 * for whatever U the executors have found, exact or not.
 */
final class RowsPoint implements SpectralSource {
    /** Directions with a larger ‖Sq − q‖ are not near a first-order point; as in the core. */
    private static final double UNSETTLED = 0.04;

    /** Singular values of X below this share of the largest have directions made of rounding. */
    private static final double NEGLIGIBLE = 1e-14;

    private static final int AFFORDABLE_BASIS = 256;

    private final PanelProducts products = new PanelProducts();
    private final Objective<RowsMap> objective;
    private final RowsMap map;
    private final Panel v;
    private final PointRounding rounding;
    private final PointValue value;
    private final SplitRest settled;
    private final double squareOfU;
    private int gramPasses;

    /** Evaluates a point: two passes, or one at rank 0. */
    RowsPoint(Objective<RowsMap> objective, Factors w) {
        this.objective = objective;
        this.map = objective.map();
        this.v = Panels.copy(w.block(0));
        map.passes().names().enter(JobNames.Phase.CERTIFICATE);
        map.passes().names().describe("value, rank " + w.rank());
        Evaluation found = map.passes().evaluateFinely(v);
        double[] squares = new double[w.rank()];
        double sizes = 0;
        for (int k = 0; k < squares.length; k++) {
            double vv = Panels.columnDot(v, k, v, k);
            double uu = Math.max(0, found.gram().get(k, k));
            squares[k] = uu + vv;
            sizes += Math.sqrt(uu * vv);
        }
        this.rounding =
                PointRounding.of(
                        map,
                        objective.lambda(),
                        found.loss(),
                        found.terms(),
                        sizes,
                        w.rank() + 2.0,
                        depth(w.rank()));
        this.squareOfU = found.square();
        this.value = value(found, squares);
        this.settled = settled(found);
    }

    private PointValue value(Evaluation found, double[] squares) {
        double lambda = objective.lambda();
        double total = 0;
        double pairing = 0;
        double worst = 0;
        for (int k = 0; k < squares.length; k++) {
            double theta = 0.5 * squares[k];
            double inner = -Panels.columnDot(v, k, found.gradient(), k) / lambda;
            total += theta;
            pairing += inner;
            worst = Math.max(worst, PointValue.relative(inner, theta));
        }
        double underflow = underflow(squares.length);
        return new PointValue(
                map.loss(),
                found.loss(),
                total,
                lambda * pairing,
                lambda,
                PointValue.relative(pairing, total),
                worst,
                rounding.ofPoint(found.loss(), total, found.cancellation()) + underflow,
                rounding.ofObjective(found.loss(), total, found.cancellation()) + underflow,
                found.imbalance());
    }

    /** A bound of the sum of all products that underflow. */
    private double underflow(int rank) {
        double sides = (double) map.rows() + v.rows();
        double terms = (map.data().observed() + sides + 1) * (sides + rank + 2);
        return rank == 0 ? 0 : 4 * terms * (1 + objective.lambda()) * Double.MIN_VALUE;
    }

    /** S split along the right singular vectors of X that it nearly maps to themselves. */
    private SplitRest settled(Evaluation found) {
        if (v.columns() == 0) {
            return new GramRest(this, new GramSplit(v, v, products));
        }
        Panel basis = Panels.copy(v);
        Panel triangle = ThinQr.factor(basis, products);
        // X = U·Rᵀ·Qᵀ, so that XᵀX = Q·(R·UᵀU·Rᵀ)·Qᵀ.
        Panel middle =
                Panels.multiplyTransposed(products.multiply(triangle, found.gram()), triangle);
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(middle);
        int count = 0;
        while (count < eigen.values().length
                && eigen.values()[count] > NEGLIGIBLE * NEGLIGIBLE * eigen.values()[0]
                && eigen.values()[count] > 0) {
            count++;
        }
        Panel q = products.multiply(basis, Panels.leadingColumns(eigen.vectors(), count));
        ThinQr.factor(q, products);
        ThinQr.dropZeroColumns(q);
        Panel image = gram(q);
        boolean[] wanted = new boolean[q.columns()];
        for (int j = 0; j < wanted.length; j++) {
            wanted[j] = distance(image, q, j) <= UNSETTLED;
        }
        GramSplit split =
                new GramSplit(
                        Panels.selectColumns(q, wanted),
                        Panels.selectColumns(image, wanted),
                        products);
        return new GramRest(this, split);
    }

    private static double distance(Panel a, Panel b, int j) {
        double square = 0;
        for (int i = 0; i < a.rows(); i++) {
            double difference = a.get(i, j) - b.get(i, j);
            square += difference * difference;
        }
        return Math.sqrt(square);
    }

    /** GᵀG·q: one pass. */
    Panel unscaledGram(Panel q) {
        map.checkCancelled();
        gramPasses++;
        map.passes().names().describe("product " + gramPasses + ", " + q.columns() + " columns");
        return map.passes().multiplyGram(v, q);
    }

    /** S·q: one pass. */
    Panel gram(Panel q) {
        if (q.columns() == 0) {
            return Panel.zeros(q.rows(), 0);
        }
        Panel s = unscaledGram(q);
        // Twice: λ² may be beyond float64 where the product is not.
        double inverse = 1 / objective.lambda();
        Kernels.get().scale(inverse, s.data(), 0, s.data().length);
        Kernels.get().scale(inverse, s.data(), 0, s.data().length);
        return s;
    }

    /** S split along other directions: one pass. */
    SplitRest split(Panel directions) {
        Panel q = products.orthonormalBasis(directions);
        return new GramRest(this, new GramSplit(q, gram(q), products));
    }

    @Override
    public SplitRest settled() {
        return settled;
    }

    Panel v() {
        return v;
    }

    int rank() {
        return v.columns();
    }

    /** ‖U‖_F² as computed. */
    double squareOfU() {
        return squareOfU;
    }

    PointValue value() {
        return value;
    }

    Objective<RowsMap> objective() {
        return objective;
    }

    PanelProducts products() {
        return products;
    }

    int passes() {
        return 1 + gramPasses;
    }

    /** A bound of the rounding error of S, where ‖Z‖ is about {@code root}. */
    double operatorError(double root) {
        return polarError() * (2 * root + polarError());
    }

    /** Returns a bound of the rounding error of a value of the polar. */
    double polarError() {
        return rounding.ofSums() * rounding.magnitude();
    }

    /** A bound of the rounding error of a dual value of this size. */
    double dualError(double dualValue) {
        return rounding.ofDual(value.value(), dualValue);
    }

    /** {@inheritDoc} From ‖∇ℓ‖² ≤ 2Lℓ for a loss of curvature L and infimum 0. */
    @Override
    public double gradientNormBound() {
        double square = 2 * map.curvature() * (value.value() + value.rounding());
        return Rounding.up(Math.sqrt(square) / objective.lambda());
    }

    /** {@inheritDoc} The driver keeps it. */
    @Override
    public int affordableBasis() {
        return AFFORDABLE_BASIS;
    }

    @Override
    public double gramSteps() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public double gramUpper(double wanted) {
        return Double.POSITIVE_INFINITY;
    }

    /**
     * The largest number of roundings that a term of a sum over the data undergoes: of the columns,
     * and either of the rows of a partition and then of the partitions, or of the rows of V, in
     * U·(VᵀB).
     */
    private double depth(int rank) {
        List<BlockSummary> parts = map.passes().rows().summaries();
        int rows = parts.stream().mapToInt(BlockSummary::rows).max().orElse(0);
        double sums = (double) rows + parts.size();
        return v.rows() + Math.max(v.rows(), sums) + rank + 4;
    }
}
