package io.nadir.jmh.report;

import org.knowm.xchart.internal.chartpart.Chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import javax.imageio.ImageIO;

/** Results as a picture: rates under the machine's limits, and times of whole operations. */
public final class Picture {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 520;
    private static final int HEAD = 96;
    private static final int IN_A_ROW = 2;
    private static final Set<String> WHOLE =
            Set.of(
                    "DescentStepBenchmark.step",
                    "CertificateBenchmark.certify",
                    "CertificateBenchmark.powerIteration",
                    "SolveBenchmark.solve");

    /** Of a solve; the others have none. */
    private static final Set<String> SIZES = Set.of("", "4000x2000:20");

    private final ResultFile results;
    private final List<Chart<?, ?>> charts = new ArrayList<>();

    private Picture(ResultFile results) {
        this.results = results;
    }

    /** Charts of what the run has measured; what it has not is left out. */
    public static Picture of(ResultFile results) {
        Picture picture = new Picture(results);
        picture.gigaflops("Loss and both gradients", "GradientBenchmark.residualGradient");
        picture.gigabytes("Polar product RᵀR·B", "PolarBenchmark.gramMultiply");
        picture.times();
        return picture;
    }

    /** Writes this as PNG. */
    public void write(Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        int rows = Math.ceilDiv(charts.size(), IN_A_ROW);
        BufferedImage pixels =
                new BufferedImage(
                        IN_A_ROW * WIDTH, HEAD + rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = pixels.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, pixels.getWidth(), pixels.getHeight());
        heading(graphics);
        for (int i = 0; i < charts.size(); i++) {
            int x = i % IN_A_ROW * WIDTH;
            int y = HEAD + i / IN_A_ROW * HEIGHT;
            charts.get(i).paint((Graphics2D) graphics.create(x, y, WIDTH, HEIGHT), WIDTH, HEIGHT);
        }
        graphics.dispose();
        ImageIO.write(pixels, "png", file.toFile());
    }

    private void heading(Graphics2D graphics) {
        graphics.setColor(Style.INK);
        graphics.setFont(Style.font(Font.BOLD, 26));
        graphics.drawString("Nadir beside its peers, one thread", 24, 46);
        graphics.setFont(Style.font(Font.PLAIN, 16));
        graphics.drawString(
                results.environment("cpu")
                        + " · "
                        + results.environment("jvm")
                        + " · "
                        + results.environment("kernels"),
                24,
                78);
    }

    private void gigaflops(String what, String benchmark) {
        rates(what, benchmark, "r", Cost::flops, "GFLOP/s", "FMA peak", results.gigaflops(1));
    }

    private void gigabytes(String what, String benchmark) {
        rates(what, benchmark, "b", Cost::bytes, "GB/s", "read bandwidth", results.gigabytes(1));
    }

    private void rates(
            String what,
            String benchmark,
            String x,
            ToDoubleFunction<Cost> part,
            String unit,
            String limitName,
            double limit) {
        List<Measurement> rows = firstShape(benchmark, x);
        if (!rows.isEmpty()) {
            String title = what + ", " + rows.getFirst().parameter("shape");
            charts.add(RateChart.of(title, x, rows, part, unit).under(limitName, limit));
        }
    }

    /** The rows that agree with the first in all but the implementation and {@code x}. */
    private List<Measurement> firstShape(String benchmark, String x) {
        List<Measurement> rows = rows(Set.of(benchmark));
        return rows.stream()
                .filter(row -> row.isLike(rows.getFirst(), Set.of("implementation", x)))
                .toList();
    }

    private void times() {
        List<Measurement> rows = rows(WHOLE);
        if (!rows.isEmpty()) {
            charts.add(TimeChart.of("Whole operations, 4000x2000, rank 20", rows));
        }
    }

    private List<Measurement> rows(Set<String> benchmarks) {
        return results.measurements().stream()
                .filter(row -> benchmarks.contains(row.benchmark()))
                .filter(row -> SIZES.contains(row.parameter("size")))
                .toList();
    }
}
