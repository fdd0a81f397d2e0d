package io.nadir.kernel;

/** A 64-bit hash of numbers in a given order. It tells data apart, but can be forged. */
public final class Fingerprint {
    private long value = 0x243F6A8885A308D3L;

    public Fingerprint add(long number) {
        value = mix(value, number);
        return this;
    }

    private static long mix(long hash, long number) {
        return 0x9E3779B97F4A7C15L * (Long.rotateLeft(hash, 23) ^ number);
    }

    /** Adds the first {@code length} numbers. */
    public Fingerprint add(double[] numbers, int length) {
        Parts parts = parts(length);
        parts.add(numbers, length);
        return parts.end();
    }

    /** Begins to add {@code length} numbers that come in parts. */
    public Parts parts(int length) {
        return new Parts(length);
    }

    /** Numbers that come in parts; how they are cut makes no difference. */
    public final class Parts {
        /** Numbers that go to four chains in turn; those after them go to the first. */
        private final int inTurn;

        // Four chains of products, so that none waits for another: as fast as memory is read.
        private long a = value;
        private long b = ~value;
        private long c = Long.reverse(value);
        private long d;
        private int at;

        private Parts(int length) {
            this.inTurn = length - length % 4;
            this.d = value + length;
        }

        /** Adds the first {@code count} numbers. */
        public void add(double[] numbers, int count) {
            int i = 0;
            while (i < count && at % 4 != 0) {
                addOne(numbers[i++]);
            }
            long first = a;
            long second = b;
            long third = c;
            long fourth = d;
            int begin = i;
            int end = i + Math.min(count - i, inTurn - at) / 4 * 4;
            for (; i < end; i += 4) {
                first = mix(first, Double.doubleToRawLongBits(numbers[i]));
                second = mix(second, Double.doubleToRawLongBits(numbers[i + 1]));
                third = mix(third, Double.doubleToRawLongBits(numbers[i + 2]));
                fourth = mix(fourth, Double.doubleToRawLongBits(numbers[i + 3]));
            }
            a = first;
            b = second;
            c = third;
            d = fourth;
            at += i - begin;
            while (i < count) {
                addOne(numbers[i++]);
            }
        }

        private void addOne(double number) {
            long bits = Double.doubleToRawLongBits(number);
            switch (at < inTurn ? at % 4 : 0) {
                case 0 -> a = mix(a, bits);
                case 1 -> b = mix(b, bits);
                case 2 -> c = mix(c, bits);
                default -> d = mix(d, bits);
            }
            at++;
        }

        /** Ends with the last part; returns the fingerprint. */
        public Fingerprint end() {
            return Fingerprint.this.add(a).add(b).add(c).add(d);
        }
    }

    /** Adds all numbers. */
    public Fingerprint add(int[] numbers) {
        for (int number : numbers) {
            add(number);
        }
        return this;
    }

    public long value() {
        return value ^ (value >>> 29);
    }
}
