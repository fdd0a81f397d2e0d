package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.model.BlockPenalty;

import org.jspecify.annotations.Nullable;

/**
 * The relaxations for sums of Euclidean and 1-norms.
 *
 * @param z Z without padding
 * @param gram ZᵀZ, where the left side can be eliminated
 */
record NormRelaxations(Panel z, BlockPenalty left, BlockPenalty right, @Nullable GramMatrix gram)
        implements RatioSource {
    @Override
    public RatioRelaxation at(double kappa, double mu, boolean sharper) {
        if (gram == null) {
            return new JointRelaxation(z, left, right, kappa, mu);
        }
        return sharper
                ? new SplitSignRelaxation(gram, left.euclidean(), right, mu)
                : new SquareRelaxation(gram, left.euclidean(), right, mu);
    }

    @Override
    public boolean sharpens() {
        return gram != null
                && !right.nonNegative()
                && right.one() > 0
                && 2 * z.columns() <= RatioSearch.largestOrder(Runtime.getRuntime().maxMemory());
    }

    @Override
    public int sharperLength() {
        return 2 * z.columns() * z.columns();
    }

    @Override
    public double[] sharperPrimal(Panel directions, double[] weights) {
        return SplitSignRelaxation.primalOf(directions, weights);
    }
}
