package embedder;

/** What an application expects. Not an assertion of Java, which would be off by default. */
final class Check {
    private Check() {}

    /** Throws unless {@code holds}. */
    static void that(boolean holds, String what, Object found) {
        if (!holds) {
            throw new IllegalStateException("expected " + what + ", found " + found);
        }
    }

    /** Throws unless {@code value} is a number within {@code tolerance} of {@code expected}. */
    static void near(double value, double expected, double tolerance, String what) {
        that(Math.abs(value - expected) <= tolerance, what + " = " + expected, value);
    }
}
