package io.nadir.cli.command;

import io.nadir.PathListener;
import io.nadir.PathPoint;
import io.nadir.PathState;
import io.nadir.cli.option.FilledOption;
import io.nadir.cli.option.OutOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.picture.FactorsPicture;
import io.nadir.cli.picture.PathPlot;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.ProgressDisplay;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Baselines;
import io.nadir.cli.report.HeldOutError;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.LambdaMax;
import io.nadir.cli.report.PathReport;
import io.nadir.cli.report.PathSummary;
import io.nadir.cli.report.PathTable;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.FactorsReader;
import io.nadir.io.ModelDirectory;
import io.nadir.io.output.OutputDirectory;
import io.nadir.model.ModelData;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the points of a path as soon as they are known. Whatever ends the process afterwards, each
 * point has its files, and the report lists it. The report is complete at every moment.
 */
final class PathOutput implements PathListener {
    /** Name of the report. */
    static final String REPORT = "path.json";

    /** Name of the picture. */
    static final String PLOT = "path.png";

    private final Terminal terminal;
    private final OutputDirectory output;
    private final PathSetting setting;
    private final PathFiles files;
    private final PrintOptions printing;
    private final ProgressDisplay display;
    private final Stopwatch watch;
    private final List<PathPoint> points = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private List<PathPoint.Baseline> baselines = List.of();
    private @Nullable LambdaMax lambdaMax;
    private @Nullable Outcome model;
    private FilledOption filled = new FilledOption();
    private int count;
    private int finished;
    private @Nullable IOException failure;

    /**
     * Creates an output to a directory.
     *
     * @param files writes the files of each point
     * @param watch a clock that was started with the command
     */
    PathOutput(
            Terminal terminal,
            OutputDirectory output,
            PathSetting setting,
            PathFiles files,
            PrintOptions printing,
            ProgressDisplay display,
            Stopwatch watch) {
        this.terminal = terminal;
        this.output = output;
        this.setting = setting;
        this.files = files;
        this.printing = printing;
        this.display = display;
        this.watch = watch;
    }

    /** Names of the files that are written whatever the weights. */
    static List<String> files(Inputs inputs, ModelData y) {
        return Stream.of(
                        List.of(
                                REPORT,
                                PathTable.NAME,
                                PLOT,
                                FactorsPicture.NAME,
                                ModelDirectory.DESCRIPTION,
                                Outcome.REPORT),
                        FactorsReader.names(y),
                        ModelDirectory.fileNames(inputs.indexing()))
                .flatMap(List::stream)
                .toList();
    }

    /** Writes the points that a checkpoint has: the process may have died before they were. */
    @Override
    public void onStart(PathState state) {
        count = state.lambdas().size();
        lambdaMax = LambdaMax.find(setting.problem(), setting.options());
        baselines = Baselines.find(setting.problem(), setting.path(), setting.options());
        tryTo(() -> {
            for (PathPoint point : state.points()) {
                put(output, points.size(), point);
            }
            if (!points.isEmpty()) {
                commit();
            }
        });
        finished = points.size();
        if (finished > 0) {
            String solved = String.format("%d of %d λ are solved", finished, count);
            printing.progress(terminal, "going on from the checkpoint: " + solved);
        }
    }

    @Override
    public void onBegin(Step step) {
        String lambda = String.format("λ %d of %d", step.index() + 1, step.count());
        display.begin(
                step.fold() == 0
                        ? lambda
                        : lambda + String.format(", fold %d of %d", step.fold(), step.folds()));
    }

    @Override
    public boolean onPoint(Step step, PathPoint point) {
        finished = Math.max(finished, step.index() + 1);
        return write(step, point);
    }

    @Override
    public void onShortened(int count) {
        this.count = count;
    }

    @Override
    public void onCutShort(Step step, PathPoint point) {
        write(step, point);
    }

