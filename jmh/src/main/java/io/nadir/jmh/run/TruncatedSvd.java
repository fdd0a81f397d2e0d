package io.nadir.jmh.run;

import io.nadir.io.MatrixWriter;
import io.nadir.jmh.LowRankProblem;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Peers of a whole solve in Python: as many singular triplets of the same matrix as its solution
 * has columns, and one more, by which a user would see that these are all above λ. They prove
 * nothing.
 */
final class TruncatedSvd {
    /** What is measured. */
    static final String BENCHMARK = "TruncatedSvd.triplets";

    private static final JsonMapper JSON = new JsonMapper();
    private static final LowRankProblem PROBLEM = LowRankProblem.STANDARD;
    private static final int REPEATS = 9;

    /** Of every BLAS that NumPy comes with. */
    private static final List<String> THREADS =
            List.of(
                    "OPENBLAS_NUM_THREADS",
                    "MKL_NUM_THREADS",
                    "BLIS_NUM_THREADS",
                    "OMP_NUM_THREADS");

    private final String python;

    /**
     * Measures with this interpreter.
     *
     * @param python a command
     */
    TruncatedSvd(String python) {
        this.python = python;
    }

    /** Whether the interpreter starts, and has SciPy. */
    boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import scipy.sparse.linalg")
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** Measures with a BLAS of one thread, and of two. */
    void addTo(Session session) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("truncated-svd");
        try {
            Path script = directory.resolve("truncated_svd.py");
            try (InputStream in = TruncatedSvd.class.getResourceAsStream("truncated_svd.py")) {
                Files.copy(Objects.requireNonNull(in), script);
            }
            Path matrix = directory.resolve("y.npy");
            try (OutputStream out = Files.newOutputStream(matrix)) {
                var y = PROBLEM.data();
                MatrixWriter.write("y.npy", out, List.of(y.rows(), y.columns()), y.toArray());
            }
            for (String threads : List.of("1", "2")) {
                for (JsonNode line : run(script, matrix, threads)) {
                    add(session, line, threads);
                }
            }
        } finally {
            Directories.delete(directory);
        }
    }

    private static void add(Session session, JsonNode line, String threads) throws IOException {
        String name = line.path("implementation").asString();
        session.peer(name, line.path("version").asString());
        List<Double> seconds = line.path("seconds").valueStream().map(JsonNode::asDouble).toList();
        Map<String, String> parameters =
                Map.of("implementation", name, "size", PROBLEM.size(), "threads", threads);
        ArrayNode results = JSON.createArrayNode();
        session.add(results.add(Outcome.of(BENCHMARK, parameters, List.of(seconds))));
    }

    private List<JsonNode> run(Path script, Path matrix, String threads)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        python,
                        script.toString(),
                        matrix.toString(),
                        Integer.toString(PROBLEM.rank() + 1),
                        Integer.toString(REPEATS));
        THREADS.forEach(variable -> builder.environment().put(variable, threads));
        // PROPACK writes a line for each product with some versions of NumPy.
        Path errors = script.resolveSibling("errors");
        Process process = builder.redirectError(errors.toFile()).start();
        List<JsonNode> lines = new ArrayList<>();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().map(JSON::readTree).forEach(lines::add);
        }
        if (process.waitFor() != 0) {
            throw new IOException(python + " has failed: " + Files.readString(errors));
        }
        return lines;
    }
}
