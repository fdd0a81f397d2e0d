package io.nadir.matrix.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nadir.certify.bound.ProofMemory;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.family.MatrixFamily;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.ProofMemoryException;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** What proofs say of their memory before any work is done. */
class ProofMemoryTest {
    private static final int ROWS = 7;
    private static final int COLUMNS = 5;

    @Test
    void everyFamilyNamesItsLargeArrays() {
        Gauge norm = EuclideanPlusL1.EUCLIDEAN;
        Gauge signed = new NonNegative(norm);
        Gauge sparse = EuclideanPlusL1.sparse(0.4);
        assertThat(memory(norm, norm)).isEqualTo(new ProofMemory(2, COLUMNS * COLUMNS));
        assertThat(memory(signed, signed)).isEqualTo(new ProofMemory(2, COLUMNS * COLUMNS));
        assertThat(memory(sparse, norm)).isEqualTo(new ProofMemory(2, COLUMNS * COLUMNS));
        // RRᵀ is on the side that has signs, be it the longer one.
        assertThat(memory(signed, norm)).isEqualTo(new ProofMemory(2, ROWS * ROWS));
        assertThat(memory(norm, signed)).isEqualTo(new ProofMemory(2, COLUMNS * COLUMNS));
        // Nothing beside the gradient, which each certificate forms.
        assertThat(memory(EuclideanPlusL1.ONE, norm)).isEqualTo(ProofMemory.NONE);
    }

    /** Where the arrays may be of float32, they are half as large. */
    @Test
    void largeDenseDataMayDoWithHalf() {
        Gauge norm = EuclideanPlusL1.EUCLIDEAN;
        assertThat(memory(norm, norm, 1001, 1000)).isEqualTo(new ProofMemory(2, 500_000));
        assertThat(memory(norm, norm, 1000, 1001)).isEqualTo(new ProofMemory(2, 500_000));
        assertThat(memory(norm, norm, 999, 1000)).isEqualTo(new ProofMemory(2, 998_001));
    }

    private static ProofMemory memory(Gauge left, Gauge right) {
        return memory(left, right, ROWS, COLUMNS);
    }

    private static ProofMemory memory(Gauge left, Gauge right, int rows, int columns) {
        double[] values = new Random(1).doubles((long) rows * columns, -1, 1).toArray();
        DenseMatrix y = DenseMatrix.wrap(rows, columns, values);
        try (MatrixMap map = y.bind(new SquaredLoss(), 1, null)) {
            PolarOracle oracle =
                    new MatrixFamily()
                            .polar(
                                    new Objective<>(map, new GaugeProduct(left, right), 1),
                                    Factors.empty(rows, columns),
                                    1);
            return switch (oracle) {
                case SpectralOracle spectral -> spectral.proofMemory();
                case NormSumOracle sum -> sum.proofMemory();
                default -> ProofMemory.NONE;
            };
        }
    }

    @Test
    void whatIsBeyondTheHeapIsRefused() {
        new ProofMemory(2, 100).require();
        ProofMemory.NONE.require();
        double twice = 2.0 * Runtime.getRuntime().maxMemory() / Double.BYTES;
        assertThatExceptionOfType(ProofMemoryException.class)
                .isThrownBy(() -> new ProofMemory(1, twice).require())
                .withMessageContaining("evidence = PROVED, allowed is PROBABLE")
                .withMessageContaining("with room for 0");
    }
}
