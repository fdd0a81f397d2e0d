package io.nadir.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.cli.progress.History;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.LambdaOrigin;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Summary;
import io.nadir.io.InputDescription;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.PolarBounds;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import javax.imageio.ImageIO;

/** Whatever the course of a solve was, there is a picture of it. */
class ConvergencePlotTest {

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-150, 1, 1e150, 1e300})
    void anyScale(double scale) throws IOException {
        History history = new History();
        for (int i = 1; i <= 12; i++) {
            double gap = Math.pow(0.1, i);
            history.onIteration(
                    new Progress(i, i / 3, scale * (1 + gap), scale * (1 - gap), 0.01 * i));
        }
        assertDrawn(history, scale, scale * (1 - 1e-13));
    }

    /** From far above a result that may be next to nothing, with bounds that are far below it. */
    @ParameterizedTest
    @CsvSource({
        "1e300, 1e299, 1e-8",
        "1e300, 1e-8, 1e-300",
        "1e300, 1e-300, 1e-300",
        "1.7976931348623157e308, 4.9e-324, 0",
        "1e3, 0, 0",
        "1.7976931348623157e308, 1.7e308, 1e-300",
        "1e300, 1, 4.9e-324",
    })
    void anyRange(double first, double last, double bound) throws IOException {
        History history = new History();
        history.onIteration(new Progress(0, 0, first, 0, 0));
        history.onIteration(new Progress(1, 1, Math.sqrt(first) * Math.sqrt(last), bound, 0.01));
        history.onIteration(new Progress(2, 1, last, bound, 0.02));
        assertDrawn(history, last, bound);
    }

    @Test
    void noStepsAtAll() throws IOException {
        assertDrawn(new History(), 3, 0);
    }

    @Test
    void zeroObjective() throws IOException {
        History history = new History();
        history.onIteration(new Progress(0, 0, 0, 0, 0));
        assertDrawn(history, 0, 0);
    }

    @Test
    void thousandsOfSteps() throws IOException {
        History history = new History();
        for (int i = 0; i < 5000; i++) {
            history.onIteration(new Progress(i, i / 100, 1 + 1.0 / (i + 1), i / 5000.0, i * 1e-3));
        }
        assertDrawn(history, 1, 1);
    }

    @Test
    void aLongSolveIsDrawnFromItsFirstStep() {
        Progress end = new Progress(2, 1, 1, 1, 100);
        Progress first = new Progress(1, 1, 2, 0.5, 0.02);
        Trace trace = Trace.of(List.of(new Progress(0, 0, 3, 0, 0), first, end), end);
        assertThat(trace.isLong()).isTrue();
        assertThat(trace.curve(Trace.Step::objective).x()).containsExactly(0.02, 0.02, 100.0);
        Trace brief = Trace.of(List.of(first, new Progress(2, 1, 1, 1, 0.1)), end);
        assertThat(brief.isLong()).isFalse();
        assertThat(brief.start()).isEqualTo(0.02);
    }

    @Test
    void aLogarithmicScaleHasNoLabelsSideBySide() {
        assertThat(List.of(0.01, 0.02, 0.03, 0.05, 0.09, 0.1, 7.0, 1e-5, 6e-5, 2e6))
                .extracting(TickLabels::spread)
                .containsExactly("0.01", "0.02", "", "0.05", "", "0.1", "", "1e-5", "", "2e6");
    }

    @Test
    void labelsOfBarsStayAtTheirBars() {
        List<String> names = List.of("0", "1", "2", "3", "4");
        assertThat(BarChart.labels(names, 5)).isEqualTo(names);
        assertThat(BarChart.labels(names, 4)).containsExactly("0", " ", "2", "   ", "4");
        assertThat(BarChart.labels(names, 1)).startsWith("0", " ").doesNotHaveDuplicates();
    }

    @Test
    void titlesBeginWithTheNameOfTheData() {
        Report report = outcome(new History(), 3, 3).report();
        assertThat(Summary.title(report)).startsWith("Global minimum, probable");
        assertThat(Summary.bounds(report))
                .isEqualTo("the minimum is at most 0 % below this objective");
        InputDescription data =
                new InputDescription(
                        "runs/Photo.npz:a", List.of(2, 3), 6, false, false, null, null);
        assertThat(Summary.title(Inputs.of("INPUT", data), "Undecided: stopped."))
                .isEqualTo("Photo.npz:a: undecided – stopped");
    }

    /** A run that is stopped early says so, and not how far from each other the bounds are. */
    @ParameterizedTest
    @CsvSource({
        "0, 'unknown, no bound was found yet'",
        "2, 'at least 2, no upper bound was found yet'"
    })
    void boundsThatAreNotKnownAreNamed(double lower, String words) {
        Certificate none =
                new Certificate(
                        Verdict.UNDECIDED,
                        new PolarBounds(
                                lower, Double.POSITIVE_INFINITY, Evidence.PROBABLE, 1e-10, null),
                        3,
                        0,
                        3,
                        1,
                        0,
                        0,
                        1,
                        false,
                        new Certificate.Work(1, 1, 0, 0.01));
        Report report = outcome(new History(), none, StopReason.TIME_LIMIT).report();
        assertThat(Summary.of(report)).contains("  polar         " + words);
        assertThat(Summary.bounds(report))
                .startsWith("no lower bound of the minimum was found yet; polar ")
                .contains("no ", "bound was found yet");
    }

    private static void assertDrawn(History history, double objective, double lowerBound)
            throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ConvergencePlot.write(outcome(history, objective, lowerBound), png);
        assertThat(ImageIO.read(new ByteArrayInputStream(png.toByteArray())).getWidth())
                .isGreaterThan(800);
    }

    private static Outcome outcome(History history, double objective, double lowerBound) {
        double gap = objective - lowerBound;
        Certificate certificate =
                new Certificate(
                        Verdict.GLOBAL,
                        new PolarBounds(0.5, 1, Evidence.PROBABLE, 1e-10, null),
                        objective,
                        lowerBound,
                        gap,
                        objective == 0 ? 0 : gap / objective,
                        0,
                        0,
                        1,
                        false,
                        new Certificate.Work(1, 1, 0, 0.01));
        return outcome(history, certificate, StopReason.CERTIFIED);
    }

    private static Outcome outcome(History history, Certificate certificate, StopReason reason) {
        Problem problem = Problem.lowRank(DenseMatrix.wrap(1, 1, new double[] {1}), 1);
        Report report =
                new Report(
                        problem,
                        SolverOptions.defaults(),
                        certificate,
                        3,
                        12,
                        3,
                        0,
                        reason,
                        new Report.Seconds(0, 0.1, 0.1, 0.1, 0.3),
                        Inputs.none(),
                        null,
                        LambdaOrigin.GIVEN,
                        null);
        return new Outcome(Factors.empty(1, 1), report, history);
    }
}
