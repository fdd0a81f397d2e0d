package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real cluster on this machine, of which one worker is killed in the middle of a solve. It has
 * the serializer of Kryo, and the local session that of Java. It is the last test, because a
 * process has one session only.
 */
@Order(Integer.MAX_VALUE)
@Isolated("a process has one session")
class LostWorkerTest {
    private static final int PARTITIONS = 3;
    private static final double LAMBDA = 6;
    private static final Ratings RATINGS = Ratings.random(60, 30, 3, 0.4, 2);

    @TempDir private Path home;

    @Test
    void aKilledWorkerCostsRecomputationAndNoBit() throws Exception {
        SparkSolution local = solve(LocalSpark.session(), SolverOptions.defaults());
        double[] v = local.v();
        double gap = local.certificate().gap();
        LocalSpark.stop();
        AtomicBoolean killed = new AtomicBoolean();
        try (LoopbackCluster cluster = new LoopbackCluster(home, 2)) {
            SparkSession session = session(cluster);
            try {
                SolveListener killer =
                        new SolveListener() {
                            @Override
                            public boolean onIteration(Progress progress) {
                                if (progress.iteration() == 5 && !killed.getAndSet(true)) {
                                    cluster.kill(0);
                                }
                                return true;
                            }
                        };
                SparkSolution found = solve(session, SolverOptions.defaults().withListener(killer));
                assertThat(killed).isTrue();
                assertThat(found.stopReason()).isEqualTo(StopReason.CERTIFIED);
                assertThat(found.v()).isEqualTo(v);
                assertThat(found.certificate().gap()).isEqualTo(gap);
                assertThat(found.rowFactors().collectAsList())
                        .as("rows are computed again as well")
                        .hasSize(RATINGS.rows());
            } finally {
                session.stop();
            }
        }
    }

    private static SparkSolution solve(SparkSession session, SolverOptions options) {
        DistributedRows rows =
                DistributedRows.observed(RATINGS.frame(session), Ratings.NAMES, PARTITIONS);
        return SparkSolver.solve(new SparkProblem(rows, LAMBDA), options);
    }

    private static SparkSession session(LoopbackCluster cluster) {
        return LocalSpark.configured(cluster.url(), "nadir-spark cluster test")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.executor.memory", "512m")
                .config("spark.cores.max", 2)
                .config("spark.executor.cores", 1)
                .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .config("spark.executor.extraJavaOptions", LoopbackCluster.executorOptions())
                .getOrCreate();
    }
}
