package io.nadir.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.picture.NamedBars.Bar;
import io.nadir.io.Indexing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

/** Names in pictures: whole where there is room, shortened where not, and never over another. */
class NamesTest {
    private static final Font FONT = Picture.font(Font.PLAIN, 15);

    @Test
    void shortNamesAreLeftAsTheyAre() {
        assertThat(Labels.fit("eve", FONT, 100)).isEqualTo("eve");
        assertThat(Labels.fit("", FONT, 0)).isEmpty();
    }

    /** The middle goes first: names often differ at their ends only. */
    @ParameterizedTest
    @ValueSource(ints = {20, 60, 100, 400})
    void longNamesFitIntoTheirRoom(int room) {
        String name = "customer-" + "x".repeat(5000) + "-0042";
        String label = Labels.fit(name, FONT, room);
        assertThat(Labels.width(label, FONT)).isLessThanOrEqualTo(room);
        assertThat(label).contains("…").startsWith("c");
        assertThat(Labels.fit("customer-0000000042", FONT, 100)).startsWith("cust").endsWith("42");
    }

    @Test
    void namesCannotTurnOrBreakALine() {
        assertThat(Labels.fit("a\nb\u202Ec\u0000", FONT, 500)).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
        String faces = "\uD83D\uDE00".repeat(300);
        String label = Labels.fit(faces, FONT, 100);
        assertThat(label.codePoints()).allMatch(c -> c == 0x1F600 || c == '…');
    }

    @Test
    void datesAndScalesAreSequencesAndIdsAreNot() {
        List<String> days = names("2024-01-%02d", 20);
        List<String> scale = names("%d.5", 20);
        List<String> people = names("user %02d", 20);
        Indexing dates = Indexing.byIds(days, people);
        assertThat(Places.of(dates, 0, false).isSequence()).isTrue();
        assertThat(Places.of(dates, 1, true).isSequence()).isFalse();
        Indexing numbers = Indexing.byIds(scale, days.reversed());
        assertThat(Places.of(numbers, 0, true).isSequence()).isTrue();
        assertThat(Places.of(numbers, 0, false).isSequence()).isFalse();
        assertThat(Places.of(numbers, 1, true).isSequence()).isFalse();
        assertThat(Places.of(Indexing.byIds(List.of(), days), 0, true).name(2)).isEqualTo("row 3");
    }

    /** Between any two labels of a scale is more white than between the letters of one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8, 9, 40, 365, 5000})
    void labelsOfAScaleDoNotTouch(int count) {
        Curve curve = new Curve();
        for (int k = 0; k < count; k++) {
            curve.add(k, k % 7);
        }
        var chart =
                new LineChart(600, 250, "", "")
                        .withoutLegend()
                        .named(k -> String.format("station-%04d", k), count)
                        .line("curve", curve, Color.BLUE)
                        .chart();
        BufferedImage image = new BufferedImage(600, 250, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        chart.paint(graphics, 600, 250);
        graphics.dispose();
        int widest = Labels.width("station-0000", FONT) + 4;
        List<Integer> words = words(image, 205, 250);
        assertThat(words).as("labels").hasSizeBetween(1, 5).allMatch(width -> width <= widest);
    }

    /** The widths of what is written in a strip, where 8 pixels of white end a word. */
    private static List<Integer> words(BufferedImage image, int top, int bottom) {
        List<Integer> widths = new ArrayList<>();
        int start = -1;
        int last = -1;
        for (int x = 0; x < image.getWidth(); x++) {
            int column = x;
            boolean ink =
                    IntStream.range(top, Math.min(bottom, image.getHeight()))
                            .anyMatch(y -> (image.getRGB(column, y) & 0xFF) < 0x90);
            if (ink && (start < 0 || x - last > 8)) {
                if (start >= 0) {
                    widths.add(last - start + 1);
                }
                start = x;
            }
            last = ink ? x : last;
        }
        if (start >= 0) {
            widths.add(last - start + 1);
        }
        return widths;
    }

    /** Names of any length and bars of any sign stay within their width. */
    @Test
    void barsStayWithinTheirWidth() throws IOException {
        List<Bar> bars =
                List.of(
                        new Bar("x".repeat(300), 3),
                        new Bar("short", -1e300),
                        new Bar("", 1e300),
                        new Bar("zero", 0));
        Picture picture = new Picture(500, 120);
        NamedBars.draw(picture, bars, value -> String.format("%.3g", value), 50, 10, 400);
        BufferedImage image = drawn(picture);
        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 500; x++) {
                if (x < 48 || x > 452) {
                    assertThat(image.getRGB(x, y) & 0xFFFFFF).as(x + ", " + y).isEqualTo(0xFFFFFF);
                }
            }
        }
    }

    @Test
    void jobsAreNamed() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        JobsPicture.write("runs", Map.of("open", 3L), Map.of(), Map.of(), Map.of(), plain);
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        Map<String, Double> seconds = Map.of("a", 1.0, "b", 0.0);
        JobsPicture.write(
                "runs", Map.of("GLOBAL", 2L), Map.of(3, 2L), seconds, Map.of("a", 0.0), named);
        assertThat(read(named).getHeight()).isGreaterThan(read(plain).getHeight() + 40);
    }

    private static BufferedImage drawn(Picture picture) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        picture.write(png);
        return read(png);
    }

    private static BufferedImage read(ByteArrayOutputStream png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
    }

    private static List<String> names(String format, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(k -> String.format(format, k)).toList();
    }
}
