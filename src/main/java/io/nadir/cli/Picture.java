package io.nadir.cli;

import org.knowm.xchart.XYChart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;

import javax.imageio.ImageIO;

/** A white sheet for charts, images and captions, measured in pixels. */
final class Picture {
    /** Of captions and axes. */
    static final Color INK = new Color(0x22, 0x2B, 0x36);

    /** Of what matters less. */
    static final Color FAINT = new Color(0x6B, 0x76, 0x84);

    /** Between the edge and what is drawn. */
    static final int MARGIN = 32;

    private final BufferedImage pixels;
    private final Graphics2D graphics;

    static {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
    }

    Picture(int width, int height) {
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

    /** Writes a heading and a line of details at the top. */
    void heading(String heading, String details) {
        text(heading, MARGIN, 48, font(Font.BOLD, 24), INK);
        text(details, MARGIN, 80, font(Font.PLAIN, 18), FAINT);
    }

    /** Writes a line of text with its baseline at {@code y}. */
    void text(String text, int x, int y, Font font, Color color) {
        graphics.setFont(font);
        graphics.setColor(color);
        graphics.drawString(text, x, y);
    }

    /** Draws a chart with its upper left corner at (x, y), in the size that it was made with. */
    void chart(XYChart chart, int x, int y) {
        Graphics2D translated = (Graphics2D) graphics.create();
        translated.translate(x, y);
        chart.paint(translated, chart.getWidth(), chart.getHeight());
        translated.dispose();
    }

    /** Draws an image, pixel by pixel, with its upper left corner at (x, y). */
    void image(BufferedImage image, int x, int y) {
        graphics.drawImage(image, x, y, null);
    }

    /** Writes this as PNG. */
    void write(OutputStream out) throws IOException {
        ImageIO.write(pixels, "png", out);
    }
}