    /** Writes, with the rest, the model of the λ that is chosen. */
    void keep(Outcome model, FilledOption filled) {
        this.model = model;
        this.filled = filled;
    }

    private boolean write(Step step, PathPoint point) {
        boolean written =
                tryTo(() -> {
                    put(output, step.index(), point);
                    commit();
                });
        if (written) {
            display.close(); // The line takes its place.
            printing.progress(
                    terminal, PathSummary.line(step, point, HeldOutError.of(setting.problem())));
        }
        return written;
    }

    /** Does it unless something failed before; what fails is thrown in the end. */
    private boolean tryTo(Writing writing) {
        if (failure != null) {
            return false;
        }
        try {
            writing.run();
            return true;
        } catch (IOException e) {
            failure = e;
            return false;
        }
    }

    /** A write that may fail, for instance because the disk is full. */
    private interface Writing {
        void run() throws IOException;
    }

    /** Whether there are λ that were not solved. */
    boolean isCutShort() {
        return finished < count;
    }

    /** How far the path has come, and where that is. */
    String extent(OutOption directory) {
        String solved = String.format("%d of %d λ are solved", finished, count);
        return points.size() > finished
                ? String.format(
                        "%s, they and the best point of number %d so far are written to %s",
                        solved, finished + 1, directory)
                : String.format("%s and written to %s", solved, directory);
    }

    /**
     * Writes what has not been written yet.
     *
     * @return the report
     * @throws RefusedException if a file could not be written, now or earlier; the message says
     *     where the results are instead
     */
    PathReport finish() throws RefusedException {
        PathReport report = report();
        if (failure != null) {
            throw Rescue.keep(failure, target -> writeAll(report, target));
        }
        try {
            writeRest(report, output);
            output.commit();
            return report;
        } catch (IOException e) {
            throw Rescue.keep(e, target -> writeAll(report, target));
        }
    }

    private void writeAll(PathReport report, OutputDirectory target) throws IOException {
        for (int index = 0; index < points.size(); index++) {
            put(target, index, points.get(index));
        }
        writeRest(report, target);
    }

    private void writeRest(PathReport report, OutputDirectory target) throws IOException {
        writeReport(report, target);
        names.add(REPORT);
        names.add(PathTable.NAME);
        if (!points.isEmpty() && files.pictures().areWanted()) {
            files.pictures()
                    .write(terminal, target, PLOT, stream -> PathPlot.write(report, stream));
            names.add(PLOT);
        }
        if (model != null) {
            model.write(target);
            names.addAll(FactorsReader.names(setting.problem().y()));
            names.add(ModelDirectory.DESCRIPTION);
            names.add(Outcome.REPORT);
            filled.write(
                    target,
                    model.model(),
                    model.report().problem().y(),
                    setting.inputs().indexing());
            names.addAll(filled.files());
            names.addAll(
                    files.pictures()
                            .writeFactors(terminal, target, model.report(), model.factors()));
        }
    }

    private static void writeReport(PathReport report, OutputDirectory target) throws IOException {
        target.write(PathTable.NAME, stream -> PathTable.write(report, stream));
        target.write(REPORT, report::writeJson);
    }

    /** Names of the files written, in order. */
    String names() {
        return String.join(", ", names);
    }

    /** What is known so far. */
    PathReport report() {
        return new PathReport(
                setting.problem(),
                setting.options(),
                List.copyOf(points),
                Math.max(0, count - finished),
                setting.rule(),
                baselines,
                setting.read(),
                watch.seconds(),
                setting.inputs(),
                lambdaMax);
    }

    private void put(OutputDirectory target, int index, PathPoint point) throws IOException {
        if (index < points.size()) {
            points.set(index, point);
        } else {
            points.add(point);
        }
        names.addAll(files.write(target, index, report().report(index), point));
    }

    /** The report comes last: what it lists is there. */
    private void commit() throws IOException {
        writeReport(report(), output);
        output.commit();
    }
}
