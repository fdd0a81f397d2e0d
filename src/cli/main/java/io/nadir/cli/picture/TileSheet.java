package io.nadir.cli.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Small images side by side on white. */
public final class TileSheet {
    private static final int GAP = 4;

    private final TileSize size;
    private final int scale;
    private final int perRow;

    /**
     * A sheet for images of a size.
     *
     * @param scale pixels of the sheet for each pixel of an image, in both directions
     * @param perRow images side by side
     */
    TileSheet(TileSize size, int scale, int perRow) {
        this.size = size;
        this.scale = scale;
        this.perRow = perRow;
    }

    /** A sheet as wide as {@code width} at most, of tiles about as high as {@code tile}. */
    public static TileSheet fitting(TileSize size, int width, int tile) {
        int scale = Math.max(1, tile / Math.max(size.height(), size.width()));
        return new TileSheet(
                size, scale, Math.max(1, (width + GAP) / (size.width() * scale + GAP)));
    }

    public int perRow() {
        return perRow;
    }

    /** Width of an image. */
    int tileWidth() {
        return size.width() * scale;
    }

    /** From the left edge of an image to that of the next. */
    int pitch() {
        return tileWidth() + GAP;
    }

    /** Height of so many rows of images. */
    int height(int rows) {
        return rows * (size.height() * scale + GAP) - GAP;
    }

    /** Each image on a scale of its own, so that faint ones are seen as well. */
    public BufferedImage drawEach(List<double[]> images) {
        return draw(images.stream().map(image -> grey(image, List.of(image))).toList());
    }

    /** All images on one scale, that of {@code reference}. */
    BufferedImage draw(List<double[]> images, List<double[]> reference) {
        return draw(images.stream().map(image -> grey(image, reference)).toList());
    }

    /**
     * Returns shades of grey from black for 0 to white for the largest value; with negative values,
     * from black to white with 0 in the middle.
     */
    private static double[] grey(double[] image, List<double[]> reference) {
        double largest = values(reference).map(Math::abs).max().orElse(0);
        boolean signed = values(reference).anyMatch(value -> value < 0);
        double factor = largest == 0 ? 0 : (signed ? 127 : 255) / largest;
        return Arrays.stream(image).map(value -> (signed ? 128 : 0) + factor * value).toArray();
    }

    private static DoubleStream values(List<double[]> images) {
        return images.stream().flatMapToDouble(Arrays::stream);
    }

    private BufferedImage draw(List<double[]> brightness) {
        int rows = Math.max(1, Math.ceilDiv(brightness.size(), perRow));
        BufferedImage sheet =
                new BufferedImage(perRow * pitch() - GAP, height(rows), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int k = 0; k < brightness.size(); k++) {
            graphics.drawImage(
                    GreyImage.draw(size.height(), size.width(), brightness.get(k)),
                    k % perRow * pitch(),
                    k / perRow * (size.height() * scale + GAP),
                    size.width() * scale,
                    size.height() * scale,
                    null);
        }
        graphics.dispose();
        return sheet;
    }
}
