package io.nadir.cli.picture;

import io.nadir.cli.report.Report;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;

import org.knowm.xchart.CategoryChart;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shows the parts that factors have found in images, strongest first; some of the images above
 * their reconstructions; how many parts each image uses, and how strong each part is.
 */
public final class TilesPicture {
    private static final int MARGIN = Picture.MARGIN;
    private static final int WIDTH = 1600;
    private static final int INNER = WIDTH - 2 * MARGIN;
    private static final int TILE = 84;
    private static final int MOST_ROWS = 4;
    private static final int TOP = 168;
    private static final int CAPTION = 48;
    private static final int NAMES = 18;
    private static final int CHART_HEIGHT = 340;

    private final Report report;
    private final ImageFactors images;
    private final TileSheet sheet;

    public TilesPicture(Report report, Factors factors, TileSize size) {
        this.report = report;
        this.images = new ImageFactors(factors, size);
        this.sheet = TileSheet.fitting(size, INNER, TILE);
    }

    /** Writes the picture as PNG. */
    public void write(OutputStream out) throws IOException {
        int partRows = Math.clamp(Math.ceilDiv(images.rank(), sheet.perRow()), 1, MOST_ROWS);
        boolean known = report.problem().y().isComplete();
        int exampleRows = known ? 2 : 1;
        int examplesTop = TOP + sheet.height(partRows) + CAPTION;
        int labels = hasNames() ? NAMES : 0;
        int chartsTop = examplesTop + sheet.height(exampleRows) + labels + MARGIN / 2;
        Picture picture = new Picture(WIDTH, chartsTop + CHART_HEIGHT);
        picture.heading(report);
        parts(picture, partRows * sheet.perRow());
        examples(picture, examplesTop);
        picture.chart(partsOfImages(images, WIDTH / 2, CHART_HEIGHT), 0, chartsTop);
        picture.chart(strengths(), WIDTH / 2, chartsTop);
        picture.write(out);
    }

    private void parts(Picture picture, int most) {
        List<Integer> shown = images.byStrength().stream().limit(most).toList();
        String caption = "columns of " + images.name() + ", strongest first";
        if (shown.size() < images.rank()) {
            caption += String.format(": %d of %d", shown.size(), images.rank());
        }
        picture.captioned(
                images.rank() == 0 ? "no columns" : caption,
                sheet.drawEach(shown.stream().map(images::part).toList()),
                MARGIN,
                TOP);
    }

    private void examples(Picture picture, int top) {
        int count = Math.min(sheet.perRow(), images.images());
        // Evenly from all of them: data are often sorted.
        int[] shown =
                IntStream.range(0, count)
                        .map(i -> (int) ((long) i * images.images() / count))
                        .toArray();
        List<double[]> made = of(shown);
        ModelData y = report.problem().y();
        if (y.isComplete()) {
            List<double[]> given =
                    IntStream.of(shown).mapToObj(image -> images.original(y, image)).toList();
            BufferedImage originals = sheet.draw(given, given);
            picture.captioned(
                    "some of the images, and what the factors make of them",
                    originals,
                    MARGIN,
                    top);
            picture.image(sheet.draw(made, given), MARGIN, top + sheet.height(2) - sheet.height(1));
        } else {
            picture.captioned(
                    "what the factors make of some images", sheet.draw(made, made), MARGIN, top);
        }
        if (hasNames()) {
            names(picture, shown, top + sheet.height(y.isComplete() ? 2 : 1));
        }
    }

    /** Whether what the images are called is known. */
    private boolean hasNames() {
        return report.inputs().indexing().hasIds(images.mode());
    }

    /** Writes the name of each image below it. */
    private void names(Picture picture, int[] shown, int top) {
        Font font = Picture.font(Font.PLAIN, 12);
        for (int k = 0; k < shown.length; k++) {
            String name = report.inputs().indexing().name(images.mode(), shown[k]);
            String label = Labels.fit(name, font, sheet.tileWidth());
            picture.text(label, MARGIN + k * sheet.pitch(), top + 14, font, Picture.INK);
        }
    }

    private List<double[]> of(int... shown) {
        return IntStream.of(shown).mapToObj(images::reconstruction).toList();
    }

    /** How many images have how many parts. */
    public static CategoryChart partsOfImages(ImageFactors images, int width, int height) {
        int[] parts = IntStream.range(0, images.images()).map(images::partsOf).toArray();
        int[] count = new int[IntStream.of(parts).max().orElseThrow() + 1];
        for (int k : parts) {
            count[k]++;
        }
        String title =
                String.format(
                        "Images by the number of columns in use, %.1f of %d on average",
                        images.meanParts(), images.rank());
        return BarChart.ofCounts(width, height, title, "columns in use", count);
    }

    private CategoryChart strengths() {
        List<Double> strengths = images.byStrength().stream().map(images::strength).toList();
        String title = "Strength ‖u‖‖v‖ of the columns, strongest first";
        return BarChart.ofRanking(WIDTH / 2, CHART_HEIGHT, title, "column", strengths);
    }
}
