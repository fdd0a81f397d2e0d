package io.nadir.cli.picture;

import io.nadir.array.Panel;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The factors of a matrix each of whose rows, or each of whose columns, is an image. The columns of
 * one factor are then images as well, here called parts. The rows of the other factor say how much
 * of each part an image contains, here called its code.
 */
public final class ImageFactors {
    private final boolean imagesAreColumns;
    private final Panel parts;
    private final Panel codes;
    private final Strengths strengths;

    /**
     * Finds out which of two factors has one row for each pixel of an image.
     *
     * @throws IllegalArgumentException if neither has
     */
    public ImageFactors(Factors factors, TileSize size) {
        int block = block(size, factors.dimensions());
        this.imagesAreColumns = block == 0;
        this.parts = factors.block(block);
        this.codes = factors.block(1 - block);
        this.strengths = Strengths.of(factors);
    }

    /**
     * Which factor has images for columns, the first if both might.
     *
     * @throws IllegalArgumentException if none
     */
    public static int block(TileSize size, List<Integer> dimensions) {
        int block = dimensions.indexOf(size.pixels());
        if (block < 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "--tiles = %dx%d, %d pixels, allowed are as many as the matrix has"
                                    + " rows, %d, or columns, %d",
                            size.height(),
                            size.width(),
                            size.pixels(),
                            dimensions.get(0),
                            dimensions.get(1)));
        }
        return block;
    }

    /** Name of the factor that has the parts. */
    String name() {
        return imagesAreColumns ? "U" : "V";
    }

    /** Whether images are the rows of the matrix, 0, or its columns, 1. */
    int mode() {
        return imagesAreColumns ? 1 : 0;
    }

    /** Number of parts. */
    public int rank() {
        return parts.columns();
    }

    /** Number of images. */
    public int images() {
        return codes.rows();
    }

    /** The numbers of all parts by {@link #strength}, largest first. */
    public List<Integer> byStrength() {
        return strengths.order();
    }

    /** ‖u_k‖₂‖v_k‖₂. */
    double strength(int k) {
        return strengths.of(k);
    }

    /** The pixels of part {@code k}. */
    public double[] part(int k) {
        return IntStream.range(0, parts.rows()).mapToDouble(p -> parts.get(p, k)).toArray();
    }

    /** How many parts an image has: elements of its code that are not 0. */
    public int partsOf(int image) {
        int count = 0;
        for (int k = 0; k < rank(); k++) {
            count += codes.get(image, k) == 0 ? 0 : 1;
        }
        return count;
    }

    /** How many parts an image has on average. */
    public double meanParts() {
        return IntStream.range(0, images()).map(this::partsOf).average().orElseThrow();
    }

    /** The pixels of an image of {@code y}. */
    double[] original(ModelData y, int image) {
        return IntStream.range(0, parts.rows())
                .mapToDouble(p -> imagesAreColumns ? y.entry(p, image) : y.entry(image, p))
                .toArray();
    }

    /** The pixels of what the factors make of an image. */
    double[] reconstruction(int image) {
        double[] pixels = new double[parts.rows()];
        for (int k = 0; k < rank(); k++) {
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] += parts.get(p, k) * codes.get(image, k);
            }
        }
        return pixels;
    }
}
