package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.model.Evidence;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More than 2³¹ known entries, generated as they are read. */
@Tag("long")
class ManyEntriesTest {
    private static final int ROWS = 4_400_000;
    private static final int COLUMNS = 1000;

    @Test
    void moreThanAnIntCountsAreSolvedAndCertified() {
        Checkerboard board = new Checkerboard(ROWS, COLUMNS);
        MatrixData data = ObservedEntries.from(board);
        assertThat(data.observed()).isGreaterThan(1L << 31).isEqualTo((long) ROWS * COLUMNS / 2);
        double lambda = 0.3 * board.largest();
        double minimum = board.minimum(lambda);
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-4).withThreads(2);
        Problem problem = Problem.lowRank(data, lambda);
        Solution solution = Nadir.solve(problem, options);
        requireMinimum(solution.certificate(), minimum);
        assertThat(solution.rank()).isEqualTo(2);
        SolverOptions proved = options.withEvidence(Evidence.PROVED);
        Certificate proof = Nadir.certify(problem, solution.factors(), proved);
        requireMinimum(proof, minimum);
        assertThat(proof.polar().evidence()).isEqualTo(Evidence.PROVED);
    }

    private static void requireMinimum(Certificate found, double minimum) {
        assertThat(found.isGlobal()).as("%s", found).isTrue();
        assertThat(found.objective()).isCloseTo(minimum, within(1e-4 * minimum));
        assertThat(found.lowerBound()).isLessThanOrEqualTo(minimum * (1 + 1e-12));
    }
}
