package io.nadir.cli;

import io.nadir.model.DenseMatrix;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;

import javax.imageio.ImageIO;

/** A grey photograph as a matrix of brightness from 0 to 255. */
final class Photograph {
    private static final String RESOURCE = "camera.png";

    private Photograph() {}

    /** Reads the photograph that comes with the program. */
    static DenseMatrix read() throws IOException {
        try (InputStream in = Photograph.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this build");
            }
            Raster raster = ImageIO.read(in).getData();
            int width = raster.getWidth();
            int height = raster.getHeight();
            double[] brightness = raster.getSamples(0, 0, width, height, 0, (double[]) null);
            return DenseMatrix.of(height, width, brightness);
        }
    }

    /** Draws a row-major matrix; brightness beyond 0 to 255 is cut. */
    static BufferedImage draw(int rows, int columns, double[] brightness) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        double[] samples = new double[brightness.length];
        for (int k = 0; k < samples.length; k++) {
            samples[k] = Math.clamp(Math.rint(brightness[k]), 0.0, 255.0);
        }
        image.getRaster().setSamples(0, 0, columns, rows, 0, samples);
        return image;
    }
}
