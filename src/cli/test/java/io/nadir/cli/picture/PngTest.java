package io.nadir.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;

import javax.imageio.ImageIO;

class PngTest {
    /** The reader of Java finds the pixels, in rows that repeat and in rows that do not. */
    @ParameterizedTest
    @CsvSource({"1, 1, 16777216", "1, 7, 16777216", "700, 3, 2", "40, 50, 16777216", "40, 50, 1"})
    void readersFindThePixels(int width, int height, int colors) throws IOException {
        Random random = new Random(width + height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            boolean repeats = y > 0 && random.nextBoolean();
            for (int x = 0; x < width; x++) {
                int above = y == 0 ? 0 : image.getRGB(x, y - 1);
                image.setRGB(x, y, repeats ? above : 0xFFFFFF - random.nextInt(colors));
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        Png.write(image, png);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
        assertThat(read.getWidth()).isEqualTo(width);
        assertThat(read.getHeight()).isEqualTo(height);
        int[] pixels = read.getRGB(0, 0, width, height, null, 0, width);
        assertThat(pixels).isEqualTo(image.getRGB(0, 0, width, height, null, 0, width));
    }
}
