package io.nadir.kernel.simd;

/** Writes {@link FloatTile}. */
final class FloatTileTemplate extends TileTemplate {
    private static final String HEAD =
            """
            // Written by FloatTileTemplate: do not edit. TileTemplateTest says how to write it anew.
            package io.nadir.kernel.simd;

            import static io.nadir.kernel.simd.Tuning.FLOAT_COLUMNS;
            import static io.nadir.kernel.simd.Tuning.FLOAT_PANEL;

            import static jdk.incubator.vector.DoubleVector.broadcast;
            import static jdk.incubator.vector.DoubleVector.fromArray;
            import static jdk.incubator.vector.DoubleVector.zero;

            import jdk.incubator.vector.DoubleVector;
            import jdk.incubator.vector.VectorShape;
            import jdk.incubator.vector.VectorSpecies;

            /**
             * {@link ColumnTile} for numbers of float32, of which a vector has twice as many, and for a product
             * whose factors are in the same panels.
             */
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
             * C += Aᵀ·B for a tile C of {@link Tuning#FLOAT_ROWS} rows and {@link Tuning#FLOAT_COLUMNS}
             * columns, which are end to end.
             *
             * @param data array that has A and B, with rows {@link Tuning#FLOAT_PANEL} apart
             * @param a index of A(0, 0)
             * @param b index of B(0, 0)
             * @param depth rows of A and B
             * @param c array that has the tile
             * @param at index of C(0, 0)
             */
            static void addProduct(float[] data, int a, int b, int depth, float[] c, int at) {
            """;

    private static final String ROWS =
            """
            private static void ${tile}(float[] data, int a, int b, int depth, float[] c, int at) {
            """;

    private static final String ARGUMENTS = "(data, a, b, depth, c, at);";

    @Override
    String text() {
        Tile many = Tile.withManyRegisters().get(Tuning.floatVectors(true) - 1);
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
        multiply(tile, "data", "FLOAT_PANEL", i -> i == 0 ? "data[q]" : "data[q + " + i + "]");
        out.add("q += FLOAT_PANEL;");
        out.close();
        out.add("int p = at;");
        for (int i = 0; i < tile.rows(); i++) {
            if (i > 0) {
                out.add("p += FLOAT_COLUMNS;");
            }
            store(tile, i, "c", "p", "p");
        }
        out.close();
    }
}
