package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.nadir.array.Panel;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** What passes move, by the formulas and by Spark's own metrics. */
@Isolated("Spark counts the bytes of all tests")
class PassBytesTest {
    private static final int RANK = 40;
    private static final int WIDTH = 40;

    /** Bytes that Spark says of a task beside its result, and of a broadcast: a few thousand. */
    private static final double PERCENT = 4;

    @ParameterizedTest
    @ValueSource(ints = {3, OrderedSums.DIRECT + 2})
    void areThoseThatSparkCounts(int partitions) throws TimeoutException {
        SparkSession session = LocalSpark.session();
        Ratings ratings = Ratings.random(3 * partitions, 3_000, 2, 0.1, 1);
        Traffic traffic = new Traffic();
        try (DistributedRows rows =
                        DistributedRows.observed(
                                ratings.frame(session), Ratings.NAMES, partitions);
                Passes passes =
                        new Passes(new SparkProblem(rows, 1), new JobNames(rows.context()))) {
            session.sparkContext().addSparkListener(traffic);
            Panel v = random(rows.columns(), RANK);
            traffic.reset(session);
            passes.evaluate(v);
            traffic.agrees(session, PassBytes.ofEvaluation(rows, RANK));
            passes.multiplyGram(v, random(rows.columns(), WIDTH));
            traffic.agrees(session, PassBytes.ofProduct(rows, WIDTH));
        } finally {
            session.sparkContext().removeSparkListener(traffic);
        }
    }

    @Test
    void moreThanTheDriverMayReceiveIsRefused() {
        DriverMemory.requireResults(1 << 30, 1 << 30);
        DriverMemory.requireResults(1L << 40, 0);
        assertThatThrownBy(() -> DriverMemory.requireResults((1 << 30) + 1, 1 << 30))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("spark.driver.maxResultSize = 1,024 MB, allowed")
                .hasMessageContaining("1,025 MB and more");
    }

    private static Panel random(int rows, int columns) {
        Random random = new Random(4);
        Panel panel = Panel.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                panel.set(i, k, random.nextGaussian());
            }
        }
        return panel;
    }

    private static final class Traffic extends SparkListener {
        private final AtomicLong sent = new AtomicLong();
        private final AtomicLong shuffled = new AtomicLong();
        private final AtomicLong returned = new AtomicLong();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            returned.addAndGet(end.taskMetrics().resultSize());
            shuffled.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
        }

        @Override
        public void onBlockUpdated(SparkListenerBlockUpdated update) {
            var info = update.blockUpdatedInfo();
            if (info.blockId().isBroadcast() && info.storageLevel().isValid()) {
                sent.addAndGet(info.memSize() + info.diskSize());
            }
        }

        void agrees(SparkSession session, PassBytes bytes) throws TimeoutException {
            session.sparkContext().listenerBus().waitUntilEmpty(10_000);
            assertThat(sent.get()).isCloseTo(bytes.sent(), withinPercentage(PERCENT));
            assertThat(shuffled.get()).isCloseTo(bytes.shuffled(), withinPercentage(PERCENT));
            assertThat(returned.get()).isCloseTo(bytes.returned(), withinPercentage(PERCENT));
            reset(session);
        }

        void reset(SparkSession session) throws TimeoutException {
            session.sparkContext().listenerBus().waitUntilEmpty(10_000);
            sent.set(0);
            shuffled.set(0);
            returned.set(0);
        }
    }
}
