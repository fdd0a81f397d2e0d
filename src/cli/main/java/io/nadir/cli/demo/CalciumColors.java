package io.nadir.cli.demo;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/** A colour for each cell. */
final class CalciumColors {
    private static final Color[] COLORS = {
        new Color(0x1F, 0x78, 0xD8),
        new Color(0xE6, 0x6A, 0x0A),
        new Color(0x2C, 0xA0, 0x48),
        new Color(0xD6, 0x2F, 0x3A),
        new Color(0x8E, 0x56, 0xC8),
        new Color(0xC9, 0xA0, 0x00),
        new Color(0x12, 0xA5, 0xA5),
        new Color(0xD8, 0x4A, 0xA0),
    };

    private CalciumColors() {}

    static Color of(int cell) {
        return COLORS[cell % COLORS.length];
    }

    /**
     * Draws footprints on black, each in its colour and from 0 to its largest value; where they
     * overlap, colours add up.
     */
    static BufferedImage draw(int rows, int columns, List<double[]> footprints) {
        double[] light = new double[3 * rows * columns];
        for (int cell = 0; cell < footprints.size(); cell++) {
            double[] footprint = footprints.get(cell);
            double largest = Double.MIN_NORMAL;
            for (double pixel : footprint) {
                largest = Math.max(largest, pixel);
            }
            Color color = of(cell);
            for (int pixel = 0; pixel < footprint.length; pixel++) {
                double share = Math.max(0, footprint[pixel] / largest);
                light[3 * pixel] += share * color.getRed();
                light[3 * pixel + 1] += share * color.getGreen();
                light[3 * pixel + 2] += share * color.getBlue();
            }
        }
        for (int at = 0; at < light.length; at++) {
            light[at] = Math.min(255, Math.rint(light[at]));
        }
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        image.getRaster().setPixels(0, 0, columns, rows, light);
        return image;
    }
}
