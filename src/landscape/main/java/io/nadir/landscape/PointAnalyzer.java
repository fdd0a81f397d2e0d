package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.landscape.PointAnalysis.PointKind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Finds out what a point of the whitened risk is. */
final class PointAnalyzer {
    /** The least singular value, relative, that may count when ranks are decided. */
    private static final double FINEST = 1e-13;

    private final Whitening whitening;
    private final double tolerance;

    /**
     * What a point is, whitened and scaled.
     *
     * @param point with products of the layers
     * @param kind of the point
     * @param criticality of the point
     * @param rank of left(1)
     * @param indices J, from 1
     * @param way out, if it is a saddle
     */
    record Finding(
            WhitenedPoint point,
            PointKind kind,
            double criticality,
            int rank,
            List<Integer> indices,
            EscapeSearch.@Nullable Way way) {}

    PointAnalyzer(Whitening whitening, double tolerance) {
        this.whitening = whitening;
        this.tolerance = tolerance;
    }

    /** What the point with these layers is. */
    Finding analyze(List<Panel> layers) {
        WhitenedPoint point = new WhitenedPoint(whitening, layers, tolerance);
        double criticality = point.criticality();
        if (criticality <= tolerance) {
            for (double fine : new double[] {tolerance, Math.sqrt(tolerance), FINEST}) {
                WhitenedPoint ranked = new WhitenedPoint(whitening, layers, fine);
                Finding finding = critical(ranked, criticality);
                if (finding != null) {
                    return finding;
                }
            }
        }
        Panel range = SmallMatrices.rangeBasis(point.left(1), point.leftThreshold(1));
        return new Finding(
                point, PointKind.NOT_CRITICAL, criticality, range.columns(), List.of(), null);
    }

    /** The finding, unless eigenvectors in the range of left(1) do not explain the risk. */
    private @Nullable Finding critical(WhitenedPoint point, double criticality) {
        Panel range = SmallMatrices.rangeBasis(point.left(1), point.leftThreshold(1));
        int rank = range.columns();
        List<Integer> indices = indices(range);
        double gap = SmallMatrices.squares(point.gap());
        double slack = tolerance * whitening.variance();
        if (Math.abs(gap - rest(indices)) > slack) {
            return null;
        }
        if (gap - whitening.tail(largestRank(point)) <= slack) {
            return new Finding(point, PointKind.GLOBAL_MINIMUM, criticality, rank, indices, null);
        }
        EscapeSearch search = new EscapeSearch(point, tolerance);
        EscapeSearch.Way way = search.secondOrder(range);
        PointKind kind =
                rank < point.narrowest()
                        ? PointKind.RANK_DEFICIENT_SADDLE
                        : PointKind.STRICT_SADDLE;
        if (way == null) {
            kind = PointKind.DEGENERATE_SADDLE;
            way = search.higherOrder();
        }
        return new Finding(point, kind, criticality, rank, indices, way);
    }

    /** Smallest of all widths: the rank that W_L·…·W_1·H can have. */
    static int largestRank(WhitenedPoint point) {
        int narrowest = Math.min(point.narrowest(), point.layer(1).columns());
        return Math.min(narrowest, point.layer(point.depth()).rows());
    }

    /**
     * J: at a critical point the squared lengths of the q_i in the range are 0 or 1, or sum to an
     * integer where eigenvalues are equal. An index belongs to J where the rounded sum steps up.
     */
    private List<Integer> indices(Panel range) {
        Panel shares = SmallMatrices.transposedTimes(range, whitening.eigenvectors());
        List<Integer> indices = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < whitening.outputs(); i++) {
            long before = Math.round(sum);
            double[] share = SmallMatrices.column(shares, i);
            double norm = SmallMatrices.norm(share);
            sum += norm * norm;
            if (Math.round(sum) > before) {
                indices.add(i + 1);
            }
        }
        return indices;
    }

    /** Σ λ_i over i not in J. */
    private double rest(List<Integer> indices) {
        double sum = 0;
        for (int i = whitening.outputs() - 1; i >= 0; i--) {
            sum += indices.contains(i + 1) ? 0 : whitening.eigenvalue(i);
        }
        return sum;
    }
}
