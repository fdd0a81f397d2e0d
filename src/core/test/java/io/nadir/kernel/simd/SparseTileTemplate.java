package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.SourceText.plus;
import static io.nadir.kernel.simd.Tile.word;

/** Writes {@link SparseTile}. */
final class SparseTileTemplate {
    /** Most vectors in a row of a factor. */
    private static final int VECTORS = 4;

    /** Entries whose lanes are summed at once. */
    private static final int GROUP = 4;

    private static final String HEAD =
            """
            // Written by SparseTileTemplate: do not edit. TileTemplateTest says how to write it anew.
            package io.nadir.kernel.simd;

            import static io.nadir.kernel.simd.LaneSums.EVEN;
            import static io.nadir.kernel.simd.LaneSums.EXACT_FOUR;
            import static io.nadir.kernel.simd.LaneSums.FOUR;
            import static io.nadir.kernel.simd.LaneSums.SWAP_1;
            import static io.nadir.kernel.simd.LaneSums.SWAP_2;
            import static io.nadir.kernel.simd.LaneSums.SWAP_4;
            import static io.nadir.kernel.simd.LaneSums.UPPER_1;
            import static io.nadir.kernel.simd.LaneSums.UPPER_2;
            import static io.nadir.kernel.simd.LaneSums.UPPER_4;
            import static io.nadir.kernel.simd.Lanes.COUNT;
            import static io.nadir.kernel.simd.Lanes.EXACT;
            import static io.nadir.kernel.simd.Lanes.SPECIES;

            import static jdk.incubator.vector.DoubleVector.broadcast;
            import static jdk.incubator.vector.DoubleVector.fromArray;
            import static jdk.incubator.vector.DoubleVector.zero;

            import jdk.incubator.vector.DoubleVector;

            /**
             * Products of one row of a factor with the rows of another that the entries of a sparse row name,
             * {@link #GROUP} entries at a time, for vectors of four or eight lanes and rows of at most {@link
             * #VECTORS} vectors, padding included.
             *
             * <p>The loops call nothing but methods of vectors, on vectors of a class that the compiler knows
             * ({@link Lanes#EXACT}), and it goes on inlining these where it has reached its limit of nodes.
             * There it calls other methods, however small, and boxes the vectors that they take or return.
             */
            final class SparseTile {
            """;

    private static final String CONSTANTS =
            """
            /** Entries whose lanes are summed at once. */
            static final int GROUP = ${group};

            /** Most vectors in a row. */
            static final int VECTORS = ${vectors};

            /** Factors of entries, of which the last group has been processed in part. */
            private static final double[] FRESH = {0, 0, 0, 0, 1, 1, 1, 1};

            private SparseTile() {}
            """;

    private static final String SAMPLE =
            """
            /**
             * x[e] = u·v[indices[e]] for the entries {@code from} to {@code to - 1}, at least {@link
             * #GROUP}. The last group overlaps the one before it.
             *
             * @param source where the row begins in {@code u}
             * @param vectors in a row
             */
            static void sample(
                    int[] indices,
                    double[] x,
                    int from,
                    int to,
                    double[] v,
                    int stride,
                    double[] u,
                    int source,
                    int vectors) {
            """;

    private static final String SAMPLE_SOME =
            """
            private static void sample${Number}(
                    int[] indices,
                    double[] x,
                    int from,
                    int to,
                    double[] v,
                    int stride,
                    double[] u,
                    int source) {
            """;

    private static final String GRADIENT =
            """
            /**
             * x[e] = u·v[indices[e]] − y[e] and t[target:] = Σ x[e]·v[indices[e]] for the entries {@code
             * from} to {@code to - 1}, at least {@link #GROUP}. The last group overlaps the one before it,
             * and what was added up before counts as zero. All vectors of a group are in registers at once,
             * of which there should be {@link Lanes#MANY_REGISTERS}.
             *
             * @param source where the row begins in {@code u}
             * @param vectors in a row
             * @return Σ x[e]²
             */
            static double gradient(
                    int[] indices,
                    double[] y,
                    double[] x,
                    int from,
                    int to,
                    double[] v,
                    int stride,
                    double[] u,
                    int source,
                    double[] t,
                    int target,
                    int vectors) {
            """;

    private static final String GRADIENT_SOME =
            """
            private static double gradient${Number}(
                    int[] indices,
                    double[] y,
                    double[] x,
                    int from,
                    int to,
                    double[] v,
                    int stride,
                    double[] u,
                    int source,
                    double[] t,
                    int target) {
            """;

    /** Lanes of x are the sums of the lanes of s0 to s3. */
    private static final String SUMS =
            """
            DoubleVector sums;
            if (COUNT == 8) {
                DoubleVector a = s0.blend(s2, UPPER_4).add(s2.blend(s0, UPPER_4).rearrange(SWAP_4));
                DoubleVector b = s1.blend(s3, UPPER_4).add(s3.blend(s1, UPPER_4).rearrange(SWAP_4));
                DoubleVector c = a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
                DoubleVector d = c.add(c.rearrange(SWAP_1)).rearrange(EVEN);
                sums = EXACT_FOUR.cast(d.reinterpretShape(FOUR, 0));
            } else {
                DoubleVector a = s0.blend(s2, UPPER_2).add(s2.blend(s0, UPPER_2).rearrange(SWAP_2));
                DoubleVector b = s1.blend(s3, UPPER_2).add(s3.blend(s1, UPPER_2).rearrange(SWAP_2));
                sums = a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
            }
            """;

