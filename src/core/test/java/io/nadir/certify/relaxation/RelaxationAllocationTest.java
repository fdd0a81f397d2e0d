package io.nadir.certify.relaxation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.certify.relaxation.Relaxations.NonNegative;
import io.nadir.certify.relaxation.Relaxations.Product;
import io.nadir.kernel.Allocation;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Random;
import java.util.stream.Stream;

/** Once warm, neither an iteration nor a look at the bound allocates. */
@Tag("allocation")
class RelaxationAllocationTest {
    static Stream<Relaxation> relaxations() {
        return Stream.of(
                new NonNegative(20, matrix(20)),
                new NonNegative(90, matrix(90)),
                new Product(10, 9, matrix(90)));
    }

    @ParameterizedTest
    @MethodSource("relaxations")
    void warmIterationsAllocateNothing(Relaxation relaxation) {
        RelaxationSearch search = new RelaxationSearch(relaxation, () -> {});
        search.setCloseness(0);
        search.run(0, 300);
        Allocation.assertNoneWhenWarm("10 iterations", () -> search.run(0, 10));
        assertThat(search.iterations()).isGreaterThan(20);
    }

    /** Positive semidefinite, of rank n/2. */
    private static double[] matrix(int n) {
        double[] z = new Random(1).doubles((long) n * n / 2, -1, 1.2).toArray();
        double[] c = new double[n * n];
        for (int r = 0; r < n / 2; r++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += z[r * n + i] * z[r * n + j];
                }
            }
        }
        return c;
    }
}
