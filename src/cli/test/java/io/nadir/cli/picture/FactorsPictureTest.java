package io.nadir.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;

/** The picture of factors by the names of rows and columns. */
class FactorsPictureTest {
    private static final String NAME = FactorsPicture.NAME;

    @TempDir private Path directory;

    /** A table of days and of stations with long names. */
    private Path table(int days, int stations) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder("day");
        for (int j = 0; j < stations; j++) {
            header.append(",station of a long name, ".replace(", ", " ")).append(j);
        }
        lines.add(header.toString());
        for (int i = 0; i < days; i++) {
            StringBuilder line =
                    new StringBuilder(String.format("2024-%02d-%02d", 1 + i / 28, 1 + i % 28));
            for (int j = 0; j < stations; j++) {
                line.append(',').append(Math.sin(0.3 * i) * (j - 2) + 0.1 * ((i * 7 + j * 3) % 5));
            }
            lines.add(line.toString());
        }
        return Files.write(directory.resolve("weather.csv"), lines);
    }

    private Path solve(Path y, Object... options) {
        Path out = directory.resolve("out");
        List<Object> words = new ArrayList<>(List.of("solve", y, "--out", out));
        words.addAll(List.of(options));
        Session session = Session.run(words.toArray());
        assertThat(session.err()).isEmpty();
        assertThat(out.resolve("report.json")).exists();
        return out;
    }

    private static BufferedImage picture(Path out) throws IOException {
        return ImageIO.read(out.resolve(NAME).toFile());
    }

    /** A column is a block of the same height; a small table is drawn above them. */
    @Test
    void aTableWithNamesHasThePicture() throws IOException {
        int zero = picture(solve(table(30, 6), "--lambda", 1e6)).getHeight();
        int one = picture(solve(table(30, 6), "--lambda", 10, "--max-rank", 1)).getHeight();
        int two = picture(solve(table(30, 6), "--lambda", 0.1, "--rank", 2)).getHeight();
        assertThat(one).isEqualTo(zero);
        assertThat(two - one).isBetween(200, 400);
        int withoutTable = picture(solve(table(70, 6), "--lambda", 1e6)).getHeight();
        assertThat(zero - withoutTable).isBetween(300, 1500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "global", "rows", "columns", "both"})
    void offsetsAreShownWhereTheyAre(String center) throws IOException {
        BufferedImage picture = picture(solve(table(20, 5), "--center", center, "--lambda", 0.5));
        assertThat(picture.getWidth()).isEqualTo(1280);
    }

    @Test
    void entriesByNamesHaveThePictureToo() throws IOException {
        Path y =
                Files.writeString(
                        directory.resolve("likes.csv"),
                        "user,item,value\n"
                                + "ann,tea,3\n"
                                + "ann,milk,1\n"
                                + "bob,tea,2\n"
                                + "eve,milk,4\n"
                                + "eve,tea,1\n");
        assertThat(picture(solve(y, "--missing", "unlisted", "--lambda", 0.1)).getWidth())
                .isEqualTo(1280);
    }

    @Test
    void thePictureIsForNamesOnlyAndForThoseWhoWantPictures() throws IOException {
        Path plain = Session.writeMatrix(directory.resolve("plain.npy"), 8, 6, 1);
        assertThat(solve(plain, "--lambda", 0.5).resolve(NAME)).doesNotExist();
        Path named = solve(table(10, 4), "--lambda", 0.5, "--no-pictures");
        assertThat(named.resolve(NAME)).doesNotExist();
    }

    @Test
    void aPathShowsTheFactorsOfTheLambdaThatItChose() throws IOException {
        Path out = directory.resolve("path");
        Session session =
                Session.run(
                        "path",
                        table(20, 6),
                        "--lambdas",
                        "4,2,1",
                        "--hold-out",
                        0.2,
                        "--out",
                        out);
        assertThat(session.out()).contains("report.json, " + NAME);
        assertThat(picture(out).getWidth()).isEqualTo(1280);
    }
}
