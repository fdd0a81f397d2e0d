package io.nadir.certify.bound;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.kernel.FloatSquare;
import io.nadir.kernel.PanelProducts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in memory while the factorization of float64 that follows one of float32 runs. */
@Tag("allocation")
class FloatGramBoundMemoryTest {
    private static final int ORDER = 2000;

    /** The Gram matrix and the copy that is factored; not also the copy of float32 that failed. */
    @Test
    void theFailedCopyOfFloat32IsReleased() {
        FloatSquare gram = FloatSquare.zeros(ORDER);
        for (int i = 0; i < ORDER; i++) {
            gram.data()[i * gram.stride() + i] = i == 0 ? 1 : 0.5f;
        }
        long before = used();
        long[] during = {0};
        FloatGramBound[] bound = new FloatGramBound[1];
        bound[0] =
                new FloatGramBound(
                        gram,
                        ORDER,
                        ORDER,
                        1,
                        new PanelProducts(),
                        () -> {
                            // The second factorization is the one of float64.
                            if (during[0] == 0 && bound[0].factorizations() == 2) {
                                during[0] = used();
                            }
                        });
        // Room for the error of the Gram matrix, and none for that of a factorization in float32.
        double square = 1 + 1.02 * FloatGramBound.relativeError(ORDER, 1) * (1 + 0.5 * (ORDER - 1));
        assertThat(bound[0].attempt(Math.sqrt(square))).isFinite();
        assertThat(bound[0].factorizations()).isEqualTo(2);
        long doubles = 8L * ORDER * ORDER;
        assertThat(during[0] - before).isBetween(doubles - (1 << 20), doubles + doubles / 8);
    }

    private static long used() {
        System.gc();
        Runtime heap = Runtime.getRuntime();
        return heap.totalMemory() - heap.freeMemory();
    }
}
