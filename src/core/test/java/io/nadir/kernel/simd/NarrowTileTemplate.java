package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.SourceText.plus;
import static io.nadir.kernel.simd.Tile.word;

/** Writes {@link NarrowTile} and, for data of float32, {@link NarrowFloatTile}. */
final class NarrowTileTemplate {
    private static final int WIDTH = Tuning.NARROW_WIDTH;

    private static final String HEAD =
            """
            // Written by NarrowTileTemplate: do not edit. TileTemplateTest says how to write it anew.
            package io.nadir.kernel.simd;

            import static io.nadir.kernel.simd.Lanes.COUNT;
            import static io.nadir.kernel.simd.Lanes.EXACT;
            ${exact floats}import static io.nadir.kernel.simd.Lanes.SPECIES;
            import static io.nadir.kernel.simd.Tuning.ORIGIN;

            import static jdk.incubator.vector.DoubleVector.broadcast;
            import static jdk.incubator.vector.DoubleVector.fromArray;
            import static jdk.incubator.vector.DoubleVector.zero;
            ${conversion}
            import jdk.incubator.vector.DoubleVector;
            ${float vector}
            ${comment}
            final class ${Name} {
            """;

    private static final String COMMENT =
            """
            /**
             * Inner kernels of products with one or with {@link Tuning#NARROW_WIDTH} columns, where memory is
             * the limit: vectors lie along the rows of A, which is read where it is, so no element is broadcast
             * and none is copied.
             *
             * <p>Factors of {@link Tuning#NARROW_WIDTH} columns are {@link NarrowPanel}s.
             */\
            """;

    private static final String FLOAT_COMMENT =
            """
            /**
             * {@link NarrowTile} for an A of float32, whose elements become float64 in registers. Results have
             * the bits that those for a float64 copy of A have.
             */\
            """;

    private static final String EXACT_FLOATS =
            """
            import static io.nadir.kernel.simd.Lanes.EXACT_FLOATS;
            import static io.nadir.kernel.simd.Lanes.FLOATS;
            """;

    private static final String CONVERSION =
            """
            import static jdk.incubator.vector.FloatVector.fromArray;
            import static jdk.incubator.vector.VectorOperators.F2D;
            """;

    private static final String FLOAT_VECTOR =
            """
            import jdk.incubator.vector.FloatVector;
            """;

    private static final String DOT_ROWS =
            """
            /**
             * Products of {@link Tuning#NARROW_TILE_ROWS} rows of A with B, lane by lane: the sum of the
             * lanes of vector {@code i * NARROW_WIDTH + c} of the output is element (i, c).
             *
             * @param a index in {@code as} of the first element of the first row
             * @param stride distance between rows of A
             * @param vectors length of a row
             * @param b index of B in {@code bs}
             * @param at index in {@code out} of the first vector
             */
            static void dotRows(
                    ${element}[] as, int a, int stride, int vectors, double[] bs, int b, double[] out, int at) {
            """;

    private static final String DOT_SOME_ROWS =
            """
            private static void dot${Number}Rows(
                    ${element}[] as, int a, int stride, int vectors, double[] bs, int b, double[] out, int at) {
            """;

    private static final String DOT_ROW =
            """
            /** As {@link #dotRows} for one row. */
            static void dotRow(${element}[] as, int a, int vectors, double[] bs, int b, double[] out, int at) {
            """;

    private static final String ADD_COLUMNS =
            """
            /**
             * W += Aᵀ·T for {@link Tuning#NARROW_TILE_VECTORS} vectors of columns of A.
             *
             * @param a index in {@code as} of the first of these columns in the first row
             * @param rows rows of A and T
             * @param t index of T in {@code ts}; element (i, c) is at {@code t + i * NARROW_WIDTH + c}
             * @param w index in {@code ws} of the first vector of W
             */
            static void addColumns(
                    ${element}[] as, int a, int stride, int rows, double[] ts, int t, double[] ws, int w) {
            """;

    private static final String ADD_SOME_VECTORS =
            """
            private static void add${Number}Vectors(
                    ${element}[] as, int a, int stride, int rows, double[] ts, int t, double[] ws, int w) {
            """;

    private static final String ADD_VECTOR =
            """
            /** As {@link #addColumns} for one vector. */
            static void addVector(
                    ${element}[] as, int a, int stride, int rows, double[] ts, int t, double[] ws, int w) {
            """;

