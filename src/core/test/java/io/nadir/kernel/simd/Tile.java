package io.nadir.kernel.simd;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows and vectors per row of a register tile, with the names that the sources have for it and for
 * what it is made of.
 */
record Tile(int rows, int vectors) {
    private static final List<String> NUMBERS =
            List.of(
                    "One",
                    "Two",
                    "Three",
                    "Four",
                    "Five",
                    "Six",
                    "Seven",
                    "Eight",
                    "Nine",
                    "Ten",
                    "Eleven",
                    "Twelve",
                    "Thirteen",
                    "Fourteen",
                    "Fifteen",
                    "Sixteen");

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth");
    private static final List<String> SIDES = List.of("left", "right");
    private static final List<String> SUMS = List.of("s", "t", "u", "v");

    /** The tiles of panels with 1, 2, … vectors. */
    static List<Tile> withManyRegisters() {
        return IntStream.rangeClosed(1, Tuning.panelVectors(true))
                .mapToObj(vectors -> new Tile(Tuning.tileRows(true, vectors), vectors))
                .toList();
    }

    /**
     * The only tile where registers are few; methods have the names of shapes, so it is no other.
     */
    static Tile withFewRegisters() {
        int vectors = Tuning.panelVectors(false);
        Tile tile = new Tile(Tuning.tileRows(false, vectors), vectors);
        if (withManyRegisters().contains(tile)) {
            throw new IllegalStateException(
                    tile + " is for few and for many registers: choose another shape for one");
        }
        return tile;
    }

    static String word(int number) {
        return NUMBERS.get(number - 1);
    }

    /** As in {@code SixRowsOfFour}. */
    String name() {
        return word(rows) + "RowsOf" + word(vectors);
    }

    /** The name of a method: as in {@code sixRowsOfFour}. */
    String method() {
        return Character.toLowerCase(name().charAt(0)) + name().substring(1);
    }

    /** A template with the names of this tile in their places. */
    String fill(String template) {
        return template.replace("${tile}", method()).replace("${Tile}", name());
    }

    /** The local variable that has vector {@code v} of row {@code i} of the tile. */
    String sum(int i, int v) {
        return SUMS.get(v) + i;
    }

    /** The local variable that has vector {@code v} of a row of the panel. */
    String panel(int v) {
        return (vectors <= SIDES.size() ? SIDES : ORDINALS).get(v);
    }
}
