package io.nadir.cli.picture;

import io.nadir.matrix.DenseMatrix;

/**
 * Size of images that are rows or columns of a matrix, their pixels from left to right and from the
 * top.
 *
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 */
public record TileSize(int height, int width) {
    /** As the command line has it. */
    @Override
    public String toString() {
        return height + "x" + width;
    }

    public int pixels() {
        return height * width;
    }

    /**
     * Cuts an image into tiles of this size, from left to right and from the top.
     *
     * @param image of a multiple of this height and of this width
     * @return a column for each tile
     */
    public DenseMatrix cut(DenseMatrix image) {
        double[] tiles = new double[image.rows() * image.columns()];
        for (int at = 0; at < tiles.length; at++) {
            int i = at / image.columns();
            int j = at % image.columns();
            tiles[position(i, j, image.columns(), tiles.length)] = image.get(i, j);
        }
        return DenseMatrix.wrap(pixels(), tiles.length / pixels(), tiles);
    }

    /**
     * Puts together what {@link #cut} has cut.
     *
     * @param tiles row-major, a column for each tile
     * @param imageWidth of the whole
     * @return the image, row-major
     */
    public double[] join(double[] tiles, int imageWidth) {
        double[] image = new double[tiles.length];
        for (int at = 0; at < image.length; at++) {
            int i = at / imageWidth;
            image[at] = tiles[position(i, at % imageWidth, imageWidth, tiles.length)];
        }
        return image;
    }

    /** Where the matrix of tiles has a pixel of the image. */
    private int position(int i, int j, int imageWidth, int size) {
        int tile = i / height * (imageWidth / width) + j / width;
        int pixel = i % height * width + j % width;
        return pixel * (size / pixels()) + tile;
    }
}
