package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.model.DenseMatrix;
import io.nadir.solver.Solution;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;

/** The embedding example of the README, compiled, run, and compared with the README's text. */
class EmbeddingExampleTest {
    @Test
    void runs() {
        double[] values = new Random(1).doubles(40 * 30).toArray();
        // README
        DenseMatrix y = DenseMatrix.wrap(40, 30, values);
        Solution solution = Nadir.solve(Problem.lowRank(y, 5.0));
        double[] u = solution.u(); // 40 x rank, row-major
        double[] v = solution.v(); // 30 x rank, row-major
        double gap = solution.certificate().gap(); // f(U, V) - minimum is at most this
        // end
        assertThat(solution.certificate().isGlobal()).isTrue();
        assertThat(u).hasSize(40 * solution.rank());
        assertThat(v).hasSize(30 * solution.rank());
        assertThat(gap).isLessThanOrEqualTo(1e-6 * solution.objective());
    }

    @Test
    void isWhatTheReadmeShows() throws IOException {
        String source = Files.readString(Path.of("test/java/io/nadir/EmbeddingExampleTest.java"));
        String example =
                source.substring(source.indexOf("// README\n") + 10, source.indexOf("// end"))
                        .lines()
                        .map(String::strip)
                        .collect(Collectors.joining("\n"))
                        .strip();
        assertThat(Files.readString(Path.of("../README.md"))).contains(example);
    }
}
