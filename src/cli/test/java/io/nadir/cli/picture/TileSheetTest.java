package io.nadir.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;

import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.util.List;

/** Tiles of images, and images of tiles. */
class TileSheetTest {
    private static final TileSize SIZE = new TileSize(2, 3);

    /** 4×6, so 2×2 tiles: 0 to 23 from left to right and from the top. */
    private final DenseMatrix image = DenseMatrix.wrap(4, 6, counting(24));

    @Test
    void cutsFromLeftToRightAndFromTheTop() {
        DenseMatrix tiles = SIZE.cut(image);
        assertThat(column(tiles, 0)).containsExactly(0, 1, 2, 6, 7, 8);
        assertThat(column(tiles, 1)).containsExactly(3, 4, 5, 9, 10, 11);
        assertThat(column(tiles, 2)).containsExactly(12, 13, 14, 18, 19, 20);
        assertThat(column(tiles, 3)).containsExactly(15, 16, 17, 21, 22, 23);
    }

    @Test
    void joinsWhatItCuts() {
        DenseMatrix tiles = SIZE.cut(image);
        double[] values = new double[24];
        for (int at = 0; at < 24; at++) {
            values[at] = tiles.get(at / 4, at % 4);
        }
        assertThat(SIZE.join(values, 6)).containsExactly(counting(24));
    }

    @Test
    void scalesNonnegativeImagesFromBlackToWhite() {
        BufferedImage sheet = new TileSheet(SIZE, 2, 1).drawEach(List.of(counting(6)));
        assertThat(sheet.getWidth()).isEqualTo(6);
        assertThat(sheet.getHeight()).isEqualTo(4);
        assertThat(brightness(sheet, 0, 0)).isZero();
        assertThat(brightness(sheet, 2, 1)).isEqualTo(51);
        assertThat(brightness(sheet, 5, 3)).isEqualTo(255);
    }

    @Test
    void drawsZeroGreyWhereThereAreSigns() {
        double[] signed = {-4, 0, 4, 0, 0, 2};
        BufferedImage sheet = new TileSheet(SIZE, 1, 1).drawEach(List.of(signed));
        assertThat(brightness(sheet, 0, 0)).isEqualTo(1);
        assertThat(brightness(sheet, 1, 0)).isEqualTo(128);
        assertThat(brightness(sheet, 2, 0)).isEqualTo(255);
    }

    @Test
    void drawsAllOnOneScale() {
        double[] dark = {0, 0, 0, 0, 0, 1};
        List<double[]> images = List.of(dark, counting(6));
        BufferedImage sheet = new TileSheet(SIZE, 1, 2).draw(images, images);
        assertThat(brightness(sheet, 2, 1)).isEqualTo(51);
        assertThat(brightness(sheet, 7 + 2, 1)).isEqualTo(255);
    }

    @Test
    void knowsPartsAndCodes() {
        // Two parts of 6 pixels, the second the stronger; the first image has none of it.
        double[] u = {1, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4};
        double[] v = {2, 0, 1, 1, 0, 0};
        ImageFactors images = new ImageFactors(Factors.copyOfPair(6, 3, 2, u, v), SIZE);
        assertThat(images.name()).isEqualTo("U");
        assertThat(images.byStrength()).containsExactly(1, 0);
        assertThat(images.strength(1)).isEqualTo(5);
        assertThat(images.part(1)).containsExactly(0, 3, 0, 0, 0, 4);
        assertThat(images.partsOf(0)).isEqualTo(1);
        assertThat(images.partsOf(1)).isEqualTo(2);
        assertThat(images.partsOf(2)).isZero();
        assertThat(images.meanParts()).isEqualTo(1);
        assertThat(images.reconstruction(1)).containsExactly(1, 3, 0, 0, 0, 4);
    }

    private static double[] counting(int count) {
        double[] values = new double[count];
        for (int at = 0; at < count; at++) {
            values[at] = at;
        }
        return values;
    }

    private static double[] column(DenseMatrix tiles, int k) {
        double[] column = new double[tiles.rows()];
        for (int i = 0; i < column.length; i++) {
            column[i] = tiles.get(i, k);
        }
        return column;
    }

    private static int brightness(BufferedImage sheet, int x, int y) {
        return sheet.getRGB(x, y) & 0xFF;
    }
}
