package io.nadir.cli.command;

import io.nadir.PathListener;
import io.nadir.PathListener.Step;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.PathState;
import io.nadir.Problem;
import io.nadir.cli.option.FilledOption;
import io.nadir.cli.option.OutOption;
import io.nadir.cli.option.PicturesOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.TilesOption;
import io.nadir.cli.picture.PathPlot;
import io.nadir.cli.progress.History;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.ProgressDisplay;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.LambdaMax;
import io.nadir.cli.report.PathReport;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Stopwatch;
import io.nadir.cli.report.Summary;
import io.nadir.io.FactorsReader;
import io.nadir.io.ModelDirectory;
import io.nadir.io.output.OutputDirectory;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.Offsets;
import io.nadir.solver.SolverOptions;

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
    private final Problem problem;
    private final SolverOptions options;
    private final TilesOption tiles;
    private final PicturesOption pictures;
    private final PrintOptions printing;
    private final ProgressDisplay display;
    private final Stopwatch watch;
    private final double read;
    private final Inputs inputs;
    private final History history;
    private final List<PathPoint> points = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final int digits;
    private @Nullable Outcome refit;
    private FilledOption filled = new FilledOption();
    private int count;
    private int finished;
    private boolean resumed;
    private @Nullable IOException failure;

    /**
     * Creates an output to a directory.
     *
     * @param grid the weights
     * @param watch a clock that was started with the command
     * @param read the seconds that reading took
     * @param inputs how the inputs were interpreted
     * @param history records the solves
     */
    PathOutput(
            Terminal terminal,
            OutputDirectory output,
            Problem problem,
            PathOptions.Grid grid,
            SolverOptions options,
            TilesOption tiles,
            PicturesOption pictures,
            PrintOptions printing,
            ProgressDisplay display,
            Stopwatch watch,
            double read,
            Inputs inputs,
            History history) {
        this.terminal = terminal;
        this.output = output;
        this.problem = problem;
        this.options = options;
        this.tiles = tiles;
        this.pictures = pictures;
        this.printing = printing;
        this.display = display;
        this.watch = watch;
        this.read = read;
        this.inputs = inputs;
        this.history = history;
        this.digits = Integer.toString(grid.count()).length();
    }

    /** Names of the files that are written whatever the weights. */
    static List<String> files(Inputs inputs, ModelData y) {
        return Stream.of(
                        List.of(REPORT, PLOT, ModelDirectory.DESCRIPTION, Outcome.REPORT),
                        FactorsReader.names(y),
                        ModelDirectory.fileNames(inputs.indexing()))
                .flatMap(List::stream)
                .toList();
    }

    /** Writes the points that a checkpoint has: the process may have died before they were. */
    @Override
    public void onStart(PathState state) {
        count = state.lambdas().size();
        tryTo(() -> {
            for (PathPoint point : state.points()) {
                put(output, points.size(), point);
            }
            if (!points.isEmpty()) {
                commit();
            }
        });
        finished = points.size();
        resumed = finished > 0;
        if (resumed) {
            String solved = String.format("%d of %d λ are solved", finished, count);
            printing.progress(terminal, "going on from the checkpoint: " + solved);
        }
    }

    @Override
    public void onBegin(Step step) {
        display.begin(String.format("λ %d of %d", step.index() + 1, step.count()));
    }

    @Override
    public boolean onPoint(Step step, PathPoint point) {
        if (!write(step, point)) {
            return false;
        }
        finished = points.size();
        return true;
    }

    @Override
    public void onShortened(int count) {
        this.count = count;
    }

    /** Writes, with the rest, the solution for the best λ on all entries. */
    void keep(Outcome refit, FilledOption filled) {
        this.refit = refit;
        this.filled = filled;
    }

    @Override
    public void onCutShort(Step step, PathPoint point) {
        write(step, point);
    }

    private boolean write(Step step, PathPoint point) {
        boolean written =
                tryTo(() -> {
                    put(output, step.index(), point);
                    commit();
                });
        if (written) {
            display.close(); // The line takes its place.
            printing.progress(terminal, Summary.line(step, point));
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
        target.write(REPORT, report::writeJson);
        names.add(REPORT);
        if (!points.isEmpty() && pictures.areWanted()) {
            pictures.write(terminal, target, PLOT, stream -> PathPlot.write(points, stream));
            names.add(PLOT);
        }
        if (refit != null) {
            refit.write(target);
            names.addAll(FactorsReader.names(problem.y()));
            names.add(ModelDirectory.DESCRIPTION);
            names.add(Outcome.REPORT);
            filled.write(target, refit.model(), refit.report().problem().y(), inputs.indexing());
            names.addAll(filled.files());
        }
    }

    /** Names of the files written, in order. */
    String names() {
        return String.join(", ", names);
    }

    private PathReport report() {
        return PathReport.of(
                problem, List.copyOf(points), options, read, watch.seconds(), inputs, lambdaMax());
    }

    /** Only the solve for the first λ begins at 0; a path that goes on has not seen it. */
    private @Nullable LambdaMax lambdaMax() {
        return points.isEmpty() || resumed ? null : history.lambdaMax(points.getFirst().lambda());
    }

    private void put(OutputDirectory target, int index, PathPoint point) throws IOException {
        if (index == 0) {
            ModelDirectory.writeIds(target, inputs.indexing());
        }
        if (index < points.size()) {
            points.set(index, point);
        } else {
            points.add(point);
        }
        String suffix = String.format("-%0" + digits + "d", index + 1);
        Factors factors = point.solution().factors();
        List<FactorShape> shapes = problem.y().factorShapes();
        for (int block = 0; block < shapes.size(); block++) {
            String name = shapes.get(block).name() + suffix + ".npy";
            Outcome.writeFactor(target, name, factors, block);
            names.add(name);
        }
        Offsets offsets = point.solution().model().offsets();
        if (offsets != null && offsets.centering().hasRows()) {
            putList(target, "rowOffsets" + suffix + ".npy", offsets.rows());
        }
        if (offsets != null && offsets.centering().hasColumns()) {
            putList(target, "columnOffsets" + suffix + ".npy", offsets.columns());
        }
        Report report = report().reports().get(index);
        tiles.write(terminal, target, "tiles" + suffix + ".png", report, factors);
        names.addAll(tiles.files("tiles" + suffix + ".png"));
    }

    private void putList(OutputDirectory target, String name, double[] values) throws IOException {
        Outcome.write(target, name, List.of(values.length, 1), values);
        names.add(name);
    }

    /** The report comes last: what it lists is there. */
    private void commit() throws IOException {
        PathReport report = report();
        output.write(REPORT, report::writeJson);
        output.commit();
    }
}
