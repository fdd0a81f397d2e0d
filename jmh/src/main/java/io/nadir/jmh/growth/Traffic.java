package io.nadir.jmh.growth;

import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockUpdatedInfo;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that Spark moves, from its own metrics. */
final class Traffic extends SparkListener {
    private static final long PATIENCE = 10_000;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong shuffled = new AtomicLong();
    private final AtomicLong returned = new AtomicLong();
    private final AtomicLong tasks = new AtomicLong();

    /**
     * What was moved since the last reset.
     *
     * @param sent pieces of broadcasts, once, on all executors together and the driver
     * @param shuffled written for other tasks
     * @param returned results of tasks
     */
    record Counts(long sent, long shuffled, long returned, long tasks) {}

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        TaskMetrics metrics = end.taskMetrics();
        if (metrics != null) {
            returned.addAndGet(metrics.resultSize());
            shuffled.addAndGet(metrics.shuffleWriteMetrics().bytesWritten());
        }
        tasks.incrementAndGet();
    }

    @Override
    public void onBlockUpdated(SparkListenerBlockUpdated update) {
        BlockUpdatedInfo info = update.blockUpdatedInfo();
        if (info.blockId().isBroadcast() && info.storageLevel().isValid()) {
            sent.addAndGet(info.memSize() + info.diskSize());
        }
    }

    /** Forgets what was counted. */
    void reset(SparkSession session) {
        await(session);
        sent.set(0);
        shuffled.set(0);
        returned.set(0);
        tasks.set(0);
    }

    /** Waits until Spark has reported everything. */
    Counts counts(SparkSession session) {
        await(session);
        return new Counts(sent.get(), shuffled.get(), returned.get(), tasks.get());
    }

    private static void await(SparkSession session) {
        try {
            session.sparkContext().listenerBus().waitUntilEmpty(PATIENCE);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Spark has not reported its tasks", e);
        }
    }
}
