package io.nadir.kernel;

/**
 * A 64-bit hash by which a change of an array is noticed. Four lanes that do not wait for each
 * other: one pass as fast as memory, unlike {@link Fingerprint}, whose value is kept in files.
 */
public final class ContentHash {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private ContentHash() {}

    /**
     * Returns the hash of what {@code hash} stands for, followed by the first numbers of an array.
     */
    public static long of(long hash, double[] numbers, int length) {
        long a = hash;
        long b = 1;
        long c = 2;
        long d = 3;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            a = add(a, numbers[i]);
            b = add(b, numbers[i + 1]);
            c = add(c, numbers[i + 2]);
            d = add(d, numbers[i + 3]);
        }
        for (; i < length; i++) {
            a = add(a, numbers[i]);
        }
        return add(add(add(a, b), c), d);
    }

    /**
     * Returns the exception that says that an array was changed by whoever shares it.
     *
     * @param type the class of the data
     * @param shape its dimensions
     * @param sharing the methods that share the array
     */
    public static IllegalStateException changed(String type, String shape, String sharing) {
        return new IllegalStateException(
                String.format(
                        "an element of a %1$s of %2$s has changed since it was made, so that"
                            + " nothing that is known of it holds any more: give an array that"
                            + " changes to %1$s.copyOf instead of wrap, and do not write to what"
                            + " %3$s shares",
                        type, shape, sharing));
    }

    private static long add(long lane, double number) {
        return add(lane, Double.doubleToRawLongBits(number));
    }

    /** Products do not spread sign bits; without the rotation, two changed signs would cancel. */
    private static long add(long lane, long bits) {
        return FACTOR * (Long.rotateLeft(lane, 23) ^ bits);
    }
}
