package io.nadir.cli.picture;

import io.nadir.cli.report.DegreeReport;
import io.nadir.cli.report.Summary;
import io.nadir.landscape.DegreeDemonstration;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;

/** Draws the objective along a ray from the origin, and the penalty of copies of a column. */
public final class DegreePicture {
    private static final Color PENALTY = new Color(0xD9, 0x6C, 0x0B);

    /** Nearer to the origin nothing is to be seen. */
    private static final double NEAREST = 1.0 / 64;

    private static final int WIDTH = 760;
    private static final int HEADER = 130;
    private static final int HEIGHT = 440;

    private DegreePicture() {}

    /** Writes the picture as PNG. */
    public static void write(DegreeReport report, OutputStream out) throws IOException {
        DegreeDemonstration shown = report.demonstration();
        String heading =
                String.format(
                        "The model has degree %d, the penalty %s degree %d",
                        report.diagnosis().mapDegree(),
                        report.diagnosis().regularizer(),
                        report.diagnosis().regularizerDegree());
        Picture picture = new Picture(2 * WIDTH, HEADER + HEIGHT);
        picture.heading(
                Summary.title(report.inputs(), heading),
                report.diagnosis().isMatched()
                        ? "they match: zero is no bad local minimum, and copies of a column do not"
                                + " lower the penalty"
                        : "they do not match: such a problem cannot be certified");
        picture.chart(ray(shown).chart(), 0, HEADER);
        picture.chart(copies(shown).chart(), WIDTH, HEADER);
        picture.write(out);
    }

    private static LineChart ray(DegreeDemonstration shown) {
        Curve ray = new Curve();
        for (DegreeDemonstration.RayPoint point : shown.ray()) {
            if (point.scale() >= NEAREST) {
                ray.add(Math.log10(point.scale()), point.objective() / shown.atOrigin());
            }
        }
        String title = "Objective along a ray from zero, relative to that at zero";
        return new LineChart(WIDTH, HEIGHT, title, "distance from zero, 1 where the loss is least")
                .powersOfTen()
                .withoutLegend()
                .line("objective", ray, ConvergencePlot.OBJECTIVE)
                .level("origin", Math.log10(NEAREST), 0, 1);
    }

    private static LineChart copies(DegreeDemonstration shown) {
        Curve penalty = new Curve();
        double unit = shown.splits().getFirst().penalty();
        for (DegreeDemonstration.Split split : shown.splits()) {
            penalty.add(Math.log10(split.copies()), split.penalty() / unit);
        }
        String title = "Penalty of equal columns with the output of one";
        return new LineChart(WIDTH, HEIGHT, title, "number of columns")
                .powersOfTen()
                .logarithmic()
                .withoutLegend()
                .marked("penalty", penalty, PENALTY);
    }
}
