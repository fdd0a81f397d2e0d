package io.nadir.cli.picture;

import java.awt.image.BufferedImage;

/** Numbers as brightness. */
public final class GreyImage {
    private GreyImage() {}

    /** Draws a row-major matrix; brightness beyond 0 to 255 is cut. */
    public static BufferedImage draw(int rows, int columns, double[] brightness) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        double[] samples = new double[brightness.length];
        for (int k = 0; k < samples.length; k++) {
            samples[k] = Math.clamp(Math.rint(brightness[k]), 0.0, 255.0);
        }
        image.getRaster().setSamples(0, 0, columns, rows, 0, samples);
        return image;
    }
}
