package io.nadir.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.picture.NamedBars.Bar;
import io.nadir.io.Indexing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
        assertThat(label).contains("…");
        assertThat(Labels.fit("customer-0000000042", FONT, 100)).startsWith("cust").endsWith("42");
    }

    /** What all begin with goes before the middle does. */
    @Test
    void longNamesThatBeginAlikeCanBeToldApart() {
        List<String> names =
                List.of(
                        "measurement of 2024-03-01, the southern corridor",
                        "measurement of 2024-03-02, the southern corridor");
        assertThat(Labels.fitAll(names, FONT, 1000)).isEqualTo(names);
        List<String> labels = Labels.fitAll(names, FONT, 120);
        assertThat(labels.get(0)).startsWith("…01");
        assertThat(labels.get(1)).startsWith("…02");
        assertThat(Labels.fitAll(List.of(), FONT, 10)).isEmpty();
        assertThat(Labels.fitAll(List.of("same, same", "same, same"), FONT, 20)).hasSize(2);
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

    /** Names are as far from each other and from the edges as the widest of them is wide. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8, 9, 40, 365, 5000})
    void labelsOfAScaleDoNotTouch(int count) {
        for (int pitch : new int[] {20, 96, 156, 459}) {
            double place = 460.0 / count;
            List<Integer> places = TickLabels.places(count, pitch, 460);
            assertThat(places).isNotEmpty().allMatch(k -> k >= 0 && k < count);
            for (int k = 1; k < places.size(); k++) {
                assertThat((places.get(k) - places.get(k - 1)) * place)
                        .isGreaterThanOrEqualTo(pitch - 1e-9);
            }
            assertThat((places.getFirst() + 0.5) * place)
                    .isGreaterThanOrEqualTo(pitch / 2.0 - place);
        }
    }

    @Test
    void aLineOverNamesIsDrawnWhateverItsValues() {
        for (double[] values : new double[][] {{1}, {0, 0, 0}, {-1e300, 1e300}, {1e-300, 2e-300}}) {
            var chart = NamedLine.of(600, 250, "curve", values, k -> "station " + k);
            BufferedImage image = new BufferedImage(600, 250, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            chart.paint(graphics, 600, 250);
            graphics.dispose();
            assertThat(image.getRGB(2, 2) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        }
    }

    /** A scale never has more digits than its numbers. */
    @ParameterizedTest
    @CsvSource({"1e-5, 1e-5", "0.0001, 0.0001", "1e-12, 1e-12", "12.34, 12.3", "1000, 1000"})
    void digitsOfScales(double value, String label) {
        assertThat(TickLabels.digits(value)).isEqualTo(label);
        assertThat(TickLabels.digits(2.5e7)).isEqualTo("2.5e7");
        assertThat(TickLabels.whole(3.0)).isEqualTo("3");
        assertThat(TickLabels.whole(2.5)).isEmpty();
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
