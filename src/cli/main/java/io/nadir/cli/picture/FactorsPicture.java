package io.nadir.cli.picture;

import io.nadir.array.Panel;
import io.nadir.cli.picture.NamedBars.Bar;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Rounded;
import io.nadir.io.Indexing;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Offsets;

import org.jspecify.annotations.Nullable;

import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Shows the columns of the factors of a matrix whose rows or columns have names, the strongest
 * first: the rows and the columns of the matrix that have most of each, by name, and curves over
 * those that are in an order, such as dates. A small table is shown as a whole before them.
 */
public final class FactorsPicture {
    /** Name of the file. */
    public static final String NAME = "factors.png";

    /** Columns shown. */
    private static final int COLUMNS = 8;

    /** Rows or columns of the matrix that are named for each. */
    private static final int NAMED = 10;

    private static final int WIDTH = 1280;
    private static final int TOP = 136;
    private static final int HALF = (WIDTH - 3 * Picture.MARGIN) / 2;
    private static final int TITLE = 34;
    private static final int HEAD = TITLE + 28;

    /** From a caption to the curve below it. */
    private static final int CURVE = 8;

    private static final int HEIGHT = HEAD + NAMED * NamedBars.LINE + 24;

    private final Report report;
    private final Factors factors;
    private final Places rows;
    private final Places columns;
    private final Strengths strengths;

    /** Prepares the picture of a report that is {@link #isDrawable}. */
    public FactorsPicture(Report report, Factors factors) {
        Indexing indexing = report.inputs().indexing();
        boolean complete = report.problem().y().isComplete();
        this.report = report;
        this.factors = factors;
        this.rows = Places.of(indexing, 0, complete);
        this.columns = Places.of(indexing, 1, complete);
        this.strengths = Strengths.of(factors);
    }

    /** Returns whether a report is about a matrix of which rows, columns or both have names. */
    public static boolean isDrawable(Report report) {
        return report.inputs().indexing().hasIds() && report.problem().y().kind().equals("matrix");
    }

    /** Writes the picture as PNG. */
    public void write(OutputStream out) throws IOException {
        List<Integer> shown = strengths.order().stream().limit(COLUMNS).toList();
        Offsets offsets = report.offsets();
        boolean hasLists =
                offsets != null
                        && (offsets.centering().hasRows() || offsets.centering().hasColumns());
        int blocks = Math.max(1, shown.size() + (hasLists ? 1 : 0));
        HeatMap table = table();
        int y = table == null ? TOP : TOP + table.height();
        Picture picture = new Picture(WIDTH, y + blocks * HEIGHT);
        picture.heading(report);
        if (table != null) {
            table.draw(picture, TOP);
        }
        for (int k : shown) {
            column(picture, k, y);
            y += HEIGHT;
        }
        if (offsets != null && hasLists) {
            offsets(picture, offsets, y);
        } else if (shown.isEmpty()) {
            title(picture, "No columns: the factors are empty", y);
        }
        picture.write(out);
    }

    /** The whole table, if it is small and the model estimates its entries; otherwise null. */
    private @Nullable HeatMap table() {
        ModelData y = report.problem().y();
        boolean small = factors.dimensions().stream().allMatch(size -> size <= HeatMap.LARGEST);
        return small && y.isComplete() && report.problem().loss().isQuadratic()
                ? new HeatMap(rows, columns, y, y.trained(factors, report.problem().loss()), WIDTH)
                : null;
    }

    private static void title(Picture picture, String title, int y) {
        picture.text(title, Picture.MARGIN, y + 20, Picture.font(Font.BOLD, 18), Picture.INK);
    }

    private void column(Picture picture, int k, int y) {
        String title =
                String.format(
                        "Column %d of %d: strength ‖u‖‖v‖ = %.3g, %s of all",
                        k + 1,
                        factors.rank(),
                        strengths.of(k),
                        Rounded.percent(strengths.share(k)));
        title(picture, title, y);
        half(picture, rows, "U", k, Picture.MARGIN, y);
        half(picture, columns, "V", k, 2 * Picture.MARGIN + HALF, y);
    }

    private void half(Picture picture, Places places, String factor, int k, int x, int y) {
        Panel block = factors.block(places.mode());
        IntToDoubleFunction values = i -> block.get(i, k);
        String what = String.format("column %d of %s", k + 1, factor);
        if (places.isSequence()) {
            curve(picture, places, what, values, x, y);
            return;
        }
        List<Bar> bars = largest(places, block.rows(), values);
        caption(picture, caption(places, bars.size(), block.rows()) + " in " + what, x, y);
        bars(picture, bars, x, y);
    }

    private static void caption(Picture picture, String caption, int x, int y) {
        picture.text(caption, x, y + TITLE + 14, Picture.font(Font.PLAIN, 15), Picture.FAINT);
    }

    private static void bars(Picture picture, List<Bar> bars, int x, int y) {
        NamedBars.draw(picture, bars, value -> String.format("%.3g", value), x, y + HEAD, HALF);
    }

    private static String caption(Places places, int shown, int all) {
        return shown == all
                ? "all " + all + " " + places.plural()
                : "the "
                        + shown
                        + " of "
                        + all
                        + " "
                        + places.plural()
                        + " with the largest numbers";
    }

    /** The places whose numbers are furthest from 0, the furthest first. */
    private static List<Bar> largest(Places places, int count, IntToDoubleFunction values) {
        return IntStream.range(0, count)
                .boxed()
                .sorted(
                        Comparator.comparingDouble(
                                (Integer i) -> -Math.abs(values.applyAsDouble(i))))
                .limit(NAMED)
                .map(i -> new Bar(places.name(i), values.applyAsDouble(i)))
                .toList();
    }

    private static void curve(
            Picture picture, Places places, String what, IntToDoubleFunction values, int x, int y) {
        double[] numbers = IntStream.range(0, places.count()).mapToDouble(values).toArray();
        String title = what + " over the " + places.plural();
        picture.chart(
                NamedLine.of(HALF, HEIGHT - TITLE - CURVE, what, numbers, places::name),
                x,
                y + TITLE + CURVE);
        caption(picture, title, x, y);
    }

    private void offsets(Picture picture, Offsets offsets, int y) {
        title(picture, String.format("Offsets around the mean %.4g", offsets.mean()), y);
        if (offsets.centering().hasRows()) {
            extremes(picture, rows, offsets.rows(), Picture.MARGIN, y);
        }
        if (offsets.centering().hasColumns()) {
            extremes(picture, columns, offsets.columns(), 2 * Picture.MARGIN + HALF, y);
        }
    }

    /** The highest and the lowest offsets, or all of them, the highest first. */
    private static void extremes(Picture picture, Places places, double[] values, int x, int y) {
        List<Integer> order =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
                        .toList();
        List<Integer> shown = new ArrayList<>(order);
        if (order.size() > NAMED) {
            shown.subList(NAMED / 2, order.size() - NAMED / 2).clear();
        }
        String half = shown.size() == order.size() ? "all " : "highest and lowest offsets of the ";
        caption(picture, half + order.size() + " " + places.plural(), x, y);
        bars(picture, shown.stream().map(i -> new Bar(places.name(i), values[i])).toList(), x, y);
    }
}
