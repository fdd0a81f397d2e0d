package io.nadir.cli.command;

import io.nadir.cli.option.LossOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.ProblemOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.option.SeedOption;
import io.nadir.cli.picture.DegreePicture;
import io.nadir.cli.picture.PictureFile;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.DegreeReport;
import io.nadir.io.output.OutputDirectory;
import io.nadir.landscape.DegreeDemonstration;
import io.nadir.landscape.DegreeDiagnosis;
import io.nadir.landscape.EuclideanPower;
import io.nadir.landscape.SteepestColumn;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Penalty;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Tells whether model and regularizer go together, and shows what happens if not. */
@Section.In(Section.RUN)
@Command(
        name = "diagnose",
        header = "Checks whether model and penalty grow at the same rate, and why that matters.",
        description = {
            "",
            "If all weights are multiplied by t, the outputs of the model grow like t^p and",
            "the penalty like t^q: p and q are their degrees. Measures both on the data. If",
            "q is less than p, zero is a local minimum, however bad it is. If q is more,",
            "copies of columns make the penalty as small as you like, and nothing limits",
            "their number. Shows both on the data. Writes report.json and degrees.png if",
            "--out is given."
        },
        footer = {"  nadir diagnose y.npy --model relu --inputs s.npy --power 3"})
public final class DiagnoseCommand extends NadirCommand {
    private static final String PICTURE = "degrees.png";

    /** Part of what the loss can fall that the penalty takes unless λ is given. */
    private static final double SHARE = 0.5;

    private static final int DOUBLINGS = 10;

    @Mixin private final ProblemOptions data = new ProblemOptions();
    @Mixin private final LossOption loss = new LossOption();
    @Mixin private final PrintOptions printing = new PrintOptions();

    @Section.In(Section.REGULARIZATION)
    @Option(
            names = "--power",
            paramLabel = "P",
            description =
                    "Instead of a regularizer the sum over the columns of"
                            + " (||w1||^2 + ... + ||wK||^2)^(P/2), which has degree P: 2 is weight"
                            + " decay.")
    private @Nullable Integer power;

    @Section.In(Section.REGULARIZATION)
    @Option(
            names = "--lambda",
            paramLabel = "L",
            description =
                    "Weight of the penalty in what is shown (default: such that the penalty takes"
                            + " half of what the best column saves in loss).")
    private @Nullable Double lambda;

    @Mixin private final SeedOption seed = new SeedOption();

    @Section.In(Section.OUTPUT)
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Directory for report.json and degrees.png, made if missing (default: not"
                            + " written).")
    private @Nullable Path out;

    public DiagnoseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        ModelData y = data.read(printing.watched(terminal), loss);
        Penalty theta = penalty(y);
        DegreeReport report = RefusedException.unless(() -> diagnose(y, theta));
        data.clearPasses();
        printing.print(terminal, report);
        if (out != null) {
            try (OutputDirectory output =
                    OutputDirectory.open(out, List.of(Outcome.REPORT, PICTURE))) {
                output.write(Outcome.REPORT, report::writeJson);
                PictureFile.write(
                        terminal, output, PICTURE, stream -> DegreePicture.write(report, stream));
                output.commit();
            }
        }
        return report.exitCode();
    }

    private Penalty penalty(ModelData y) throws RefusedException {
        Integer degree = power;
        return degree == null
                ? data.regularizer(y)
                : RefusedException.unless(() -> new EuclideanPower(degree));
    }

    private DegreeReport diagnose(ModelData y, Penalty theta) {
        try (FactorizationMap map = y.bind(loss.of(y), 1, null)) {
            Factors column = SteepestColumn.of(map, seed.value());
            double fall = map.valueAtZero() - map.evaluate(column, column.copy());
            Double given = lambda;
            double weight = given == null ? SHARE * fall / theta.value(column) : given;
            return new DegreeReport(
                    DegreeDiagnosis.of(map, theta, column),
                    weight,
                    DegreeDemonstration.of(map, theta, weight, column, DOUBLINGS),
                    data.inputs());
        }
    }
}
