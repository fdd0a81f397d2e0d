package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.cli.Session;
import io.nadir.io.MatrixReader;
import io.nadir.io.ModelDirectory;
import io.nadir.loss.PoissonLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.TrainedModel;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Saved models of counts: predict, transform, load in Java. */
class CountsModelTest {
    private static final double[] COUNTS = {
        5, 6, 0, 0, 7, 4, 0, 1, 0, 0, 8, 9, 0, 1, 6, 8, 4, 5, 1, 0, 0, 0, 5, 7
    };

    @TempDir private Path directory;

    /** Entries are those of U·Vᵀ, without ε, by the command and in Java. */
    @Test
    void savedModelsOfCountsArePredictedWith() throws IOException {
        Path out = solved();
        DenseMatrix u = MatrixReader.read(out.resolve("U.npy"));
        DenseMatrix v = MatrixReader.read(out.resolve("V.npy"));
        double expected = product(u, 2, v, 1);
        Path at = Files.writeString(directory.resolve("at.csv"), "row,column\n3,2\n");
        Path predicted = directory.resolve("predicted.npy");
        Session session = Session.run("predict", out, "--at", at, "--out", predicted);
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).contains("the expected counts are x + 0.01");
        assertThat(MatrixReader.read(predicted).get(0, 0)).isCloseTo(expected, within(1e-12));

        Path all = directory.resolve("all.npy");
        assertThat(Session.run("predict", out, "--out", all).exitCode()).isZero();
        assertThat(MatrixReader.read(all).get(2, 1)).isCloseTo(expected, within(1e-12));

        TrainedModel loaded = ModelDirectory.load(out);
        assertThat(loaded.entries(new int[] {2}, new int[] {1})[0])
                .isCloseTo(expected, within(1e-12));
        Problem problem =
                new Problem(
                        DenseMatrix.copyOf(6, 4, COUNTS),
                        new PoissonLoss(0.01),
                        SquaredNorms.nonNegative(),
                        4);
        SolverOptions options = SolverOptions.defaults().withRelativeGap(1e-2);
        assertThat(Nadir.certify(problem, loaded.factors(), options).objective())
                .isCloseTo(report(out).get("objective").asDouble(), within(1e-9));
        Solution again = Nadir.solve(problem, options.withStart(loaded.factors()));
        assertThat(again.certificate().isGlobal()).isTrue();
        assertThat(again.appends()).isZero();
    }

    /** The codes of new rows satisfy the conditions of optimality for a given V. */
    @Test
    void newRowsOfCountsAreTransformed() throws IOException {
        Path out = solved();
        double[] rows = {5, 9, 0, 1, 0, 0, 3, 2};
        Path fresh = Session.writeNpy(directory.resolve("new.npy"), 2, 4, rows);
        Path codes = directory.resolve("codes.npy");
        Path fitted = directory.resolve("fitted.npy");
        Session session =
                Session.run(
                        "transform", fresh, "--factors", out, "--out", codes, "--fitted", fitted);
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.out())
                .contains("loss poisson:0.01", "lambda 4", "the expected counts are x + 0.01");
        DenseMatrix u = MatrixReader.read(codes);
        DenseMatrix v = MatrixReader.read(out.resolve("V.npy"));
        assertThat(v.columns()).isPositive();
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < v.columns(); k++) {
                double slope = 4 * u.get(i, k);
                for (int j = 0; j < 4; j++) {
                    double t = 0.01 + product(u, i, v, j);
                    slope += v.get(j, k) * (1 - rows[4 * i + j] / t);
                }
                assertThat(slope).isGreaterThan(-1e-3);
                assertThat(u.get(i, k)).isNotNegative();
                assertThat(slope * u.get(i, k)).isCloseTo(0, within(1e-3));
            }
            assertThat(MatrixReader.read(fitted).get(i, 3))
                    .isCloseTo(product(u, i, v, 3), within(1e-12));
        }
    }

    private static double product(DenseMatrix u, int i, DenseMatrix v, int j) {
        double sum = 0;
        for (int k = 0; k < u.columns(); k++) {
            sum += u.get(i, k) * v.get(j, k);
        }
        return sum;
    }

    private Path solved() throws IOException {
        Path counts = Session.writeNpy(directory.resolve("counts.npy"), 6, 4, COUNTS);
        Path out = directory.resolve("out");
        Session session =
                Session.run(
                        "solve",
                        counts,
                        "--model",
                        "nmf",
                        "--gap",
                        1e-2,
                        "--loss",
                        "poisson:0.01",
                        "--lambda",
                        4,
                        "--out",
                        out);
        assertThat(session.exitCode()).as(session.err()).isZero();
        return out;
    }

    private static JsonNode report(Path out) {
        return new JsonMapper().readTree(out.resolve("report.json").toFile());
    }
}
