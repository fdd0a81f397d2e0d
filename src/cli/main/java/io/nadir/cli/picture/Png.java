package io.nadir.cli.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes the pixels of a picture as PNG (ISO/IEC 15948), in 8 bits of red, green and blue.
 *
 * <p>Where a batch draws a picture for each of many small problems, encoding by {@code ImageIO}
 * takes more time than drawing. Each row is written as its difference from the row above, of which
 * most are 0 in a chart; so a fast level of compression gives files of the same size.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] RGB_OF_8_BITS = {8, 2, 0, 0, 0};
    private static final int BYTES = 3;

    /** The filter "up", a byte before each row. */
    private static final int UP = 2;

    /** The highest level that searches for one match at a time. */
    private static final int LEVEL = 3;

    private static final int BUFFER = 1 << 15;

    private Png() {}

    /** Writes an image of {@link BufferedImage#TYPE_INT_RGB}. */
    static void write(BufferedImage image, OutputStream out) throws IOException {
        DataOutputStream file = new DataOutputStream(out);
        file.write(SIGNATURE);
        chunk("IHDR", header(image), file);
        chunk("IDAT", deflated(image), file);
        chunk("IEND", new byte[0], file);
        file.flush();
    }

    private static byte[] header(BufferedImage image) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(header);
        data.writeInt(image.getWidth());
        data.writeInt(image.getHeight());
        data.write(RGB_OF_8_BITS);
        return header.toByteArray();
    }

    private static void chunk(String type, byte[] content, DataOutputStream file)
            throws IOException {
        CRC32 sum = new CRC32();
        file.writeInt(content.length);
        DataOutputStream summed = new DataOutputStream(new CheckedOutputStream(file, sum));
        summed.write(type.getBytes(StandardCharsets.US_ASCII));
        summed.write(content);
        file.writeInt((int) sum.getValue());
    }

    private static byte[] deflated(BufferedImage image) throws IOException {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int width = image.getWidth();
        byte[] row = new byte[1 + BYTES * width];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
        Deflater deflater = new Deflater(LEVEL);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater, BUFFER)) {
            for (int y = 0; y < image.getHeight(); y++) {
                difference(pixels, y * width, width, row);
                out.write(row);
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** Takes the row above, black above the first, from the row that begins at {@code start}. */
    private static void difference(int[] pixels, int start, int width, byte[] row) {
        int above = start - width;
        int first = start == 0 ? 0 : mismatch(pixels, above, start, width);
        Arrays.fill(row, (byte) 0);
        row[0] = UP;
        for (int x = first; x < width; x++) {
            int pixel = pixels[start + x];
            int other = start == 0 ? 0 : pixels[above + x];
            if (pixel != other) {
                int at = 1 + BYTES * x;
                row[at] = (byte) ((pixel >> 16) - (other >> 16));
                row[at + 1] = (byte) ((pixel >> 8) - (other >> 8));
                row[at + 2] = (byte) (pixel - other);
            }
        }
    }

    /** Where two rows begin to differ; their width if they are equal. */
    private static int mismatch(int[] pixels, int above, int start, int width) {
        int first = Arrays.mismatch(pixels, above, start, pixels, start, start + width);
        return first < 0 ? width : first;
    }
}
