package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.SourceText.plus;

import java.util.function.IntFunction;

/**
 * What the sources of {@link RowTile} and {@link ColumnTile} share. A tile is a matrix C, all of
 * whose vectors are local variables; in each step of the loop over k, each element of a column of A
 * is broadcast, and multiplies the vectors of a row of B, which lies in a packed panel.
 */
abstract class TileTemplate {
    static final String LOOP = "for (int k = 0; k < depth; k++) {";

    final SourceText out = new SourceText();

    /** The whole file. */
    abstract String text();

    /** {@code case} by {@code case}, calls the tile of a number of vectors. */
    final void choose(String arguments) {
        out.open("switch (vectors) {");
        for (Tile tile : Tile.withManyRegisters()) {
            boolean last = tile.vectors() == Tuning.panelVectors(true);
            String label = last ? "default" : "case " + tile.vectors();
            out.addCase(label, tile.method() + arguments);
        }
        out.close();
    }

    /** C = 0. */
    final void clear(Tile tile) {
        for (int i = 0; i < tile.rows(); i++) {
            for (int v = 0; v < tile.vectors(); v++) {
                out.add("DoubleVector %s = zero(SPECIES);".formatted(tile.sum(i, v)));
            }
        }
    }

    /**
     * C += the product of column k of A and row k of B.
     *
     * @param element the expression for an element of that column, by its row
     */
    final void multiply(Tile tile, IntFunction<String> element) {
        int vectors = tile.vectors();
        multiply(tile, "bs", vectors == 1 ? "COUNT" : "(" + vectors + " * COUNT)", element);
    }

    /**
     * The same with another panel.
     *
     * @param panel the array that has it
     * @param row the expression for the distance of its rows
     */
    final void multiply(Tile tile, String panel, String row, IntFunction<String> element) {
        loadPanel(tile, panel, row);
        if (tile.vectors() == 1) {
            multiplyOnce(tile, element);
            return;
        }
        for (int i = 0; i < tile.rows(); i++) {
            String x = i == 0 ? "DoubleVector x" : "x";
            out.add("%s = EXACT.cast(broadcast(SPECIES, %s));".formatted(x, element.apply(i)));
            for (int v = 0; v < tile.vectors(); v++) {
                String sum = tile.sum(i, v);
                out.add("%s = x.fma(%s, %s);".formatted(sum, tile.panel(v), sum));
            }
        }
    }

    private void multiplyOnce(Tile tile, IntFunction<String> element) {
        for (int i = 0; i < tile.rows(); i++) {
            String sum = tile.sum(i, 0);
            out.add(
                    "%s = EXACT.cast(broadcast(SPECIES, %s)).fma(%s, %s);"
                            .formatted(sum, element.apply(i), tile.panel(0), sum));
        }
    }

    private void loadPanel(Tile tile, String panel, String row) {
        for (int v = 0; v < tile.vectors(); v++) {
            String at = plus("b + k * " + row, v, "COUNT");
            out.add(
                    "DoubleVector %s = fromArray(SPECIES, %s, %s);"
                            .formatted(tile.panel(v), panel, at));
        }
    }

    /** Writes a row of C = D + the sums, both from an index on. */
    final void store(Tile tile, int i, String source, String from, String to) {
        for (int v = 0; v < tile.vectors(); v++) {
            out.add(
                    "EXACT.cast(fromArray(SPECIES, %s, %s)).add(%s).intoArray(c, %s);"
                            .formatted(
                                    source,
                                    plus(from, v, "COUNT"),
                                    tile.sum(i, v),
                                    plus(to, v, "COUNT")));
        }
    }
}