    private static final String DOT_COLUMN =
            """
            /**
             * For one column, which has no {@link NarrowPanel}: products of {@link Tuning#COLUMN_DOT_ROWS}
             * rows of A with B, lane by lane as in {@link #dotRows}.
             *
             * @param a index in {@code as} of the first row
             * @param stride distance between rows of A
             * @param vectors length of a row
             * @param bs has B from {@link Tuning#ORIGIN} on
             * @param out takes the products from there on
             */
            static void dotColumn(${element}[] as, int a, int stride, int vectors, double[] bs, double[] out) {
            """;

    private static final String ADD_ROWS =
            """
            /**
             * For one column: W += {@link Tuning#COLUMN_ADD_ROWS} rows of A times a factor each, one after
             * the other.
             *
             * @param a index in {@code as} of the first row
             * @param stride distance between rows of A
             * @param vectors length of a row
             * @param factors has the factors from {@code f} on
             * @param ws has W from {@link Tuning#ORIGIN} on
             */
            static void addRows(
                    ${element}[] as, int a, int stride, int vectors, double[] factors, int f, double[] ws) {
            """;

    private final boolean floats;
    private final SourceText out = new SourceText();

    /**
     * Makes a template.
     *
     * @param floats whether the data are float32
     */
    NarrowTileTemplate(boolean floats) {
        this.floats = floats;
    }

    /** The name of the class. */
    String name() {
        return floats ? "NarrowFloatTile" : "NarrowTile";
    }

    /** The whole file. */
    String text() {
        out.open(
                HEAD.replace("${Name}", name())
                        .replace("${comment}", floats ? FLOAT_COMMENT : COMMENT)
                        .replace("${exact floats}", floats ? EXACT_FLOATS : "")
                        .replace("${conversion}", floats ? CONVERSION : "")
                        .replace("${float vector}", floats ? FLOAT_VECTOR : ""));
        out.add("private " + name() + "() {}");
        choose(
                DOT_ROWS,
                "dot" + word(Tuning.narrowTileRows(true)) + "Rows",
                "dot" + word(Tuning.narrowTileRows(false)) + "Rows",
                "(as, a, stride, vectors, bs, b, out, at);");
        dotRows(true);
        dotRows(false);
        dotRow();
        choose(
                ADD_COLUMNS,
                "add" + word(Tuning.narrowTileVectors(true)) + "Vectors",
                "add" + word(Tuning.narrowTileVectors(false)) + "Vectors",
                "(as, a, stride, rows, ts, t, ws, w);");
        addColumns(true);
        addColumns(false);
        addVector();
        dotColumn();
        addRows();
        return out.close().toString();
    }

    private void open(String head) {
        out.blank().open(head.replace("${element}", floats ? "float" : "double"));
    }

    /**
     * The vector of elements of A from an index on, as float64.
     *
     * @param i number of the variable that has those of float32
     */
    private String element(int i, String at) {
        if (!floats) {
            return "EXACT.cast(fromArray(SPECIES, as, %s))".formatted(at);
        }
        out.add("FloatVector z%d = EXACT_FLOATS.cast(fromArray(FLOATS, as, %s));".formatted(i, at));
        return "EXACT.cast(z%d.convertShape(F2D, SPECIES, 0))".formatted(i);
    }

    private void choose(String head, String many, String few, String arguments) {
        open(head);
        out.open("if (Lanes.MANY_REGISTERS) {").add(many + arguments);
        out.reopen("} else {").add(few + arguments);
        out.close().close();
    }

    private void dotRows(boolean manyRegisters) {
        int rows = Tuning.narrowTileRows(manyRegisters);
        open(DOT_SOME_ROWS.replace("${Number}", word(rows)));
        indices("a", "a", rows);
        dot(rows);
        out.close();
    }

    private void dotRow() {
        open(DOT_ROW);
        dot(1);
        out.close();
    }

    /** Products of rows of A with B: the vectors of these rows stay, those of B come in turn. */
    private void dot(int rows) {
        for (int i = 0; i < rows; i++) {
            for (int c = 0; c < WIDTH; c++) {
                out.add("DoubleVector %s = zero(SPECIES);".formatted(sum(i, c)));
            }
        }
        out.open("for (int k = 0; k < vectors; k++) {");
        out.add("int p = k * COUNT;");
        out.add("int q = b + " + WIDTH + " * p;");
        for (int i = 0; i < rows; i++) {
            out.add("DoubleVector y%d = %s;".formatted(i, element(i, index("a", "a", i) + " + p")));
        }
        for (int c = 0; c < WIDTH; c++) {
            out.add("%s = fromArray(SPECIES, bs, %s);".formatted(x(c), plus("q", c, "COUNT")));
            for (int i = 0; i < rows; i++) {
                out.add("%1$s = y%2$d.fma(x, %1$s);".formatted(sum(i, c), i));
            }
        }
        out.close();
        store(rows, "out", "at");
    }

