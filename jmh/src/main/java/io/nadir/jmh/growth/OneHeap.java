package io.nadir.jmh.growth;

import io.nadir.array.Panel;
import io.nadir.jmh.comparison.GrowingEntries;
import io.nadir.jmh.comparison.Growth;
import io.nadir.jmh.comparison.Measured;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import java.util.Random;

/** The passes that partitions make, over all rows in one heap. */
final class OneHeap implements AutoCloseable {
    private final MatrixMap map;
    private final Factors w;
    private final double lambda;
    private final Random random = new Random(3);

    OneHeap(GrowingEntries entries, int rank, int threads) {
        MatrixData data = Growth.Kept.ARRAYS.of(entries);
        this.map = data.bind(new SquaredLoss(), threads, null);
        this.w = Factors.zeros(rank, data.rows(), data.columns());
        this.lambda = entries.lambda();
        w.blocks().forEach(block -> Measured.fill(block, random));
    }

    void halfSweep() {
        w.block(1).set(0, 0, 0.1 * random.nextGaussian());
        map.minimizeBlock(w, 0, lambda);
    }

    Runnable gradient() {
        Panel none = Panel.zeros(map.columns(), 0);
        Panel sums = Panel.zeros(map.rows(), 0);
        Panel gradient = Panel.zeros(map.columns(), w.rank());
        return () -> map.residual(w, none, w.block(0), sums, gradient);
    }

    Runnable power(int width) {
        Panel b = Panel.zeros(map.columns(), width);
        Measured.fill(b, random);
        Panel t = Panel.zeros(map.rows(), width);
        Panel s = Panel.zeros(map.columns(), width);
        return () -> map.residualGram(w, b, t, s);
    }

    @Override
    public void close() {
        map.close();
    }
}
