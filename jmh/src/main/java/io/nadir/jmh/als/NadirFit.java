package io.nadir.jmh.als;

import io.nadir.certify.Certificate;
import io.nadir.jmh.comparison.Measured;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;
import io.nadir.spark.DistributedRows;
import io.nadir.spark.SparkProblem;
import io.nadir.spark.SparkSolution;
import io.nadir.spark.SparkSolver;

import java.util.ArrayList;
import java.util.List;

/**
 * One solve of Nadir on Spark.
 *
 * @param seconds in all, with those of making the distributed rows
 * @param course seconds and objective after each step
 */
record NadirFit(SparkSolution solution, double seconds, List<double[]> course) {
    /**
     * Solves.
     *
     * @param made seconds that the distributed rows took
     */
    static NadirFit of(DistributedRows rows, double lambda, SolverOptions options, double made) {
        List<double[]> course = new ArrayList<>();
        SolveListener recorder =
                new SolveListener() {
                    @Override
                    public boolean onIteration(Progress progress) {
                        course.add(new double[] {made + progress.seconds(), progress.objective()});
                        return true;
                    }
                };
        long start = System.nanoTime();
        SparkSolution solution =
                SparkSolver.solve(new SparkProblem(rows, lambda), options.withListener(recorder));
        return new NadirFit(solution, made + Measured.since(start), course);
    }

    /** The seconds until the objective was this or less; infinity if it never was. */
    double reached(double objective) {
        for (double[] point : course) {
            if (point[1] <= objective) {
                return point[0];
            }
        }
        return solution.objective() <= objective ? seconds : Double.POSITIVE_INFINITY;
    }

    Certificate certificate() {
        return solution.certificate();
    }
}
