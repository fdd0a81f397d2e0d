package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

/** Fingerprints, which are kept in files. */
class FingerprintTest {
    /** Four chains in turn, and what is left over in the first, as files have them. */
    private static long expected(double[] numbers) {
        long start = 0x243F6A8885A308D3L;
        long[] chains = {start, ~start, Long.reverse(start), start + numbers.length};
        int inTurn = numbers.length / 4 * 4;
        for (int i = 0; i < numbers.length; i++) {
            int k = i < inTurn ? i % 4 : 0;
            chains[k] = mix(chains[k], Double.doubleToRawLongBits(numbers[i]));
        }
        long value = start;
        for (long chain : chains) {
            value = mix(value, chain);
        }
        return value ^ (value >>> 29);
    }

    private static long mix(long hash, long number) {
        return 0x9E3779B97F4A7C15L * (Long.rotateLeft(hash, 23) ^ number);
    }

    @Test
    void howNumbersAreCutMakesNoDifference() {
        Random random = new Random(3);
        for (int length = 0; length < 40; length++) {
            double[] numbers = random.doubles(length).toArray();
            assertThat(new Fingerprint().add(numbers, length).value()).isEqualTo(expected(numbers));
            for (int trial = 0; trial < 5; trial++) {
                Fingerprint.Parts parts = new Fingerprint().parts(length);
                int from = 0;
                while (from < length) {
                    int to = from + 1 + random.nextInt(length - from);
                    parts.add(Arrays.copyOfRange(numbers, from, to), to - from);
                    from = to;
                }
                assertThat(parts.end().value()).isEqualTo(expected(numbers));
            }
        }
    }
}
