package io.nadir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nadir.cli.Session;
import io.nadir.cli.report.ExitCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

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
        String dense =
                "--map is for dense matrices, and for known entries of a sparse .npz file with"
                        + " --missing unlisted, not for ";
        refused(
                dense + "--missing nan, which is listed in memory",
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

    @Test
    void knownEntriesAreMappedOrCompact() throws IOException {
        writeEntries(directory.resolve("entries.npz"));
        Path expected = solveEntries("mapped", "--map");
        assertThat(report(expected).get("input").get("storage").stringValue())
                .isEqualTo("float32, mapped");
        Path compact = solveEntries("compact", "--compact");
        assertThat(report(compact).get("input").get("storage").stringValue())
                .isEqualTo("float32, by rows");
        for (String name : new String[] {"U.npy", "V.npy"}) {
            assertThat(compact.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
        }
        JsonNode read = report(solveEntries("read"));
        assertThat(report(expected).get("status")).isEqualTo(read.get("status"));
        assertThat(report(expected).get("objective").doubleValue())
                .isCloseTo(read.get("objective").doubleValue(), within(1e-5));
        Session certified =
                Session.run(
                        "certify",
                        directory.resolve("entries.npz"),
                        "--factors",
                        expected,
                        "--lambda",
                        0.5,
                        "--missing",
                        "unlisted",
                        "--map");
        assertThat(certified.err()).isEmpty();
        assertThat(certified.exitCode()).isEqualTo(ExitCode.CERTIFIED);
    }

    private Path solveEntries(String out, String... more) {
        Path to = directory.resolve(out);
        Stream<Object> command =
                Stream.of(
                        "solve",
                        directory.resolve("entries.npz"),
                        "--lambda",
                        0.5,
                        "--missing",
                        "unlisted",
                        "--out",
                        to);
        Session session = Session.run(Stream.concat(command, Stream.of(more)).toArray());
        assertThat(session.err()).isEmpty();
        return to;
    }

    /** Two of three entries of a matrix, as SciPy saves them, with weights. */
    private static void writeEntries(Path file) throws IOException {
        ByteBuffer starts = numbers(31);
        ByteBuffer indices = numbers(400);
        ByteBuffer data = numbers(400);
        ByteBuffer weights = numbers(400);
        starts.putInt(0);
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 20; j++) {
                if ((i + j) % 3 > 0 && indices.hasRemaining()) {
                    indices.putInt(j);
                    data.putFloat((float) (Math.sin(i) * Math.cos(j) + 0.1 * Math.sin(i * j)));
                    weights.putFloat(1 + i % 2);
                }
            }
            starts.putInt(indices.position() / 4);
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            store(zip, "indices", "<i4", "400,", indices);
            store(zip, "indptr", "<i4", "31,", starts);
            store(zip, "format", "|S3", "", ByteBuffer.wrap("csr".getBytes(US_ASCII)));
            store(zip, "shape", "<i4", "2,", numbers(2).putInt(30).putInt(20));
            store(zip, "data", "<f4", "400,", data);
            store(zip, "weights", "<f4", "400,", weights);
        }
    }

    private static ByteBuffer numbers(int count) {
        return ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void store(
            ZipOutputStream zip, String name, String type, String shape, ByteBuffer elements)
            throws IOException {
        String header =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(type, shape);
        byte[] bytes =
                ByteBuffer.allocate(10 + header.length() + elements.capacity())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put("\u0093NUMPY\1\0".getBytes(ISO_8859_1))
                        .putShort((short) header.length())
                        .put(header.getBytes(US_ASCII))
                        .put(elements.clear())
                        .array();
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
    }

    @Test
    void compactIsForKnownEntriesInMemory() throws IOException {
        String compact =
                "--compact is for known entries in memory (--missing nan or unlisted), not for ";
        refused(compact + "others", "solve", data, "--lambda", 1, "--compact");
        refused(
                compact + "tensors",
                "solve",
                data,
                "--lambda",
                1,
                "--compact",
                "--model",
                "tensor");
        refused(
                compact + "a file that is mapped",
                "solve",
                data,
                "--lambda",
                1,
                "--compact",
                "--map",
                "--missing",
                "unlisted");
        Path ones = directory.resolve("ones.npy");
        double[] one = new double[600];
        Arrays.fill(one, 1);
        Session.writeNpy(ones, 30, 20, one);
        Path out =
                solve(directory.resolve("out"), "--missing", "nan", "--weights", ones, "--compact");
        assertThat(report(out).get("input").get("storage").stringValue())
                .isEqualTo("float64, by rows");
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
