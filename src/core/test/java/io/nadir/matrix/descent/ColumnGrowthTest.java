package io.nadir.matrix.descent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.kernel.Panels;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.descent.Balancing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Completion of [1 2; 2 ?] under large weights. Of all values of ? the nuclear norm is least at 1,
 * where it is 4: the signs of the eigenvalues 3 and −1 give the dual point [0 1; 1 0], which is 0
 * at ?. At 4 the rank is 1 and the norm 5, and there a solve that fits the entries first begins.
 */
class ColumnGrowthTest {
    private static final double LAMBDA = 0.5;
    private static final double OPTIMUM = LAMBDA * 4;
    private static final double AT_RANK_ONE = LAMBDA * 5;

    @ParameterizedTest
    @ValueSource(doubles = {1e3, 1e5, 1e7, 1e9})
    void largeWeightsLeaveTheOptimumInReach(double weight) {
        Solution solution =
                Nadir.solve(
                        Problem.lowRank(entries(weight), LAMBDA),
                        SolverOptions.defaults().withRelativeGap(1e-4));

        assertThat(solution.objective()).isBetween(OPTIMUM * (1 - 1e-2), OPTIMUM * (1 + 1e-5));
        assertThat(solution.certificate().lowerBound()).isLessThanOrEqualTo(OPTIMUM);
        assertThat(solution.certificate().isGlobal()).isTrue();
    }

    @Test
    void growsTheColumnThatIsNextToNothing() {
        MatrixMap map = entries(1e9).bind(new SquaredLoss(), 1, null);
        Factors w = Factors.copyOfPair(2, 2, 2, rankOneAnd(-1e-5), rankOneAnd(1e-5));

        new ColumnGrowth(map, LAMBDA, new Balancing()).grow(w);

        assertThat(objective(map, w)).isLessThan(AT_RANK_ONE - 0.1);
    }

    @Test
    void leavesColumnsOfOrdinarySizesAlone() {
        MatrixMap map = entries(1e9).bind(new SquaredLoss(), 1, null);
        Factors w = Factors.copyOfPair(2, 2, 2, rankOneAnd(-0.5), rankOneAnd(0.5));
        Factors before = w.copy();

        new ColumnGrowth(map, LAMBDA, new Balancing()).grow(w);

        assertThat(w.block(0).data()).isEqualTo(before.block(0).data());
        assertThat(w.block(1).data()).isEqualTo(before.block(1).data());
    }

    /** A factor of [1 2; 2 4] and, times {@code size}, of the column worth appending there. */
    private static double[] rankOneAnd(double size) {
        return new double[] {1, 2 * size, 2, -size};
    }

    private static double objective(MatrixMap map, Factors w) {
        double norms =
                Math.pow(Panels.frobenius(w.block(0)), 2)
                        + Math.pow(Panels.frobenius(w.block(1)), 2);
        return map.evaluate(w, w.copy()) + 0.5 * LAMBDA * norms;
    }

    private static ObservedEntries entries(double weight) {
        int[] rows = {0, 0, 1};
        int[] columns = {0, 1, 0};
        double[] weights = {weight, weight, weight};
        return ObservedEntries.copyOf(2, 2, rows, columns, new double[] {1, 2, 2}, weights);
    }
}
