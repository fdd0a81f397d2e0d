package io.nadir.cli.picture;

import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.function.DoubleFunction;

/** Bars below each other on one scale, each with its name to the left of it. */
final class NamedBars {
    /** Pixels from one bar to the next. */
    static final int LINE = 22;

    private static final Color POSITIVE = ConvergencePlot.OBJECTIVE;
    private static final Color NEGATIVE = new Color(0xD9, 0x6C, 0x0B);

    private static final Font NAMES = Picture.font(Font.PLAIN, 15);
    private static final Font VALUES = Picture.font(Font.PLAIN, 13);

    /** The part of the width that names may take. */
    private static final double SHARE = 0.45;

    /** Pixels between names, bars and values. */
    private static final int GAP = 8;

    private final Picture picture;
    private final List<Bar> bars;
    private final List<String> names;
    private final List<String> values;
    private final int x;
    private final int width;

    /**
     * One bar.
     *
     * @param name of what it is about
     * @param value that its length shows; one below 0 goes to the left
     */
    record Bar(String name, double value) {}

    private NamedBars(
            Picture picture, List<Bar> bars, DoubleFunction<String> value, int x, int width) {
        int room = (int) (SHARE * width);
        this.picture = picture;
        this.bars = bars;
        this.names = Labels.fitAll(bars.stream().map(Bar::name).toList(), NAMES, room);
        this.values = bars.stream().map(bar -> value.apply(bar.value())).toList();
        this.x = x;
        this.width = width;
    }

    /**
     * Draws bars.
     *
     * @param value writes the value of a bar at its end; nothing where it is empty
     * @param x of the left edge
     * @param y of the upper edge
     * @param width of names, bars and values together
     */
    static void draw(
            Picture picture,
            List<Bar> bars,
            DoubleFunction<String> value,
            int x,
            int y,
            int width) {
        new NamedBars(picture, bars, value, x, width).draw(y);
    }

    private void draw(int y) {
        boolean left = bars.stream().anyMatch(bar -> bar.value() < 0);
        boolean right = !left || bars.stream().anyMatch(bar -> bar.value() > 0);
        double largest = bars.stream().mapToDouble(bar -> Math.abs(bar.value())).max().orElse(0);
        int numbers = values.stream().mapToInt(text -> Labels.width(text, VALUES)).max().orElse(0);
        int sides = left && right ? 2 : 1;
        int from = x + Labels.pitch(names, NAMES);
        int room = (x + width - from - sides * (numbers + GAP)) / sides;
        int zero = left ? from + numbers + GAP + room : from;
        for (int k = 0; k < bars.size(); k++) {
            int top = y + k * LINE;
            double value = bars.get(k).value();
            int length = largest == 0 ? 0 : (int) Math.round(room * (Math.abs(value) / largest));
            int start = value < 0 ? zero - length : zero;
            picture.text(names.get(k), x, top + 16, NAMES, Picture.INK);
            picture.bar(
                    start, top + 4, Math.max(1, length), LINE - 8, value < 0 ? NEGATIVE : POSITIVE);
            int end =
                    value < 0
                            ? start - GAP / 2 - Labels.width(values.get(k), VALUES)
                            : start + length + GAP / 2;
            picture.text(values.get(k), end, top + 15, VALUES, Picture.FAINT);
        }
    }
}
