package io.nadir.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/** Pictures of columns that are images. */
class TilesOptionTest {
    private static final int ROWS = 12;
    private static final int COLUMNS = 20;

    @TempDir private Path directory;
    private Path matrix;
    private Path out;

    @BeforeEach
    void writeInput() throws IOException {
        matrix = Session.writeMatrix(directory.resolve("y.npy"), ROWS, COLUMNS, 2);
        out = directory.resolve("out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3x4", "12x1", "4x5", "1x20"})
    void drawsColumnsOfTheFactorThatFits(String size) throws IOException {
        Session session = solve("1", "--tiles", size);
        assertThat(session.err()).isEmpty();
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).contains("tiles.png");
        assertThat(picture("tiles.png").getWidth()).isEqualTo(1600);
    }

    @Test
    void drawsAZeroSolution() throws IOException {
        Session session = solve("1e3", "--tiles", "3x4");
        assertThat(session.err()).isEmpty();
        assertThat(session.out()).contains("rank          0\n");
        assertThat(picture("tiles.png").getWidth()).isEqualTo(1600);
    }

    @Test
    void drawsReconstructionsWhereEntriesAreMissing() throws IOException {
        Session session = solve("1", "--missing", "nan", "--tiles", "3x4");
        assertThat(session.err()).isEmpty();
        int withoutOriginals = picture("tiles.png").getHeight();
        assertThat(solve("1", "--tiles", "3x4").exitCode()).isZero();
        assertThat(picture("tiles.png").getHeight()).isGreaterThan(withoutOriginals);
    }

    @Test
    void writesNoneUnlessAskedFor() {
        assertThat(solve("1").exitCode()).isZero();
        assertThat(out.resolve("tiles.png")).doesNotExist();
    }

    @Test
    void drawsEachPointOfAPath() throws IOException {
        Session session =
                Session.run("path", matrix, "--lambdas", "2,1", "--tiles", "3x4", "--out", out);
        assertThat(session.err().lines()).hasSize(2).allMatch(line -> line.startsWith("λ "));
        assertThat(picture("tiles-1.png").getWidth()).isEqualTo(1600);
        assertThat(picture("tiles-2.png").getWidth()).isEqualTo(1600);
    }

    @Test
    void refusesASizeThatDoesNotFit() {
        assertRefused(
                solve("1", "--tiles", "3x5"), "--tiles = 3x5, 15 pixels, allowed are as many");
        assertRefused(
                Session.run("path", matrix, "--lambdas", "2,1", "--tiles", "3x5", "--out", out),
                "--tiles = 3x5, 15 pixels, allowed are as many as the matrix has rows, 12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "0x12", "3x", "-3x4", "3X4", "99999x1", "3x4x1"})
    void refusesWhatIsNoSize(String size) {
        assertRefused(solve("1", "--tiles=" + size), "'" + size + "', allowed is HxW");
    }

    private void assertRefused(Session session, String problem) {
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains(problem);
        assertThat(out).doesNotExist();
    }

    private Session solve(String lambda, Object... options) {
        Object[] arguments = new Object[6 + options.length];
        arguments[0] = "solve";
        arguments[1] = matrix;
        arguments[2] = "--lambda";
        arguments[3] = lambda;
        arguments[4] = "--out";
        arguments[5] = out;
        System.arraycopy(options, 0, arguments, 6, options.length);
        return Session.run(arguments);
    }

    private BufferedImage picture(String name) throws IOException {
        return ImageIO.read(out.resolve(name).toFile());
    }
}
