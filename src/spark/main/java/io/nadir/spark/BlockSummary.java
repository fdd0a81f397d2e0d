package io.nadir.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;

import io.nadir.kernel.Kernels;
import io.nadir.matrix.MatrixData;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/**
 * What the driver has to know about a block.
 *
 * @param entries those that carry a loss
 * @param square ‖Y‖_F²
 * @param kernels which kernels the executor uses, and why
 * @param bytes of the arrays
 * @param columns those with an entry, or all
 * @param namesColumns whether contributions of the block say which columns these are
 * @param formed whether entries of the gradient are formed one by one
 * @param clippable whether {@link ClippedBlock} applies
 * @param listed whether entries are listed
 * @param problem what is wrong with the data; null if nothing is
 */
@DefaultSerializer(JavaSerializer.class)
record BlockSummary(
        int partition,
        int rows,
        long entries,
        double maxAbs,
        double square,
        double largestWeight,
        long fingerprint,
        String kernels,
        long bytes,
        int columns,
        boolean namesColumns,
        boolean formed,
        boolean clippable,
        boolean listed,
        @Nullable String problem)
        implements Serializable {
    private static final long serialVersionUID = 1;

    static BlockSummary of(RowBlock block) {
        BlockData data = block.data();
        String kernels = Kernels.describe();
        MatrixData matrix = block.matrix();
        if (data == null || matrix == null) {
            return new BlockSummary(
                    block.partition(),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    kernels,
                    0,
                    0,
                    true,
                    true,
                    true,
                    true,
                    block.problem());
        }
        double norm = matrix.frobenius();
        return new BlockSummary(
                block.partition(),
                data.rows(),
                matrix.observed(),
                matrix.maxAbs(),
                norm * norm,
                matrix.largestWeight(),
                block.mixed(matrix.fingerprint()),
                kernels,
                data.bytes(),
                matrix.columns(),
                block.columns() != null,
                data.hasGradientEntries(),
                !data.hasGradientEntries() && ClippedBlock.applies(matrix),
                data.hasListedEntries(),
                block.problem());
    }
}