    private final SourceText out = new SourceText();

    /** The whole file. */
    String text() {
        out.open(HEAD);
        out.add(CONSTANTS.replace("${group}", "" + GROUP).replace("${vectors}", "" + VECTORS));
        choose(SAMPLE, "sample", "(indices, x, from, to, v, stride, u, source);");
        for (int vectors = 1; vectors <= VECTORS; vectors++) {
            sample(vectors);
        }
        choose(GRADIENT, "gradient", "(indices, y, x, from, to, v, stride, u, source, t, target);");
        for (int vectors = 1; vectors <= VECTORS; vectors++) {
            gradient(vectors);
        }
        return out.close().toString();
    }

    private void choose(String head, String method, String arguments) {
        out.blank().open(head);
        boolean returns = method.equals("gradient");
        out.open(returns ? "return switch (vectors) {" : "switch (vectors) {");
        for (int vectors = 1; vectors <= VECTORS; vectors++) {
            String label = vectors == VECTORS ? "default" : "case " + vectors;
            out.addCase(label, method + word(vectors) + arguments);
        }
        if (returns) {
            out.close("};");
        } else {
            out.close();
        }
        out.close();
    }

    private void sample(int vectors) {
        out.blank().open(SAMPLE_SOME.replace("${Number}", word(vectors)));
        left(vectors);
        groups();
        rows();
        products(vectors, false);
        out.add(SUMS).add("sums.intoArray(x, e);");
        out.close().close();
    }

    private void gradient(int vectors) {
        out.blank().open(GRADIENT_SOME.replace("${Number}", word(vectors)));
        left(vectors);
        for (int k = 0; k < vectors; k++) {
            out.add("DoubleVector t%d = zero(SPECIES);".formatted(k));
        }
        out.add("DoubleVector squares = zero(FOUR);");
        groups();
        rows();
        products(vectors, true);
        out.add(SUMS).add("DoubleVector g = sums.sub(fromArray(FOUR, y, e));");
        out.add("DoubleVector fresh = g.mul(fromArray(FOUR, FRESH, GROUP + e - k));");
        out.add("squares = fresh.fma(g, squares);");
        out.add("fresh.intoArray(x, e);");
        multiply(vectors);
        out.add("g.intoArray(x, e);");
        out.close();
        for (int k = 0; k < vectors; k++) {
            out.add("EXACT.cast(t%d).intoArray(t, %s);".formatted(k, plus("target", k, "COUNT")));
        }
        out.add("DoubleVector q = EXACT_FOUR.cast(squares);");
        out.add("return (q.lane(0) + q.lane(2)) + (q.lane(1) + q.lane(3));");
        out.close();
    }

    /** The row of the left factor. */
    private void left(int vectors) {
        for (int k = 0; k < vectors; k++) {
            String at = plus("source", k, "COUNT");
            out.add("DoubleVector u%d = fromArray(SPECIES, u, %s);".formatted(k, at));
        }
    }

    /** The loop over groups, the last of which ends with the last entry. */
    private void groups() {
        out.add("int last = to - GROUP;");
        out.open("for (int k = from; k < to; k += GROUP) {");
        out.add("int e = Math.min(k, last);");
    }

    /** Where the rows of the right factor begin. */
    private void rows() {
        for (int i = 0; i < GROUP; i++) {
            String entry = i == 0 ? "e" : "e + " + i;
            out.add("int r%d = indices[%s] * stride;".formatted(i, entry));
        }
    }

    /**
     * Lane by lane the products of u with rows of v, which stay in variables where they are kept.
     */
    private void products(int vectors, boolean kept) {
        for (int k = 0; k < vectors; k++) {
            for (int i = 0; i < GROUP; i++) {
                String row =
                        "EXACT.cast(fromArray(SPECIES, v, %s))"
                                .formatted(plus("r" + i, k, "COUNT"));
                if (kept) {
                    out.add("DoubleVector v%d%d = %s;".formatted(i, k, row));
                    row = "v" + i + k;
                }
                out.add(
                        k == 0
                                ? "DoubleVector s%d = %s.mul(u0);".formatted(i, row)
                                : "s%1$d = %2$s.fma(u%3$d, s%1$d);".formatted(i, row, k));
            }
        }
    }

    /**
     * t += the entries of the group times their rows, which few registers do not hold until then.
     */
    private void multiply(int vectors) {
        for (int i = 0; i < GROUP; i++) {
            String entry = i == 0 ? "e" : "e + " + i;
            out.add("DoubleVector g%d = broadcast(SPECIES, x[%s]);".formatted(i, entry));
            for (int k = 0; k < vectors; k++) {
                out.add("t%1$d = v%2$d%1$d.fma(g%2$d, t%1$d);".formatted(k, i));
            }
        }
    }
}