    private void addColumns(boolean manyRegisters) {
        int vectors = Tuning.narrowTileVectors(manyRegisters);
        open(ADD_SOME_VECTORS.replace("${Number}", word(vectors)));
        add(vectors);
        out.close();
    }

    private void addVector() {
        open(ADD_VECTOR);
        add(1);
        out.close();
    }

    /** W += Aᵀ·T: the vectors of a row of A stay, the elements of T are broadcast in turn. */
    private void add(int vectors) {
        for (int j = 0; j < vectors; j++) {
            for (int c = 0; c < WIDTH; c++) {
                String at = plus("w", j * WIDTH + c, "COUNT");
                out.add("DoubleVector %s = fromArray(SPECIES, ws, %s);".formatted(sum(j, c), at));
            }
        }
        out.add("int p = a;");
        out.open("for (int i = 0; i < rows; i++) {");
        for (int j = 0; j < vectors; j++) {
            String at = plus("p", j, "COUNT");
            out.add("DoubleVector y%d = %s;".formatted(j, element(j, at)));
        }
        for (int c = 0; c < WIDTH; c++) {
            String element = "ts[t + " + WIDTH + " * i" + (c == 0 ? "" : " + " + c) + "]";
            out.add("%s = EXACT.cast(broadcast(SPECIES, %s));".formatted(x(c), element));
            for (int j = 0; j < vectors; j++) {
                out.add("%1$s = x.fma(y%2$d, %1$s);".formatted(sum(j, c), j));
            }
        }
        out.add("p += stride;");
        out.close();
        store(vectors, "ws", "w");
    }

    /** Products of some rows of A with a vector. */
    private void dotColumn() {
        int rows = Tuning.COLUMN_DOT_ROWS;
        open(DOT_COLUMN);
        indices("a", "a", rows);
        for (int i = 0; i < rows; i++) {
            out.add("DoubleVector s%d = zero(SPECIES);".formatted(i));
        }
        out.open("for (int k = 0; k < vectors; k++) {");
        out.add("int p = k * COUNT;");
        out.add("DoubleVector x = fromArray(SPECIES, bs, ORIGIN + p);");
        for (int i = 0; i < rows; i++) {
            String row = element(i, index("a", "a", i) + " + p");
            out.add("s%1$d = %2$s.fma(x, s%1$d);".formatted(i, row));
        }
        out.close();
        for (int i = 0; i < rows; i++) {
            out.add("EXACT.cast(s%d).intoArray(out, %s);".formatted(i, plus("ORIGIN", i, "COUNT")));
        }
        out.close();
    }

    /** The sum of a vector and multiples of some rows of A. */
    private void addRows() {
        int rows = Tuning.COLUMN_ADD_ROWS;
        open(ADD_ROWS);
        indices("a", "a", rows);
        for (int i = 0; i < rows; i++) {
            String at = i == 0 ? "f" : "f + " + i;
            out.add("DoubleVector f%d = broadcast(SPECIES, factors[%s]);".formatted(i, at));
        }
        out.open("for (int k = 0; k < vectors; k++) {");
        out.add("int p = k * COUNT;");
        out.add("DoubleVector w = fromArray(SPECIES, ws, ORIGIN + p);");
        for (int i = 0; i < rows; i++) {
            out.add("w = %s.fma(f%d, w);".formatted(element(i, index("a", "a", i) + " + p"), i));
        }
        out.add("w.intoArray(ws, ORIGIN + p);");
        out.close();
        out.close();
    }

    /** Local variables for the first indices of rows one below the other. */
    private void indices(String first, String name, int rows) {
        for (int i = 1; i < rows; i++) {
            out.add(
                    "int %s = %s + stride;"
                            .formatted(index(first, name, i), index(first, name, i - 1)));
        }
    }

    private static String index(String first, String name, int row) {
        return row == 0 ? first : name + row;
    }

    private static String sum(int i, int c) {
        return "s" + i + c;
    }

    private static String x(int c) {
        return c == 0 ? "DoubleVector x" : "x";
    }

    private void store(int rows, String array, String base) {
        for (int i = 0; i < rows; i++) {
            for (int c = 0; c < WIDTH; c++) {
                String at = plus(base, i * WIDTH + c, "COUNT");
                out.add("EXACT.cast(%s).intoArray(%s, %s);".formatted(sum(i, c), array, at));
            }
        }
    }
}
