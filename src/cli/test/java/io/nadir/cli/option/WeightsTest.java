package io.nadir.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.matrix.ObservedEntries;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Weights of entries on the command line, however they are given. */
class WeightsTest {
    private static final double[] VALUES = {5, 1, -2, 7, 3, 3};
    private static final double[] WEIGHTS = {1, 0.5, 0, 2, 1, 0.25};
    private static final String TRIPLETS =
            "row,column,value,weight\n1,1,5,1\n1,2,1,0.5\n2,1,-2,0\n2,2,7,2\n3,1,3,1\n3,2,3,0.25\n";

    @TempDir private Path folder;
    private Path input;
    private Path weights;
    private double optimum;

    @BeforeEach
    void write() throws IOException {
        input = Session.writeNpy(folder.resolve("y.npy"), 3, 2, VALUES);
        weights = Session.writeNpy(folder.resolve("w.npy"), 3, 2, WEIGHTS);
        MatrixData data =
                DenseMatrix.wrap(3, 2, VALUES).withWeights(DenseMatrix.wrap(3, 2, WEIGHTS));
        optimum = Nadir.solve(Problem.lowRank(data, 1)).objective();
    }

    @Test
    void ofDenseData() throws IOException {
        assertSolves(input, "--weights", weights);
    }

    @Test
    void ofDataWithMissingEntries() throws IOException {
        Path csv = Files.writeString(folder.resolve("y.csv"), "5,1\nnan,7\n3,3\n");
        assertSolves(csv, "--weights", weights, "--missing", "nan");
    }

    @Test
    void inAFourthColumn() throws IOException {
        Path csv = Files.writeString(folder.resolve("y.csv"), TRIPLETS);
        assertSolves(csv, "--missing", "unlisted");
    }

    @Test
    void ofAPathWithHeldOutEntries() {
        Path out = folder.resolve("path");
        Session session =
                Session.run(
                        "path",
                        input,
                        "--weights",
                        weights,
                        "--lambdas",
                        "1,0.5",
                        "--hold-out",
                        "0.4",
                        "--out",
                        out);
        assertThat(session.exitCode()).as(session.err()).isZero();
    }

    @Test
    void entriesKeepTheirPlacesWhenTheyAreWeighted() {
        ObservedEntries entries =
                ObservedEntries.copyOfNonNaN(2, 2, new double[] {1, Double.NaN, 3, 4})
                        .withWeights(DenseMatrix.wrap(2, 2, new double[] {5, 6, 7, 8}));
        assertThat(entries.weight(0, 0)).isEqualTo(5);
        assertThat(entries.weight(0, 1)).isZero();
        assertThat(entries.weight(1, 0)).isEqualTo(7);
        assertThat(entries.weight(1, 1)).isEqualTo(8);
    }

    @Test
    void badWeightsAreRefusedByName() throws IOException {
        assertRefused("weight (1, 0) = -1.0, allowed are 0 and more", 1, 1, -1, 1, 1, 1);
        assertRefused("w.npy, which are all 0, allowed is at least one above 0", new double[6]);
        assertRefused("NaN", 1, 1, Double.NaN, 1, 1, 1);
        Session.writeNpy(weights, 2, 2, 1, 1, 1, 1);
        assertThat(solve(input, "--weights", weights).err())
                .contains("w.npy: weights are 2 x 2, must have the shape of the data, 3 x 2");
        Session.writeNpy(weights, 3, 2, WEIGHTS);
        Path csv = Files.writeString(folder.resolve("y.csv"), "1,1,5\n3,2,1\n");
        Session sparse = solve(csv, "--weights", weights, "--sparse");
        assertThat(sparse.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(sparse.err()).contains("w.npy: allowed for dense and known entries");
    }

    private void assertRefused(String problem, double... values) throws IOException {
        Session.writeNpy(weights, 3, 2, values);
        Session session = solve(input, "--weights", weights);
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains(problem).contains("w");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private void assertSolves(Path data, Object... options) throws IOException {
        Session session = solve(data, options);
        assertThat(session.exitCode()).as(session.err()).isZero();
        String report = Files.readString(folder.resolve("out/report.json"));
        String objective = report.replaceAll("(?s).*\"objective\"\\s*:\\s*([^,\\s]+).*", "$1");
        assertThat(Double.parseDouble(objective))
                .isBetween(optimum * (1 - 2e-6), optimum * (1 + 2e-6));
    }

    private Session solve(Path data, Object... options) {
        Object[] all = new Object[options.length + 6];
        Object[] first = {"solve", data, "--lambda", "1", "--out", folder.resolve("out")};
        System.arraycopy(first, 0, all, 0, 6);
        System.arraycopy(options, 0, all, 6, options.length);
        return Session.run(all);
    }
}
