package io.nadir.cli.picture;

import io.nadir.model.ModelData;
import io.nadir.model.TrainedModel;

import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A small table, what a model makes of it, and what is left, as colours side by side, with the
 * names of rows and columns along their edges.
 */
final class HeatMap {
    /** Rows and columns of a table whose names can be read. */
    static final int LARGEST = 60;

    private static final int PANELS = 3;
    private static final int GAP = 24;
    private static final int CAPTION = 64;
    private static final Font NAMES = Picture.font(Font.PLAIN, 13);
    private static final int LINE = 15;
    private static final int LONGEST_NAME = 130;
    private static final int LARGEST_CELL = 28;

    /** Pixels of a table that has room for them. */
    private static final int TALLEST = 640;

    private static final Color POSITIVE = ConvergencePlot.OBJECTIVE;
    private static final Color NEGATIVE = new Color(0xD9, 0x6C, 0x0B);

    private final Places rows;
    private final Places columns;
    private final int count;
    private final int across;
    private final double[] data;
    private final double[] fit;
    private final int nameWidth;
    private final int nameHeight;
    private final int cellWidth;
    private final int cellHeight;

    /** Prepares the picture of a table whose entries are all known, in a sheet of a width. */
    HeatMap(Places rows, Places columns, ModelData y, TrainedModel model, int width) {
        this.rows = rows;
        this.columns = columns;
        this.count = y.factorShapes().get(0).rows();
        this.across = y.factorShapes().get(1).rows();
        int size = count * across;
        int[] i = IntStream.range(0, size).map(at -> at / across).toArray();
        int[] j = IntStream.range(0, size).map(at -> at % across).toArray();
        this.data = IntStream.range(0, size).mapToDouble(at -> y.entry(i[at], j[at])).toArray();
        this.fit = model.entries(i, j);
        this.nameWidth = widest(rows, count);
        this.nameHeight = widest(columns, across);
        int room = (width - 2 * Picture.MARGIN - nameWidth - (PANELS - 1) * GAP) / PANELS;
        this.cellWidth = Math.max(1, Math.min(LARGEST_CELL, room / across));
        this.cellHeight = Math.max(LINE, Math.min(cellWidth, TALLEST / count));
    }

    private static int widest(Places places, int count) {
        return 8
                + IntStream.range(0, count)
                        .map(k -> Labels.width(name(places, k), NAMES))
                        .max()
                        .orElse(0);
    }

    private static String name(Places places, int k) {
        return Labels.fit(places.name(k), NAMES, LONGEST_NAME);
    }

    /** Pixels that it takes from its upper edge to its lower one. */
    int height() {
        return CAPTION + count * cellHeight + nameHeight + Picture.MARGIN;
    }

    /** Draws it below {@code y}. */
    void draw(Picture picture, int y) {
        double[] rest = new double[data.length];
        Arrays.setAll(rest, at -> data[at] - fit[at]);
        int x = Picture.MARGIN + nameWidth;
        int top = y + CAPTION;
        String legend = "The whole table, what the model makes of it, and what is left";
        picture.text(legend, Picture.MARGIN, y + 14, Picture.font(Font.PLAIN, 15), Picture.FAINT);
        for (int i = 0; i < count; i++) {
            String name = name(rows, i);
            int left = x - 8 - Labels.width(name, NAMES);
            picture.text(
                    name, left, top + i * cellHeight + (cellHeight + 9) / 2, NAMES, Picture.INK);
        }
        Scale scale = Scale.of(data, fit);
        int step = across * cellWidth + GAP;
        panel(picture, "data", data, scale, x, top);
        panel(picture, "model", fit, scale, x + step, top);
        panel(picture, "data − model", rest, Scale.of(rest, rest), x + 2 * step, top);
    }

    /**
     * What colours mean: from white for the least to blue for the largest number, or, where there
     * are signs, from orange by white for 0 to blue.
     */
    private record Scale(double low, double high) {
        static Scale of(double[] some, double[] others) {
            DoubleSummaryStatistics all =
                    DoubleStream.concat(Arrays.stream(some), Arrays.stream(others))
                            .summaryStatistics();
            return new Scale(all.getMin(), all.getMax());
        }

        private boolean isSigned() {
            return low < 0;
        }

        String words() {
            return isSigned()
                    ? String.format("%.3g orange, 0 white, %.3g blue", low, high)
                    : String.format("%.3g white, %.3g blue", low, high);
        }

        Color color(double value) {
            double largest = Math.max(-low, high);
            double share =
                    isSigned() ? value / largest : high > low ? (value - low) / (high - low) : 0;
            Color full = share < 0 ? NEGATIVE : POSITIVE;
            double part = Math.min(1, Math.abs(share));
            return new Color(
                    mix(full.getRed(), part),
                    mix(full.getGreen(), part),
                    mix(full.getBlue(), part));
        }
    }

    private void panel(Picture picture, String what, double[] values, Scale scale, int x, int y) {
        int room = Math.max(across * cellWidth, 100);
        Font font = Picture.font(Font.BOLD, 15);
        picture.text(Labels.fit(what, font, room), x, y - 24, font, Picture.INK);
        picture.text(Labels.fit(scale.words(), NAMES, room), x, y - 8, NAMES, Picture.FAINT);
        for (int at = 0; at < values.length; at++) {
            picture.bar(
                    x + at % across * cellWidth,
                    y + at / across * cellHeight,
                    cellWidth,
                    cellHeight,
                    scale.color(values[at]));
        }
        int below = y + count * cellHeight + 6;
        for (int j = 0; j < across; j += Math.ceilDiv(LINE, cellWidth)) {
            picture.textDown(name(columns, j), x + j * cellWidth + cellWidth / 2 - 5, below, NAMES);
        }
    }

    private static int mix(int channel, double part) {
        return (int) Math.round(255 + part * (channel - 255));
    }
}
