package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** {@code --map}: the results of files that are read, and refusals by name. */
class MapCommandTest {
    @TempDir private Path directory;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = Session.writeMatrix(directory.resolve("y.npy"), 30, 20, 3);
    }

    @Test
    void mappedDataHaveTheFactorsOfDataThatAreRead() throws IOException {
        Path weights = directory.resolve("weights.npy");
        double[] some = new double[600];
        Arrays.setAll(some, i -> i % 4);
        Session.writeNpy(weights, 30, 20, some);
        for (Object[] more :
                new Object[][] {
                    {},
                    {"--center", "both"},
                    {"--loss", "huber:0.1"},
                    {"--evidence", "proved"},
                    {"--weights", weights},
                    {"--max-rank", 2}
                }) {
            Path read = solve(directory.resolve("read"), more);
            Object[] mapping = Stream.concat(Stream.of(more), Stream.of("--map")).toArray();
            Path mapped = solve(directory.resolve("mapped"), mapping);
            for (String name : new String[] {"U.npy", "V.npy"}) {
                assertThat(mapped.resolve(name)).hasSameBinaryContentAs(read.resolve(name));
            }
            JsonNode report = report(mapped);
            assertThat(report.get("input").get("storage").stringValue())
                    .isEqualTo("float64, mapped");
            assertThat(report(read).get("input").has("storage")).isFalse();
            for (String field : new String[] {"objective", "gap", "status"}) {
                assertThat(report.get(field)).isEqualTo(report(read).get(field));
            }
        }
    }

    @Test
    void certifyPathAndTransformMapToo() throws IOException {
        Path model = solve(directory.resolve("model"));
        Session certified =
                Session.run("certify", data, "--factors", model, "--lambda", 0.5, "--map");
        assertThat(certified.err()).isEmpty();
        assertThat(certified.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        assertThat(certified.out()).contains("float64, mapped");
        Path path = directory.resolve("path");
        Session found = Session.run("path", data, "--count", 2, "--map", "--out", path);
        assertThat(found.exitCode()).isEqualTo(ExitCode.CERTIFIED);
        Path codes = directory.resolve("codes.npy");
        Session coded = Session.run("transform", data, "--factors", model, "--map", "--out", codes);
        assertThat(coded.err()).isEmpty();
        assertThat(codes).exists();
    }

    @Test
    void whatCannotBeMappedIsRefusedByName() throws IOException {
        refused("--map is for files, not for standard input", "solve", "-", "--lambda", 1, "--map");
        String dense = "--map is for dense matrices without missing entries, not for ";
        refused(
                dense + "--missing, whose entries are listed in memory",
                "solve",
                data,
                "--lambda",
                1,
                "--map",
                "--missing",
                "nan");
        refused(
                dense + "--sparse, whose entries are listed in memory",
                "solve",
                data,
                "--lambda",
                1,
                "--map",
                "--sparse");
        refused(
                dense + "tensors, which are held in memory",
                "solve",
                data,
                "--lambda",
                1,
                "--map",
                "--model",
                "tensor");
        refused(
                dense + "the targets of a network, which are held in memory",
                "solve",
                data,
                "--lambda",
                1,
                "--map",
                "--model",
                "relu",
                "--inputs",
                data);
        Path text = Files.writeString(directory.resolve("y.csv"), "1,2\n3,4\n");
        refused(
                text + ": only a .npy file that is not packed can be mapped: unpack it",
                "solve",
                text,
                "--lambda",
                1,
                "--map");
    }

    private static void refused(String message, Object... arguments) {
        Session session = Session.run(arguments);
        assertThat(session.err()).isEqualTo("nadir: " + message + "\n");
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
    }

    private Path solve(Path out, Object... more) {
        Stream<Object> command = Stream.of("solve", data, "--lambda", 0.5, "--out", out);
        Session session = Session.run(Stream.concat(command, Stream.of(more)).toArray());
        assertThat(session.err()).isEmpty();
        return out;
    }

    private static JsonNode report(Path out) throws IOException {
        return new JsonMapper().readTree(out.resolve("report.json").toFile());
    }
}
