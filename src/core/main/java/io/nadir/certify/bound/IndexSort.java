package io.nadir.certify.bound;

/** Sorts indices by keys without an object for each. */
public final class IndexSort {
    private IndexSort() {}

    /**
     * The permutation that makes the keys ascend; equal keys keep their order. O(n log n), two
     * arrays of n integers.
     *
     * @param keys not changed; no NaN
     */
    public static int[] ascending(double[] keys) {
        int n = keys.length;
        int[] source = new int[n];
        for (int i = 0; i < n; i++) {
            source[i] = i;
        }
        int[] target = new int[n];
        for (int width = 1; width > 0 && width < n; width *= 2) {
            for (int from = 0; from < n; from += 2 * width) {
                int middle = Math.min(n, from + width);
                merge(keys, source, from, middle, Math.min(n, middle + width), target);
            }
            int[] swap = source;
            source = target;
            target = swap;
        }
        return source;
    }

    private static void merge(
            double[] keys, int[] source, int from, int middle, int to, int[] target) {
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft =
                    right == to || (left < middle && keys[source[left]] <= keys[source[right]]);
            target[at] = takeLeft ? source[left++] : source[right++];
        }
    }
}
