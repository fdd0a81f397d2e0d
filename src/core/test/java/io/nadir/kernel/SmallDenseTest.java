package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nadir.array.Panel;
import io.nadir.array.WorkInterruptedException;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Decompositions that can be cancelled. */
class SmallDenseTest {
    private static final int LARGE = 420;

    @Test
    void whoCanCancelGetsTheSameBits() {
        for (int n : new int[] {1, 7, LARGE}) {
            Panel a = symmetric(n);
            SmallDense.Eigen plain = SmallDense.symmetricEigen(a);
            SmallDense.Eigen cancellable = SmallDense.symmetricEigen(a, () -> {});
            assertThat(cancellable.values()).isEqualTo(plain.values());
            assertThat(cancellable.vectors().data()).isEqualTo(plain.vectors().data());
        }
    }

    @Test
    void aDecompositionEndsWhenItIsCancelled() {
        for (int n : new int[] {5, LARGE}) {
            Panel a = symmetric(n);
            AtomicInteger looks = new AtomicInteger();
            Runnable checkpoint =
                    () -> {
                        looks.incrementAndGet();
                        throw new WorkInterruptedException();
                    };
            assertThatThrownBy(() -> SmallDense.symmetricEigen(a, checkpoint))
                    .isInstanceOf(WorkInterruptedException.class);
            assertThat(looks).hasValue(1);
        }
    }

    /** It is the checkpoint that decides; the thread stays interrupted. */
    @Test
    void anInterruptedThreadThatNobodyCancelsGetsItsResult() {
        Panel a = symmetric(LARGE);
        Thread.currentThread().interrupt();
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(a, () -> {});
        assertThat(Thread.interrupted()).isTrue();
        assertThat(eigen.values()).isEqualTo(SmallDense.symmetricEigen(a).values());
    }

    @Test
    void whatIsRefusedIsRefusedInTheCallersThread() {
        Panel a = symmetric(LARGE);
        a.set(3, 1, Double.NaN);
        assertThatThrownBy(() -> SmallDense.symmetricEigen(a, () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Panel symmetric(int n) {
        Random random = new Random(n);
        Panel a = Panel.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                a.set(i, j, random.nextGaussian());
                a.set(j, i, a.get(i, j));
            }
        }
        return a;
    }
}
