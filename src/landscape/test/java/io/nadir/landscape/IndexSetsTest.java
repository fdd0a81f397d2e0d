package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;

/** The lazy enumeration against all subsets sorted. */
class IndexSetsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void allSubsetsInOrder(long seed) {
        Random random = new Random(seed);
        for (int n = 1; n <= 8; n++) {
            double[] numbers = descending(n, random, seed == 4);
            for (int size = 0; size <= n; size++) {
                List<Double> found = new ArrayList<>();
                Set<List<Integer>> sets = new HashSet<>();
                IndexSets subsets = new IndexSets(numbers, size);
                while (subsets.hasNext()) {
                    IndexSets.Subset next = subsets.next();
                    found.add(next.rest());
                    assertThat(sets.add(Arrays.stream(next.positions()).boxed().toList())).isTrue();
                }
                assertThat(found).isSorted();
                assertThat(found).containsExactlyInAnyOrderElementsOf(rests(numbers, size));
            }
        }
    }

    /** 2^59 subsets: only those asked for can ever be made. */
    @Test
    void aFewOfVeryMany() {
        double[] numbers = descending(60, new Random(9), false);
        IndexSets subsets = new IndexSets(numbers, 30);
        double before = 0;
        Set<List<Integer>> sets = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            IndexSets.Subset next = subsets.next();
            assertThat(next.rest()).isGreaterThanOrEqualTo(before);
            before = next.rest();
            sets.add(Arrays.stream(next.positions()).boxed().toList());
        }
        assertThat(sets).hasSize(20_000);
    }

    @Test
    void endsAfterTheLast() {
        IndexSets subsets = new IndexSets(new double[] {2, 1}, 2);
        subsets.next();
        assertThat(subsets.hasNext()).isFalse();
        assertThatThrownBy(subsets::next).isInstanceOf(NoSuchElementException.class);
    }

    /** With ties where {@code whole}. */
    private static double[] descending(int n, Random random, boolean whole) {
        double[] numbers = new double[n];
        for (int i = 0; i < n; i++) {
            numbers[n - 1 - i] = whole ? random.nextInt(3) : random.nextDouble();
        }
        Arrays.sort(numbers);
        for (int i = 0; i < n / 2; i++) {
            double swapped = numbers[i];
            numbers[i] = numbers[n - 1 - i];
            numbers[n - 1 - i] = swapped;
        }
        return numbers;
    }

    /** What is left of the sum for each subset, summed as the enumeration sums. */
    private static List<Double> rests(double[] numbers, int size) {
        List<Double> rests = new ArrayList<>();
        for (int set = 0; set < 1 << numbers.length; set++) {
            if (Integer.bitCount(set) == size) {
                double rest = 0;
                for (int i = numbers.length - 1; i >= 0; i--) {
                    rest += (set >> i & 1) == 0 ? numbers[i] : 0;
                }
                rests.add(rest);
            }
        }
        return rests;
    }
}
