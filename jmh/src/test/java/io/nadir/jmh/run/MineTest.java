package io.nadir.jmh.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.jmh.LowRankProblem;
import io.nadir.jmh.Shape;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The options of a case of the user's become parameters of its benchmarks. */
class MineTest {
    private static String write(Path directory, String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    /** As nadir solve reads such files; the default rank is more than the data have. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y.csv | a,b,c/5,,3/4,5,7 | --missing nan",
                "y.csv | user,item,rating/1,1,2/2,2,3 | --missing unlisted",
                "y.csv | user,item,rating/1,1,2/2,2,3 | --sparse",
                "y.csv | a,b,c/5,2,3/4,5,7 | --model nmf",
                "y.csv | 5,2,3/4,0,7 | --model nmf --loss poisson",
                "y.csv | 1;-1;1/-1;1;1 | --loss squared-hinge"
            })
    void filesAreReadAsTheyAre(String name, String lines, String more, @TempDir Path directory)
            throws IOException {
        String file = write(directory, name, lines.replace('/', '\n') + "\n");
        String[] arguments = ("--input " + file + " " + more).split(" ");
        assertThat(preset(arguments).batches().getLast().parameters())
                .containsEntry("input", List.of(file));
    }

    /** A record says what was measured, not what the options left open. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 3 and 2 are the singular values of the first.
                "2,0/0,3/0,0 | --input y.csv | 3x2 | 0.3",
                "2,0/0,3/0,0 | --input y.csv --lambda 1.25 | 3x2 | 1.25",
                "row,column,value/1,1,20/3,4,-1 | --input y.csv --missing unlisted | 3x4 | 2.0",
                "'' | --shape 30x20 --rank 2 --lambda 7 | 30x20 | 7.0",
            })
    void whatIsRecordedIsWhatIsUsed(
            String lines, String options, String shape, String lambda, @TempDir Path directory)
            throws IOException {
        String file = write(directory, "y.csv", lines.replace('/', '\n') + "\n");
        assertThat(
                        preset(options.replace("y.csv", file).split(" "))
                                .batches()
                                .getLast()
                                .parameters())
                .containsEntry("shape", List.of(shape))
                .containsEntry("lambda", List.of(lambda));
    }

    @Test
    void ofDataThatAreMadeLambdaIsATenthOfTheLargestToo() {
        String shape = "30x20";
        double largest =
                Nadir.lambdaMax(
                        Problem.lowRank(new LowRankProblem(Shape.parse(shape), 2, 0.5).data(), 1),
                        SolverOptions.defaults());
        assertThat(preset("--shape", shape, "--rank", "2").batches().getLast().parameters())
                .hasEntrySatisfying(
                        "lambda",
                        recorded ->
                                assertThat(Double.parseDouble(recorded.getFirst()))
                                        .isCloseTo(0.1 * largest, withinPercentage(0.051)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5,,3/4,5,6 | --rank 1 | allowed with --missing nan",
                "0,0/0,0 | --rank 1 | zero for every lambda: choose one with --lambda",
                "5,,3/4,5,6 | --missing all | --missing all: must be nan or unlisted",
                "1,2/3,4 | --missing nan --sparse | exclude each other",
                "1,2/3,4 | --shape 2x2 | --input and --shape exclude each other"
            })
    void filesThatDoNotFitAreRefused(
            String lines, String more, String message, @TempDir Path directory) throws IOException {
        String file = write(directory, "y.csv", lines.replace('/', '\n') + "\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> preset(("--input " + file + " " + more).split(" ")))
                .withMessageContaining(message);
    }

    private static Preset preset(String... arguments) {
        Mine mine = new Mine();
        new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("mine", spec(mine)))
                .parseArgs(arguments);
        return mine.preset();
    }

    private static CommandLine.Model.CommandSpec spec(Mine mine) {
        return CommandLine.Model.CommandSpec.forAnnotatedObject(mine);
    }

    @Test
    void optionsBecomeParameters() {
        List<Batch> batches =
                preset(
                                "--shape",
                                "5000x800",
                                "--rank",
                                "12",
                                "--loss",
                                "huber:1",
                                "--threads",
                                "1,2")
                        .batches();
        assertThat(batches)
                .extracting(Batch::benchmark)
                .containsExactly(
                        "MachinePeakBenchmark.fma",
                        "MachinePeakBenchmark.read",
                        "MineBenchmark.evaluate",
                        "MineBenchmark.certify",
                        "MineBenchmark.solve");
        assertThat(batches.getLast().parameters())
                .containsAllEntriesOf(
                        Map.of(
                                "shape", List.of("5000x800"),
                                "rank", List.of("12"),
                                "loss", List.of("huber:1"),
                                "input", List.of(""),
                                "model", List.of("matrix"),
                                "missing", List.of("none"),
                                "threads", List.of("1", "2")));
        assertThat(batches.getLast().effort().forks()).isEqualTo(5);
        assertThat(batches.getLast().withForks(2).effort().forks()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "--loss, absolute, --loss absolute: must be squared",
        "--loss, huber:x, with a number above 0 for DELTA",
        "--loss, huber:, with a number above 0 for DELTA",
        "--loss, huber:-1, with a number above 0 for DELTA",
        "--loss, poisson, --model nmf",
        "--model, relu, --model relu: must be matrix or nmf",
        "--missing, nan, --missing and --sparse need an --input",
        "--shape, 5000, --shape 5000: must be like 5000x800",
        "--shape, 999999x999999, too large",
        "--rank, 0, must be at least 1",
        "--lambda, -1, --lambda -1.0: must be at least 0",
        "--input, no-such-file.npy, no such file"
    })
    void whatDoesNotFitIsRefused(String option, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> preset(option, value))
                .withMessageContaining(message);
    }

    /** Before a benchmark runs, not in its process. */
    @ParameterizedTest
    @CsvSource({
        "'5,x\n3,4\n', squared, 'line 1, field 2'",
        "'5,2\n3,4\n', logistic, 'allowed for the loss logistic are 1, -1'",
        "'5,2\n3,4\n', squared, ''"
    })
    void dataAreReadBeforehand(String text, String loss, String problem, @TempDir Path directory)
            throws IOException {
        Path file = Files.writeString(directory.resolve("y.csv"), text);
        String[] arguments = {"--input", file.toString(), "--loss", loss, "--rank", "1"};
        if (problem.isEmpty()) {
            assertThat(preset(arguments).batches()).hasSize(5);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> preset(arguments))
                    .withMessageContaining("--input " + file + ": ")
                    .withMessageContaining(problem);
        }
    }
}
