package io.nadir.spark;

import io.nadir.matrix.MatrixData;
import io.nadir.matrix.SparseMatrix;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.NullMarked;

import java.util.ArrayList;
import java.util.List;

/**
 * Distributed rows of a sparse matrix whose unlisted zeros have the weight a_i·b_j, which {@link
 * SparseMatrix#weighted} has in one heap: the prices of Spark's alternating least squares need it.
 * In this package because only its classes make blocks.
 */
@NullMarked
public final class PricedCounts {
    private PricedCounts() {}

    /**
     * Some rows of a sparse matrix.
     *
     * @param ids of the rows
     * @param rowIndices places in {@code ids}
     * @param rowWeights a
     * @param columnWeights b
     */
    public record Block(
            Integer[] ids,
            int[] rowIndices,
            int[] columnIndices,
            double[] values,
            double[] weights,
            double[] rowWeights,
            double[] columnWeights)
            implements BlockData {
        private static final long serialVersionUID = 1;

        @Override
        public int rows() {
            return ids.length;
        }

        @Override
        public MatrixData matrix() {
            return SparseMatrix.weighted(
                    ids.length,
                    columnWeights.length,
                    rowIndices,
                    columnIndices,
                    values,
                    weights,
                    rowWeights,
                    columnWeights);
        }

        @Override
        public double[] columnWeights() {
            throw new UnsupportedOperationException("only offsets need sums of weights");
        }

        @Override
        public void connect(ColumnPairs pairs) {
            throw new UnsupportedOperationException("only offsets need pairs of columns");
        }

        @Override
        public long bytes() {
            return 24L * values.length + 8L * (rowWeights.length + columnWeights.length);
        }

        @Override
        public boolean hasGradientEntries() {
            return false;
        }
    }

    /** Takes blocks, one for each partition. */
    public static DistributedRows of(SparkSession session, List<Block> blocks) {
        List<RowBlock> rows = new ArrayList<>();
        for (Block block : blocks) {
            rows.add(new RowBlock(rows.size(), block.ids, null, block));
        }
        JavaRDD<RowBlock> distributed =
                JavaSparkContext.fromSparkContext(session.sparkContext())
                        .parallelize(rows, rows.size());
        return GeneratedRows.of(session, distributed, blocks.getFirst().columnWeights.length);
    }
}
