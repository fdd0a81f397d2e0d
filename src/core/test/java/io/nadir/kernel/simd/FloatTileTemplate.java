package io.nadir.kernel.simd;

/** Writes {@link FloatTile}. */
final class FloatTileTemplate extends TileTemplate {
    private static final String HEAD =
            """
            // Written by FloatTileTemplate: do not edit. TileTemplateTest says how to write it anew.
            package io.nadir.kernel.simd;

            import static jdk.incubator.vector.DoubleVector.broadcast;
            import static jdk.incubator.vector.DoubleVector.fromArray;
            import static jdk.incubator.vector.DoubleVector.zero;

            import jdk.incubator.vector.DoubleVector;
            import jdk.incubator.vector.VectorShape;
            import jdk.incubator.vector.VectorSpecies;

            /** {@link ColumnTile} for numbers of float32, of which a vector has twice as many. */
            final class FloatTile {
                private static final VectorSpecies<Float> SPECIES =
                        VectorSpecies.of(float.class, VectorShape.forBitSize(Width.BITS));
                private static final Class<? extends DoubleVector> EXACT =
                        SPECIES.vectorType().asSubclass(DoubleVector.class);
                private static final int COUNT = 2 * Width.COUNT;
            """;

    private static final String ADD_PRODUCT =
            """
            /**
             * C += A·B for a tile C of {@link Tuning#FLOAT_ROWS} rows and {@link Tuning#FLOAT_PANEL}
             * columns.
             *
             * @param as array that has A, transposed
             * @param a index of A(0, 0); element (i, k) is at {@code a + k * aStride + i}
             * @param aStride distance between the columns of A
             * @param bs packed panel that has B
             * @param b index of B(0, 0); its rows are end to end
             * @param depth columns of A and rows of B
             * @param c array that has the tile, which must not overlap A or B
             * @param at index of C(0, 0)
             * @param cStride distance between rows of C
             */
            static void addProduct(
                    float[] as,
                    int a,
                    int aStride,
                    float[] bs,
                    int b,
                    int depth,
                    float[] c,
                    int at,
                    int cStride) {
            """;

    private static final String ROWS =
            """
            private static void ${tile}(
                    float[] as,
                    int a,
                    int aStride,
                    float[] bs,
                    int b,
                    int depth,
                    float[] c,
                    int at,
                    int cStride) {
            """;

    private static final String ARGUMENTS = "(as, a, aStride, bs, b, depth, c, at, cStride);";

    @Override
    String text() {
        Tile many = Tile.withManyRegisters().getLast();
        Tile few = Tile.withFewRegisters();
        out.open(HEAD).blank().add("private FloatTile() {}");
        out.blank().open(ADD_PRODUCT);
        out.open("if (Lanes.MANY_REGISTERS) {");
        out.add(many.method() + ARGUMENTS);
        out.reopen("} else {");
        out.add(few.method() + ARGUMENTS);
        out.close().close();
        rows(many);
        rows(few);
        return out.close().toString().replace("DoubleVector", "FloatVector");
    }

    private void rows(Tile tile) {
        out.blank().open(tile.fill(ROWS));
        clear(tile);
        out.add("int q = a;");
        out.open(LOOP);
        multiply(tile, i -> i == 0 ? "as[q]" : "as[q + " + i + "]");
        out.add("q += aStride;");
        out.close();
        out.add("int p = at;");
        for (int i = 0; i < tile.rows(); i++) {
            if (i > 0) {
                out.add("p += cStride;");
            }
            store(tile, i, "c", "p", "p");
        }
        out.close();
    }
}
