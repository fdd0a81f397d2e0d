package io.nadir.cli.page;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;

/**
 * Chromium without a window: {@code chromium} on the path, or the system property {@code
 * nadir.chromium}. Where there is none, the first call fails and says what to install.
 */
final class Browser {
    private static final String PROPERTY = "nadir.chromium";

    /** A frame as wide as a telephone: Chromium has no window that is narrower than 500. */
    private static final String FRAME =
            """
            <!DOCTYPE html><html><body>
            <iframe id="frame" width="WIDTH" height="900" style="border:0" src="PAGE"></iframe>
            <p id="layout">none</p><script>
            document.getElementById("frame").onload = function () {
              const page = this.contentDocument;
              document.getElementById("layout").textContent = [
                page.documentElement.scrollWidth, page.documentElement.scrollHeight,
                Array.from(page.images).filter(i => i.naturalWidth === 0).length].join(" ");
            };
            </script></body></html>
            """;

    private final String program;
    private final Path directory;

    /**
     * How a page is laid out.
     *
     * @param width of all that it has
     * @param height of all that it has
     * @param brokenImages images that are not drawn
     */
    record Layout(int width, int height, int brokenImages) {}

    /**
     * Uses the program that is installed.
     *
     * @param directory for its files
     */
    Browser(Path directory) {
        this(System.getProperty(PROPERTY, "chromium"), directory);
    }

    Browser(String program, Path directory) {
        this.program = program;
        this.directory = directory;
    }

    /** Lays a page out in a frame of a width. */
    Layout layout(Path page, int width) throws IOException {
        Path frame = directory.resolve("frame.html");
        Files.writeString(
                frame,
                FRAME.replace("WIDTH", String.valueOf(width))
                        .replace("PAGE", page.toUri().toString()));
        String dom =
                run(
                        "--allow-file-access-from-files",
                        "--virtual-time-budget=10000",
                        "--dump-dom",
                        frame.toUri().toString());
        Element layout = Jsoup.parse(dom).getElementById("layout");
        if (layout == null || !layout.text().matches("\\d+ \\d+ \\d+")) {
            throw new IllegalStateException("Chromium did not lay out " + page + ":\n" + dom);
        }
        String[] numbers = layout.text().split(" ", -1);
        return new Layout(
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                Integer.parseInt(numbers[2]));
    }

    /** Draws the upper part of a page. */
    BufferedImage draw(Path page, int width, int height) throws IOException {
        Path picture = directory.resolve("screenshot.png");
        run(
                "--hide-scrollbars",
                "--window-size=" + width + "," + height,
                "--screenshot=" + picture,
                page.toUri().toString());
        return ImageIO.read(picture.toFile());
    }

    private String run(String... arguments) throws IOException {
        List<String> words =
                new ArrayList<>(
                        List.of(program, "--headless=new", "--no-sandbox", "--disable-gpu"));
        words.add("--user-data-dir=" + directory.resolve("profile"));
        words.addAll(List.of(arguments));
        Process process;
        try {
            process =
                    new ProcessBuilder(words)
                            .redirectError(directory.resolve("chromium.log").toFile())
                            .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    ("pages are looked at in Chromium, and the program \"%s\" cannot be started:"
                                    + " install it (Debian: apt-get install chromium), or say where"
                                    + " it is by -D%s=/path/to/chromium")
                            .formatted(program, PROPERTY),
                    e);
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
