package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.descent.Balancing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Random;

/** Sweeps of alternating least squares over distributed rows, against sweeps in one heap. */
class RowSweepsTest {
    private static final Ratings RATINGS = Ratings.random(60, 30, 3, 0.4, 6);
    private static final double LAMBDA = 3;
    private static DistributedRows rows;

    @BeforeAll
    static void distribute() {
        rows = DistributedRows.observed(RATINGS.frame(LocalSpark.session()), Ratings.WEIGHTED, 3);
    }

    @AfterAll
    static void free() {
        rows.close();
    }

    /** The minimizer over V that the driver finds is that of the rows in one heap. */
    @Test
    void aSweepMinimizesOverEachFactor() {
        Random random = new Random(2);
        Panel v = Panel.zeros(30, 4);
        for (int j = 0; j < 30 * 4; j++) {
            v.set(j / 4, j % 4, random.nextGaussian());
        }
        try (RowsMap map = map();
                MatrixMap core = RATINGS.weightedCore().bind(new SquaredLoss(), 1, null)) {
            Factors w = Factors.wrap(4, Panel.zeros(60, 4), v);
            core.minimizeBlock(w, 0, LAMBDA);
            Objective<MatrixMap> objective = new Objective<>(core, new SquaredNorms(), LAMBDA);
            Sweep here = map.sweep(v);
            assertThat(here.value()).isCloseTo(objective.value(w), within(1e-10 * here.value()));
            Sweep next = map.sweep(nextOf(here));
            // The same, and balanced.
            core.minimizeBlock(w, 1, LAMBDA);
            new Balancing().toNearest(w);
            double balanced = objective.value(w);
            assertThat(next.value()).isLessThan(balanced);
            core.minimizeBlock(w, 0, LAMBDA);
            assertThat(next.value()).isCloseTo(objective.value(w), within(1e-10 * balanced));
        }
    }

    private static Panel nextOf(Sweep here) {
        return here.next(LAMBDA, new Balancing());
    }

    @Test
    void stepsNeverRaiseTheObjective() {
        try (RowsMap map = map()) {
            RowSweeps sweeps = new RowSweeps(new Objective<>(map, new SquaredNorms(), LAMBDA));
            Random random = new Random(3);
            Factors w = Factors.zeros(3, 30);
            for (int j = 0; j < 30 * 3; j++) {
                w.block(0).set(j / 3, j % 3, 1e-3 * random.nextGaussian());
            }
            double before = Double.POSITIVE_INFINITY;
            for (int step = 0; step < 12; step++) {
                double after = sweeps.step(w);
                assertThat(after).isLessThanOrEqualTo(before);
                assertThat(map.sweep(w.block(0)).value()).isEqualTo(after);
                before = after;
            }
        }
    }

    @Test
    void otherStepsReachTheSameMinimum() {
        SparkProblem problem = new SparkProblem(rows, LAMBDA);
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-7);
        Solution core = Nadir.solve(Problem.lowRank(RATINGS.weightedCore(), LAMBDA), options);
        SparkSolution swept = SparkSolver.solve(problem, options);
        SparkSolution stepped =
                SparkSolver.solve(problem, options.withDescent(Descent.QUASI_NEWTON));
        for (SparkSolution found : new SparkSolution[] {swept, stepped}) {
            assertThat(found.certificate().isGlobal()).isTrue();
            assertThat(found.certificate().lowerBound())
                    .isLessThanOrEqualTo(core.objective() * (1 + 1e-14));
            assertThat(found.objective())
                    .isCloseTo(core.objective(), within(2e-7 * core.objective()));
        }
        assertThat(swept.iterations()).isLessThan(stepped.iterations());
    }

    /** Columns are missing, so that the bound is loose, but it says something. */
    @Test
    void aRefutedPointHasALowerBound() {
        SparkProblem problem = new SparkProblem(rows, LAMBDA);
        SolverOptions options = SolverOptions.defaults();
        double least =
                Nadir.solve(Problem.lowRank(RATINGS.weightedCore(), LAMBDA), options).objective();
        SparkSolution few = SparkSolver.solve(problem, options.withMaxRank(2));
        for (Certificate found :
                new Certificate[] {
                    few.certificate(), SparkSolver.certify(problem, few.v(), few.rank(), options)
                }) {
            assertThat(found.verdict()).isEqualTo(Verdict.NOT_GLOBAL);
            assertThat(found.lowerBound()).isBetween(0.3 * least, least);
            double upper = found.polar().upper();
            assertThat(upper).isLessThanOrEqualTo(1 + 2.1 * (found.polar().lower() - 1));
        }
    }

    private static RowsMap map() {
        SparkProblem problem = new SparkProblem(rows, LAMBDA);
        return new RowsMap(new Passes(problem, new JobNames(rows.context())));
    }
}
