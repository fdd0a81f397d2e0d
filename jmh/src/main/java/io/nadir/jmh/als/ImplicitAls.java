package io.nadir.jmh.als;

import io.nadir.jmh.Triplets;
import io.nadir.spark.DistributedRows;
import io.nadir.spark.PricedCounts;

import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.sql.SparkSession;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Counts r of what was seen: p is 1 where r > 0 and 0 elsewhere, and c is 1 + α·r. */
final class ImplicitAls extends AlsProblem {
    private final double alpha;

    ImplicitAls(String name, Triplets counts, double alpha, double lambda) {
        super(name, counts, lambda);
        this.alpha = alpha;
    }

    @Override
    ALS als() {
        return new ALS().setImplicitPrefs(true).setAlpha(alpha).setRegParam(lambda());
    }

    @Override
    void prepare(SparkSession session) {}

    /** Row i is in partition i mod P. */
    @Override
    DistributedRows rows(SparkSession session, int partitions) {
        List<PricedCounts.Block> blocks = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            blocks.add(block(p, partitions));
        }
        return PricedCounts.of(session, blocks);
    }

    private PricedCounts.Block block(int partition, int partitions) {
        Triplets data = data();
        int[] entries =
                IntStream.range(0, data.values().length)
                        .filter(e -> data.i()[e] % partitions == partition)
                        .toArray();
        Integer[] ids =
                IntStream.range(0, data.rows())
                        .filter(i -> i % partitions == partition)
                        .boxed()
                        .toArray(Integer[]::new);
        double[] weights = new double[entries.length];
        for (int k = 0; k < entries.length; k++) {
            double scale = scale(entries[k]);
            weights[k] = (1 + alpha * data.values()[entries[k]]) / (scale * scale);
        }
        return new PricedCounts.Block(
                ids,
                Arrays.stream(entries).map(e -> data.i()[e] / partitions).toArray(),
                Arrays.stream(entries).map(e -> data.j()[e]).toArray(),
                Arrays.stream(entries).mapToDouble(this::scale).toArray(),
                weights,
                Arrays.stream(ids).mapToDouble(i -> 1 / inRows()[i]).toArray(),
                Arrays.stream(inColumns()).map(n -> 1 / n).toArray());
    }

    /** ½⟨UᵀU, VᵀV⟩ is the loss without any entry. */
    @Override
    double loss(DMatrixRMaj u, DMatrixRMaj v) {
        Triplets data = data();
        double sum = CommonOps_DDRM.dot(gram(u), gram(v));
        for (int e = 0; e < data.values().length; e++) {
            double x = product(u, data.i()[e], v, data.j()[e]);
            sum += (1 + alpha * data.values()[e]) * (1 - x) * (1 - x) - x * x;
        }
        return 0.5 * sum;
    }

    private static DMatrixRMaj gram(DMatrixRMaj a) {
        int k = a.getNumCols();
        DMatrixRMaj gram = new DMatrixRMaj(k, k);
        CommonOps_DDRM.multTransA(a, a, gram);
        gram.reshape(k * k, 1, true);
        return gram;
    }
}
