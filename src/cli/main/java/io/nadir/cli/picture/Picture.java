package io.nadir.cli.picture;

import io.nadir.cli.report.Report;
import io.nadir.cli.report.Summary;

import org.knowm.xchart.internal.chartpart.Chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;

/** A white sheet for charts, images and captions, measured in pixels. */
public final class Picture {
    /** The colour of captions and axes. */
    static final Color INK = new Color(0x22, 0x2B, 0x36);

    /** The colour of less important elements. */
    static final Color FAINT = new Color(0x6B, 0x76, 0x84);

    /** Between the edge and what is drawn. */
    public static final int MARGIN = 32;

    /** Height and width of a {@link #panel}. */
    public static final int PANEL = 512;

    private static final int PANELS_TOP = 168;

    private static final int HEADING = 24;
    private static final int DETAILS = 18;
    private static final int SMALLEST_HEADING = 12;

    /** Where there is room below panels. */
    public static final int BELOW_PANELS = PANELS_TOP + PANEL + MARGIN;

    private final BufferedImage pixels;
    private final Graphics2D graphics;

    static {
        System.setProperty("java.awt.headless", "true");
    }

    public Picture(int width, int height) {
        pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        graphics = pixels.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
    }

    /** A font without serifs. */
    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** Width of a sheet with so many panels side by side. */
    public static int widthOfPanels(int count) {
        return count * PANEL + (count + 1) * MARGIN;
    }

    /** Writes what is known of a point at the top: the verdict, figures, and bounds. */
    public void heading(Report report) {
        heading(Summary.title(report), Summary.figures(report), Summary.bounds(report));
    }

    /** Writes a heading and two lines of details at the top. */
    void heading(String heading, String details, String more) {
        heading(heading, details);
        fitted(more, 108, Font.PLAIN, DETAILS, FAINT);
    }

    /** Writes a heading and a line of details at the top. */
    public void heading(String heading, String details) {
        fitted(heading, 48, Font.BOLD, HEADING, INK);
        fitted(details, 80, Font.PLAIN, DETAILS, FAINT);
    }

    /** As large as the width allows: names of files may be long. Cut if it is too long even so. */
    private void fitted(String text, int y, int style, int largest, Color color) {
        int room = pixels.getWidth() - 2 * MARGIN;
        int size = largest;
        while (size > SMALLEST_HEADING && Labels.width(text, font(style, size)) > room) {
            size--;
        }
        Font font = font(style, size);
        text(Labels.fit(text, font, room), MARGIN, y, font, color);
    }

    /** Writes a line of text with its baseline at {@code y}. */
    void text(String text, int x, int y, Font font, Color color) {
        graphics.setFont(font);
        graphics.setColor(color);
        graphics.drawString(text, x, y);
    }

    /** Writes a line of text downwards from (x, y). */
    void textDown(String text, int x, int y, Font font) {
        Graphics2D turned = (Graphics2D) graphics.create();
        turned.translate(x, y);
        turned.rotate(Math.PI / 2);
        turned.setFont(font);
        turned.setColor(INK);
        turned.drawString(text, 0, 0);
        turned.dispose();
    }

    /** Fills a rectangle with its upper left corner at (x, y). */
    void bar(int x, int y, int width, int height, Color color) {
        graphics.setColor(color);
        graphics.fillRect(x, y, width, height);
    }

    /** Draws a chart with its upper left corner at (x, y), in the size that it was made with. */
    public void chart(Chart<?, ?> chart, int x, int y) {
        Graphics2D translated = (Graphics2D) graphics.create();
        translated.translate(x, y);
        chart.paint(translated, chart.getWidth(), chart.getHeight());
        translated.dispose();
    }

    /** Draws an image, pixel by pixel, with its upper left corner at (x, y). */
    void image(BufferedImage image, int x, int y) {
        graphics.drawImage(image, x, y, null);
    }

    /** Draws an image with its upper left corner at (x, y), and a caption above it. */
    void captioned(String caption, BufferedImage image, int x, int y) {
        caption(caption, x, y);
        image(image, x, y);
    }

    private void caption(String caption, int x, int y) {
        text(caption, x, y - 10, font(Font.BOLD, 18), INK);
    }

    /**
     * Draws an image with its caption in one of the places side by side below the heading; small
     * ones are enlarged, each pixel to a square.
     */
    public void panel(int place, String caption, BufferedImage image) {
        int scale = Math.max(1, PANEL / image.getWidth());
        int width = scale * image.getWidth();
        int height = scale * image.getHeight();
        int x = MARGIN + place * (PANEL + MARGIN);
        caption(caption, x, PANELS_TOP);
        graphics.drawImage(image, x, PANELS_TOP, width, height, null);
    }

    /** Writes this as PNG. */
    public void write(OutputStream out) throws IOException {
        Png.write(pixels, out);
    }
}
