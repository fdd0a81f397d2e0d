package io.nadir.check;

/**
 * Argument checks. Each throws an exception whose message names the argument, its value and what is
 * allowed.
 */
public final class Checks {
    /** The length of the longest array that common Java virtual machines allocate. */
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

    private Checks() {}

    /**
     * Returns {@code value} if it is at least 0.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static int nonNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " = " + value + ", allowed are 0 and more");
        }
        return value;
    }

    /**
     * Returns {@code value} if it is at least 1.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " = " + value + ", allowed are 1 and more");
        }
        return value;
    }

    /**
     * Returns {@code value} if it is finite and positive.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static double positiveFinite(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    name + " = " + value + ", allowed are finite numbers greater than 0");
        }
        return value;
    }

    /**
     * Returns {@code value} if 0 &lt; value &lt; 1.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static double fraction(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(
                    name + " = " + value + ", allowed are numbers between 0 and 1, both excluded");
        }
        return value;
    }

    /**
     * Returns {@code index} if 0 &le; index &lt; bound.
     *
     * @throws IndexOutOfBoundsException otherwise
     */
    public static int index(String name, int index, int bound) {
        if (index < 0 || index >= bound) {
            throw new IndexOutOfBoundsException(
                    name + " = " + index + ", allowed are 0 to " + (bound - 1));
        }
        return index;
    }

    /**
     * Throws unless the largest magnitude of some data is 0 or between 2^−exponent and 2^exponent.
     *
     * @param advice what to do about it, for the end of the message
     * @throws IllegalArgumentException if it is not
     */
    public static void magnitude(String name, double largest, int exponent, String advice) {
        if (largest > 0 && Math.abs(Math.getExponent(largest)) > exponent) {
            throw new IllegalArgumentException(
                    String.format(
                            "largest magnitude of the %s = %s, allowed is 0 or 2^-%d to 2^%d%s",
                            name, largest, exponent, exponent, advice));
        }
    }

    /**
     * Returns {@code actual} if it equals {@code expected}.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static int equal(String name, int actual, String expectedName, int expected) {
        if (actual != expected) {
            throw new IllegalArgumentException(
                    name + " = " + actual + ", must equal " + expectedName + " = " + expected);
        }
        return actual;
    }

    /**
     * Returns {@code rows * columns} if an array can have that many elements.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static int arrayLength(String name, int rows, int columns) {
        nonNegative("rows", rows);
        nonNegative("columns", columns);
        long length = (long) rows * columns;
        if (length > LARGEST_ARRAY) {
            throw new IllegalArgumentException(
                    name + " = " + length + ", allowed are up to " + LARGEST_ARRAY);
        }
        return (int) length;
    }
}
