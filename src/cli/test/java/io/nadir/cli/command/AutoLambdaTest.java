package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** What a solve says of the λ that it has chosen by entries held out. */
class AutoLambdaTest {
    private static final int ROWS = 12;
    private static final int COLUMNS = 10;

    @TempDir private Path directory;

    /** Where the rate of the background is small, λ_max is far above all λ that predict well. */
    @Test
    void theSmallestOfAllValuesAndABetterBaselineAreTold() throws IOException {
        double[] counts = new double[ROWS * COLUMNS];
        Arrays.setAll(counts, e -> (e * 7 % 5) + 2.0);
        Session session = solve(counts, "--loss=poisson:0.00001", "--model=nmf");
        assertThat(session.err())
                .contains("nadir: --lambda auto has chosen the smallest of its 24 values, ")
                .contains("nadir path INPUT --hold-out 0.1 --count 48 goes on")
                .contains("nadir: no lambda predicts the entries held out as well as the baseline")
                .contains("mean deviance");
    }

    @Test
    void aChoiceInTheMiddleIsNotTold() throws IOException {
        double[] y = new double[ROWS * COLUMNS];
        Random random = new Random(1);
        Arrays.setAll(y, e -> 3 * Math.cos(row(e)) + random.nextGaussian());
        Session session = solve(y, "--loss=huber:1000", "--model=matrix");
        assertThat(session.out()).contains("on a tenth of the entries held out");
        assertThat(session.err()).doesNotContain("nadir: ");
    }

    private static int row(int element) {
        return element / COLUMNS;
    }

    private Session solve(double[] y, String loss, String model) throws IOException {
        Path input = Session.writeNpy(directory.resolve("y.npy"), ROWS, COLUMNS, y);
        Path out = directory.resolve("out");
        return Session.run(
                "solve", input, "--lambda=auto", loss, model, "--no-pictures", "--out", out);
    }
}
