package io.nadir.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Pages as a browser draws them. */
class PageLooksTest {
    @TempDir private Path directory;

    /** No look is left out where there is no browser. */
    @Test
    void whereThereIsNoBrowserItSaysWhatToInstall() {
        Browser browser = new Browser("no-such-browser", directory);
        assertThatIllegalStateException()
                .isThrownBy(() -> browser.draw(directory.resolve("page.html"), 400, 400))
                .withMessageContaining("no-such-browser")
                .withMessageContaining("apt-get install chromium")
                .withMessageContaining("-Dnadir.chromium=");
    }

    /** Nothing is wider than the window, whether that is a telephone's or a desk's. */
    @ParameterizedTest
    @ValueSource(ints = {400, 1200})
    @Tag("long")
    void pagesFitIntoTheWindow(int width) throws IOException {
        Results results = new Results(directory);
        Browser browser = new Browser(directory);
        for (Path page :
                new Path[] {
                    results.solve(), results.path(), results.batch(), results.undecided()
                }) {
            Browser.Layout layout = browser.layout(Results.page(page), width);
            assertThat(layout.width()).as(page.toString()).isLessThanOrEqualTo(width);
            assertThat(layout.height()).isGreaterThan(800);
            assertThat(layout.brokenImages()).isZero();
        }
    }

    /** A page that a browser draws is light, has ink, and has the colour of its verdict. */
    @Test
    @Tag("long")
    void aPageIsDrawn() throws IOException {
        Path page = Results.page(new Results(directory).solve());
        BufferedImage image = new Browser(directory).draw(page, 1000, 2000);
        assertThat(image.getWidth()).isEqualTo(1000);
        int ink = 0;
        int certified = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                int rgb = image.getRGB(x, y) & 0xFFFFFF;
                ink += ((rgb >> 8) & 0xFF) < 0x60 ? 1 : 0;
                certified += rgb == 0x2E7D4F ? 1 : 0;
            }
        }
        assertThat(image.getRGB(2, 2) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        assertThat(ink).isBetween(10_000, 400_000);
        assertThat(certified).isGreaterThan(50);
    }
}
