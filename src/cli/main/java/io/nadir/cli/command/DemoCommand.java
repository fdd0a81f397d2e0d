package io.nadir.cli.command;

import io.nadir.cli.demo.CalciumDemo;
import io.nadir.cli.demo.Demo;
import io.nadir.cli.demo.DictionaryDemo;
import io.nadir.cli.demo.PartsDemo;
import io.nadir.cli.demo.PhotographDemo;
import io.nadir.cli.demo.ReluDemo;
import io.nadir.cli.demo.RobustDemo;
import io.nadir.cli.demo.TopicsDemo;
import io.nadir.cli.option.CommandWords;
import io.nadir.cli.option.EffortOption;
import io.nadir.cli.option.EnumConverter;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.TimeLimitOption;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.LambdaOrigin;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.output.OutputDirectory;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Solves a problem that comes with the program. */
@Command(
        name = "demo",
        header = "Solves and draws a problem with data that come with the program.",
        description = {
            "",
            "Factorizes a photograph, images of garments, counts of words or a video, or",
            "trains a network. Tells what is proved of the result and draws it in",
            "demo.png."
        },
        footer = {
            "  nadir demo",
            "  nadir demo parts --out parts",
            "  nadir demo dictionary --effort high --time-limit 120"
        })
public final class DemoCommand extends SolvingCommand {
    private static final String PICTURE = "demo.png";

    @SuppressWarnings("NullAway.Init") // Read first of all.
    private Demo demo;

    private Inputs inputs = Inputs.none();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "SUBJECT",
            converter = SubjectName.class,
            description = {
                "What to show (default: photograph).",
                "  photograph  a photograph and its reconstruction",
                "  robust      the photograph with a tenth of its pixels spoilt, taken"
                        + " apart into a matrix of low rank and a sparse one",
                "  parts       the parts of images of garments, by nonnegative" + " factorization",
                "  topics      the topics of the books of the Bible, from how often words"
                        + " occur in them",
                "  dictionary  a dictionary with sparse codes for patches of the photograph",
                "  calcium     a synthetic video of calcium imaging, segmented into cells",
                "  relu        a ReLU network that learns the brightness along a line of"
                        + " the photograph"
            })
    private Subject subject = Subject.PHOTOGRAPH;

    @Mixin private final EffortOption effort = new EffortOption();
    @Mixin private final TimeLimitOption timeLimit = new TimeLimitOption();

    /** What can be shown. */
    enum Subject {
        /** Low-rank factorization. */
        PHOTOGRAPH,
        /** Robust principal component analysis. */
        ROBUST,
        /** Nonnegative factorization. */
        PARTS,
        /** Nonnegative factorization of counts. */
        TOPICS,
        /** Sparse dictionary. */
        DICTIONARY,
        /** Total variation. */
        CALCIUM,
        /** Regression by a network. */
        RELU;

        Demo read() throws IOException {
            return switch (this) {
                case PHOTOGRAPH -> new PhotographDemo();
                case ROBUST -> new RobustDemo();
                case PARTS -> new PartsDemo();
                case TOPICS -> new TopicsDemo();
                case DICTIONARY -> new DictionaryDemo();
                case CALCIUM -> new CalciumDemo();
                case RELU -> new ReluDemo();
            };
        }
    }

    /** All subjects of the demo. */
    static final class SubjectName extends EnumConverter<Subject> {
        SubjectName() {
            super(List.of(Subject.values()));
        }
    }

    public DemoCommand(Terminal terminal) {
        super(terminal, "nadir-demo");
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        pictures().warmUp();
        demo = subject.read();
        inputs = described();
        return solve(demo.problem(), LambdaOrigin.GIVEN, options(), watch, watch.seconds());
    }

    private Inputs described() {
        return Inputs.of("SUBJECT", demo.input()).by(CommandWords.of(command));
    }

    @Override
    Inputs inputs() {
        return inputs;
    }

    private SolverOptions options() throws RefusedException {
        SolverOptions options = effort.addTo(demo.options());
        return RefusedException.unless(() -> {
            Duration limit = timeLimit.value();
            return limit == null ? options : options.withTimeLimit(limit);
        });
    }

    @Override
    List<String> files() {
        List<String> files = new ArrayList<>(super.files());
        files.add(PICTURE);
        return files;
    }

    @Override
    void write(Outcome outcome, OutputDirectory output) throws IOException {
        super.write(outcome, output);
        writePicture(output, PICTURE, out -> demo.draw(outcome, out));
    }

    @Override
    void print(Outcome outcome) {
        super.print(outcome);
        note(demo.label(), demo.remark(outcome));
    }
}
