package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.SourceText.plus;

/** Writes {@link RowTile}. */
final class RowTileTemplate extends TileTemplate {
    private static final String HEAD =
            """
            // Written by RowTileTemplate: do not edit. TileTemplateTest says how to write it anew.
            package io.nadir.kernel.simd;

            import static io.nadir.kernel.simd.Lanes.COUNT;
            import static io.nadir.kernel.simd.Lanes.EXACT;
            import static io.nadir.kernel.simd.Lanes.SPECIES;
            import static io.nadir.kernel.simd.Tuning.STRIDE;

            import static jdk.incubator.vector.DoubleVector.broadcast;
            import static jdk.incubator.vector.DoubleVector.fromArray;
            import static jdk.incubator.vector.DoubleVector.zero;

            import jdk.incubator.vector.DoubleVector;

            /**
             * The inner kernel of products with rows of A: each element of a row is broadcast and multiplies
             * the vectors of a row of a packed panel.
             *
             * <p>A is read where it is. Each row has a variable for its first index, to which a loop variable
             * that counts by one is added: that is the form in which the compiler proves all indices before the
             * loop.
             *
             * <p>The bodies call the vector operations themselves, which are forcibly inlined. Past 18,000
             * nodes the compiler refuses every other call, however small, and vectors that cross it are boxed:
             * such tiles with a helper for load and store ran twenty times slower.
             */
            final class RowTile {
            """;

    private static final String ADD_PRODUCT =
            """
            /**
             * C = D + A·B for a tile C of {@link Tuning#tileRows} rows.
             *
             * @param as array that has A
             * @param a index of A(0, 0); element (i, k) is at {@code a + i * aStride + k}
             * @param aStride distance between the rows of A; where registers are few it has to be {@link
             *     Tuning#STRIDE}
             * @param bs packed panel that has B
             * @param b index of B(0, 0); its rows are end to end
             * @param depth columns of A and rows of B
             * @param vectors vectors in a row of B and of C
             * @param ds array that has D
             * @param d index of D(0, 0)
             * @param dStride distance between rows of D
             * @param c array that has the tile, which must not overlap A or B; it may be D, or apart from
             *     it
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
                    double[] ds,
                    int d,
                    int dStride,
                    double[] c,
                    int at,
                    int cStride) {
            """;

    private static final String SET_PRODUCTS =
            """
            /**
             * C = A·B for tiles of C one below the other, where registers are few: {@code tiles} times
             * {@link Tuning#tileRows} rows, of which A and C have {@link Tuning#STRIDE} between one and the
             * next. Parameters are those of {@link #addProduct}.
             */
            static void setProducts(
                    double[] as, int a, double[] bs, int b, int depth, double[] c, int at, int tiles) {
            """;

    private static final String ROWS_OF_VARIABLES =
            """
            private static void ${tile}(
                    double[] as,
                    int a,
                    int aStride,
                    double[] bs,
                    int b,
                    int depth,
                    double[] ds,
                    int d,
                    int dStride,
                    double[] c,
                    int at,
                    int cStride) {
            """;

    private static final String ROWS_AT_STRIDE =
            """
            /**
             * With rows at a distance that is constant. {@code step} is 1, which the compiler must not
             * know: it then keeps two checks in the loop, orders loads otherwise, and all accumulators stay
             * in registers.
             */
            private static void ${tile}(
                    double[] as,
                    int a,
                    int step,
                    double[] bs,
                    int b,
                    int depth,
                    double[] ds,
                    int d,
                    int dStride,
                    double[] c,
                    int at,
                    int cStride) {
            """;

    private static final String SET_ROWS =
            """
            /** As {@link #${tile}}, {@code step} too; what is constant about C saves its checks. */
            private static void set${Tile}(
                    double[] as,
                    int a,
                    int step,
                    double[] bs,
                    int b,
                    int depth,
                    double[] c,
                    int at,
                    int tiles) {
            """;

    @Override
    String text() {
        out.open(HEAD).add("private RowTile() {}");
        addProduct();
        setProducts();
        Tile.withManyRegisters().forEach(this::rowsOfVariables);
        rowsAtStride();
        setRows();
        return out.close().toString();
    }

    private void addProduct() {
        out.blank().open(ADD_PRODUCT);
        out.open("if (!Lanes.MANY_REGISTERS) {");
        out.add(
                "%s(as, a, 1, bs, b, depth, ds, d, dStride, c, at, cStride);"
                        .formatted(Tile.withFewRegisters().method()));
        out.add("return;");
        out.close();
        choose("(as, a, aStride, bs, b, depth, ds, d, dStride, c, at, cStride);");
        out.close();
    }

    private void setProducts() {
        out.blank().open(SET_PRODUCTS);
        out.add(
                "set%s(as, a, 1, bs, b, depth, c, at, tiles);"
                        .formatted(Tile.withFewRegisters().name()));
        out.close();
    }

    /** C = D + A·B with a local variable for the first index of each row of A. */
    private void rowsOfVariables(Tile tile) {
        out.blank().open(tile.fill(ROWS_OF_VARIABLES));
        for (int i = 1; i < tile.rows(); i++) {
            out.add("int %s = %s + aStride;".formatted(row(i), row(i - 1)));
        }
        clear(tile);
        out.open(LOOP);
        multiply(tile, i -> "as[" + row(i) + " + k]");
        out.close();
        addTo(tile, "q");
        out.close();
    }

    private static String row(int i) {
        return i == 0 ? "a" : "a" + i;
    }

    /** C = D + A·B with rows of A at a constant distance. */
    private void rowsAtStride() {
        Tile tile = Tile.withFewRegisters();
        out.blank().open(tile.fill(ROWS_AT_STRIDE));
        clear(tile);
        out.add("int q = a;");
        multiplyAtStride(tile);
        addTo(tile, "from");
        out.close();
    }

    /** C = A·B, tile by tile, with rows of A and C at a constant distance. */
    private void setRows() {
        Tile tile = Tile.withFewRegisters();
        String begin = " + t * (" + tile.rows() + " * STRIDE);";
        out.blank().open(tile.fill(SET_ROWS));
        out.open("for (int t = 0; t < tiles; t++) {");
        clear(tile);
        out.add("int q = a" + begin);
        multiplyAtStride(tile);
        out.add("int p = at" + begin);
        for (int i = 0; i < tile.rows(); i++) {
            for (int v = 0; v < tile.vectors(); v++) {
                String to = plus(plus("p", i, "STRIDE"), v, "COUNT");
                out.add("EXACT.cast(%s).intoArray(c, %s);".formatted(tile.sum(i, v), to));
            }
        }
        out.close().close();
    }

    private void multiplyAtStride(Tile tile) {
        out.open(LOOP);
        multiply(tile, i -> "as[" + plus("q", i, "STRIDE") + "]");
        out.add("q += step;");
        out.close();
    }

    /** Adds the sums to D, whose index is to be a variable of a given name. */
    private void addTo(Tile tile, String from) {
        out.add("int " + from + " = d;");
        out.add("int p = at;");
        for (int i = 0; i < tile.rows(); i++) {
            if (i > 0) {
                out.add(from + " += dStride;");
                out.add("p += cStride;");
            }
            store(tile, i, "ds", from, "p");
        }
    }
}
