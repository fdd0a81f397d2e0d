package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.SourceText.plus;

/** Writes {@link ColumnTile}. */
final class ColumnTileTemplate extends TileTemplate {
    private static final String HEAD =
            """
            // Written by ColumnTileTemplate: do not edit. TileTemplateTest says how to write it anew.
            package io.nadir.kernel.simd;

            import static io.nadir.kernel.simd.Lanes.COUNT;
            import static io.nadir.kernel.simd.Lanes.EXACT;
            import static io.nadir.kernel.simd.Lanes.SPECIES;

            import static jdk.incubator.vector.DoubleVector.broadcast;
            import static jdk.incubator.vector.DoubleVector.fromArray;
            import static jdk.incubator.vector.DoubleVector.zero;

            import jdk.incubator.vector.DoubleVector;

            /**
             * The inner kernel of products with columns of A, its transpose: as {@link RowTile}, but stepping
             * down the rows of A while the elements broadcast together lie side by side, so that two range
             * checks are enough for all of them.
             *
             * <p>The bodies call the vector operations themselves, which are forcibly inlined. Past 18,000
             * nodes the compiler refuses every other call, however small, and vectors that cross it are boxed:
             * such tiles with a helper for load and store ran twenty times slower.
             */
            final class ColumnTile {
            """;

    private static final String ADD_PRODUCT =
            """
            /**
             * C += A·B for a tile C of {@link Tuning#tileRows} rows.
             *
             * @param as array that has A, transposed
             * @param a index of A(0, 0); element (i, k) is at {@code a + k * aStride + i}
             * @param aStride distance between the columns of A
             * @param bs packed panel that has B
             * @param b index of B(0, 0); its rows are end to end
             * @param depth columns of A and rows of B
             * @param vectors vectors in a row of B and of C
             * @param c array that has the tile, which must not overlap A or B
             * @param at index of C(0, 0)
             * @param cStride distance between rows of C
             */
            static void addProduct(
                    double[] as,
                    int a,
                    int aStride,
                    double[] bs,
                    int b,
                    int depth,
                    int vectors,
                    double[] c,
                    int at,
                    int cStride) {
            """;

    private static final String ADD_PRODUCTS =
            """
            /**
             * C += A·B for tiles of C one below the other, where registers are few: {@code tiles} times
             * {@link Tuning#tileRows} rows, in a packed panel, as B is. Parameters are those of {@link
             * #addProduct}.
             */
            static void addProducts(
                    double[] as,
                    int a,
                    int aStride,
                    double[] bs,
                    int b,
                    int depth,
                    double[] c,
                    int at,
                    int tiles) {
            """;

    private static final String ROWS =
            """
            private static void ${tile}(
                    double[] as,
                    int a,
                    int aStride,
                    double[] bs,
                    int b,
                    int depth,
                    double[] c,
                    int at,
                    int cStride) {
            """;

    private static final String ROWS_OF_EACH =
            """
            private static void ${tile}Each(
                    double[] as,
                    int a,
                    int aStride,
                    double[] bs,
                    int b,
                    int depth,
                    double[] c,
                    int at,
                    int tiles) {
            """;

    @Override
    String text() {
        out.open(HEAD).add("private ColumnTile() {}");
        addProduct();
        addProducts();
        Tile.withManyRegisters().forEach(this::rows);
        rows(Tile.withFewRegisters());
        rowsOfEach();
        return out.close().toString();
    }

    private void addProduct() {
        String arguments = "(as, a, aStride, bs, b, depth, c, at, cStride);";
        out.blank().open(ADD_PRODUCT);
        out.open("if (!Lanes.MANY_REGISTERS) {");
        out.add(Tile.withFewRegisters().method() + arguments);
        out.add("return;");
        out.close();
        choose(arguments);
        out.close();
    }

    private void addProducts() {
        String method = Tile.withFewRegisters().method();
        out.blank().open(ADD_PRODUCTS);
        out.add(method + "Each(as, a, aStride, bs, b, depth, c, at, tiles);");
        out.close();
    }

    /** C += A·B with one index into A, which moves by the stride. */
    private void rows(Tile tile) {
        out.blank().open(tile.fill(ROWS));
        clear(tile);
        out.add("int q = a;");
        multiply(tile);
        out.add("int p = at;");
        for (int i = 0; i < tile.rows(); i++) {
            if (i > 0) {
                out.add("p += cStride;");
            }
            store(tile, i, "c", "p", "p");
        }
        out.close();
    }

    /** The same, tile by tile, with C in a packed panel. */
    private void rowsOfEach() {
        Tile tile = Tile.withFewRegisters();
        out.blank().open(tile.fill(ROWS_OF_EACH));
        out.open("for (int t = 0; t < tiles; t++) {");
        clear(tile);
        out.add("int q = a + " + tile.rows() + " * t;");
        multiply(tile);
        out.add("int p = at + t * (" + tile.rows() * tile.vectors() + " * COUNT);");
        for (int i = 0; i < tile.rows(); i++) {
            for (int v = 0; v < tile.vectors(); v++) {
                String at = plus("p", i * tile.vectors() + v, "COUNT");
                out.add(
                        "EXACT.cast(fromArray(SPECIES, c, %s)).add(%s).intoArray(c, %s);"
                                .formatted(at, tile.sum(i, v), at));
            }
        }
        out.close().close();
    }

    private void multiply(Tile tile) {
        out.open(LOOP);
        multiply(tile, i -> i == 0 ? "as[q]" : "as[q + " + i + "]");
        out.add("q += aStride;");
        out.close();
    }
}
