package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Factors from elsewhere: certified, refuted, reported. */
class CertifyCommandTest {

    @TempDir private Path directory;

    private Path matrix;

    @BeforeEach
    void writeInput() throws IOException {
        matrix = Session.writeNpy(directory.resolve("y.npy"), 2, 2, 3, 0, 0, 1);
    }

    @Test
    void certifiesTheMinimum() throws IOException {
        // Thresholding at 2 leaves the singular value 1, balanced between the factors.
        writeFactors(1, 0);
        Session session = certify("--evidence", "proved");
        assertThat(session.err()).isEmpty();
        assertThat(session.out()).startsWith("Global minimum, proved.\n");
        assertThat(session.exitCode()).isZero();
    }

    @Test
    void certifiesZeroWhereZeroIsTheMinimum() throws IOException {
        Session.writeNpy(directory.resolve("U.npy"), 2, 0);
        Session.writeNpy(directory.resolve("V.npy"), 2, 0);
        Session session = Session.run("certify", matrix, "--lambda", 4, "--factors", directory);
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).contains("rank          0\n");
    }

    @Test
    void refutesWhatMissesAComponent() throws IOException {
        Session.writeNpy(directory.resolve("U.npy"), 2, 0);
        Session.writeNpy(directory.resolve("V.npy"), 2, 0);
        Session session = certify();
        assertThat(session.exitCode()).isEqualTo(3);
        assertThat(session.out()).startsWith("Not a global minimum.\n");
    }

    @Test
    void doesNotCertifyWhatIsNotStationary() throws IOException {
        writeFactors(2, 0);
        Session session = certify();
        assertThat(session.exitCode()).isEqualTo(3);
        assertThat(session.out())
                .startsWith("Undecided: no bound of the polar gives the gap asked for; to descend");
    }

    @Test
    void writesAReportIfAskedTo() throws IOException {
        writeFactors(1, 0);
        Path out = directory.resolve("out");
        Session session = certify("--out", out, "--json");
        assertThat(out.toFile().list()).containsExactly("report.json");
        JsonNode report = new JsonMapper().readTree(Files.readString(out.resolve("report.json")));
        assertThat(report).isEqualTo(new JsonMapper().readTree(session.out()));
        assertThat(report.get("rank").asInt()).isEqualTo(1);
        assertThat(report.get("iterations").asInt()).isZero();
    }

    private void writeFactors(double first, double second) throws IOException {
        Session.writeNpy(directory.resolve("U.npy"), 2, 1, first, second);
        Session.writeNpy(directory.resolve("V.npy"), 2, 1, first, second);
    }

    private Session certify(Object... more) {
        Object[] arguments = {"certify", matrix, "--lambda", 2, "--factors", directory};
        Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Session.run(all);
    }
}
