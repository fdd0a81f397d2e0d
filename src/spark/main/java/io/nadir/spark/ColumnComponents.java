package io.nadir.spark;

/**
 * Which columns are connected by rows that have entries in both, as a forest whose roots are the
 * first columns of their components.
 */
final class ColumnComponents {
    private final int[] parent;

    /** Connects nothing. */
    ColumnComponents(int columns) {
        this.parent = new int[columns];
        for (int j = 0; j < columns; j++) {
            parent[j] = j;
        }
    }

    /** The components of two forests together, each given and returned as {@link #roots}. */
    static int[] merged(int[] a, int[] b) {
        ColumnComponents both = new ColumnComponents(a.length);
        for (int j = 0; j < a.length; j++) {
            both.connect(j, a[j]);
            both.connect(j, b[j]);
        }
        return both.roots();
    }

    void connect(int i, int j) {
        int a = root(i);
        int b = root(j);
        parent[Math.max(a, b)] = Math.min(a, b);
    }

    private int root(int j) {
        int at = j;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** For each column the first one of its component. */
    int[] roots() {
        int[] roots = new int[parent.length];
        for (int j = 0; j < roots.length; j++) {
            roots[j] = root(j);
        }
        return roots;
    }
}
