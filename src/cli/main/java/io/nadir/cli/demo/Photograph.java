package io.nadir.cli.demo;

import io.nadir.cli.picture.GreyImage;
import io.nadir.matrix.DenseMatrix;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;

import javax.imageio.ImageIO;

/** A grey photograph as a matrix of brightness from 0 to 255. */
final class Photograph {
    /** Brightness for what is 0 where there are signs. */
    static final double MIDDLE_GREY = 128;

    private Photograph() {}

    /** Reads the photograph of a man with a camera. */
    static DenseMatrix read() throws IOException {
        return read("camera.png");
    }

    /** Reads a photograph that comes with the program. */
    static DenseMatrix read(String resource) throws IOException {
        try (InputStream in = Photograph.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from this build");
            }
            Raster raster = ImageIO.read(in).getData();
            int width = raster.getWidth();
            int height = raster.getHeight();
            double[] brightness = raster.getSamples(0, 0, width, height, 0, (double[]) null);
            return DenseMatrix.wrap(height, width, brightness);
        }
    }

    /** Half as high and wide: each pixel the mean of four. */
    static DenseMatrix halved(DenseMatrix image) {
        int rows = image.rows() / 2;
        int columns = image.columns() / 2;
        double[] means = new double[rows * columns];
        for (int at = 0; at < means.length; at++) {
            int i = 2 * (at / columns);
            int j = 2 * (at % columns);
            double top = image.get(i, j) + image.get(i, j + 1);
            double bottom = image.get(i + 1, j) + image.get(i + 1, j + 1);
            means[at] = (top + bottom) / 4;
        }
        return DenseMatrix.wrap(rows, columns, means);
    }

    /** Draws a photograph. */
    static BufferedImage draw(DenseMatrix photograph) {
        double[] brightness = new double[photograph.rows() * photograph.columns()];
        for (int at = 0; at < brightness.length; at++) {
            brightness[at] = photograph.get(at / photograph.columns(), at % photograph.columns());
        }
        return GreyImage.draw(photograph.rows(), photograph.columns(), brightness);
    }
}
