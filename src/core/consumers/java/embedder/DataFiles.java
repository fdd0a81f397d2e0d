package embedder;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.io.CheckpointFile;
import io.nadir.io.MatrixReader;
import io.nadir.io.MatrixWriter;
import io.nadir.io.SparseReader;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.matrix.SparseMatrix;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Readers and writers, in a directory of their own. */
final class DataFiles {
    private static final int ROWS = 12;
    private static final int COLUMNS = 9;

    private final double[] values = Data.lowRank(ROWS, COLUMNS, 2, 0.1, 3);
    private final Path directory;

    DataFiles(Path directory) {
        this.directory = directory;
    }

    void useAll() throws IOException {
        Readme.save(writeCsv(), directory.resolve("model"));
        readDense();
        readSparse();
        goOnFromCheckpoint();
    }

    private Path writeCsv() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                text.append(j == 0 ? "" : ",").append(values[i * COLUMNS + j]);
            }
            text.append('\n');
        }
        return Files.writeString(directory.resolve("y.csv"), text);
    }

    private Path writeNpy() throws IOException {
        Path file = directory.resolve("y.npy");
        try (OutputStream out = Files.newOutputStream(file)) {
            MatrixWriter.write("y.npy", out, List.of(ROWS, COLUMNS), values);
        }
        return file;
    }

    /** Dense, hence column by column. */
    private Path writeMatrixMarket() throws IOException {
        StringBuilder text = new StringBuilder("%%MatrixMarket matrix array real general\n");
        text.append(ROWS).append(' ').append(COLUMNS).append('\n');
        for (int j = 0; j < COLUMNS; j++) {
            for (int i = 0; i < ROWS; i++) {
                text.append(values[i * COLUMNS + j]).append('\n');
            }
        }
        return Files.writeString(directory.resolve("y.mtx"), text);
    }

    private void readDense() throws IOException {
        for (Path file : new Path[] {writeCsv(), writeNpy(), writeMatrixMarket()}) {
            DenseMatrix y = MatrixReader.read(file);
            double[] row = new double[COLUMNS];
            for (int i = 0; i < ROWS; i++) {
                y.copyRow(i, row);
                double[] expected = Arrays.copyOfRange(values, i * COLUMNS, (i + 1) * COLUMNS);
                Check.that(
                        Arrays.equals(row, expected),
                        "row " + i + " of " + file + " as it was written",
                        Arrays.toString(row));
            }
        }
    }

    private void readSparse() throws IOException {
        String header = "%%MatrixMarket matrix coordinate real general\n";
        Path listed =
                Files.writeString(
                        directory.resolve("listed.mtx"), header + "3 4 2\n1 2 0.5\n3 4 -1.5\n");
        SparseMatrix sparse = SparseReader.read(listed);
        Check.that(sparse.rows() == 3 && sparse.columns() == 4, "3x4", sparse);
        Check.near(sparse.get(2, 3), -1.5, 0, "element (2, 3)");
        Check.near(sparse.get(0, 0), 0, 0, "element (0, 0)");
        ObservedEntries observed = SparseReader.readListed(listed);
        Check.that(observed.observed() == 2, "2 entries", observed.observed());
        Path missing = Files.writeString(directory.resolve("missing.csv"), "1,,3\n4,5,NaN\n");
        Check.that(SparseReader.readObserved(missing).observed() == 4, "4 entries", missing);
    }

    /** Stops after a few steps, goes on from the file, and ends with the bits of one go. */
    private void goOnFromCheckpoint() throws IOException {
        DenseMatrix y = DenseMatrix.copyOf(ROWS, COLUMNS, values);
        Problem problem = Problem.lowRank(y, 0.5).withLoss(new LogCosh());
        SolverOptions options = SolverOptions.defaults();
        Solution expected = Nadir.solve(problem, options);
        CheckpointFile<SolveState> file =
                CheckpointFile.ofSolve(directory.resolve("solve.ckp"), Duration.ZERO);
        SolveListener stopSoon =
                new SolveListener() {
                    @Override
                    public boolean onIteration(Progress progress) {
                        return progress.iteration() < 3;
                    }
                };
        Solution stopped =
                Nadir.solve(problem, options.withCheckpoints(file).withListener(stopSoon));
        Check.that(stopped.stopReason() == StopReason.CANCELLED, "CANCELLED", stopped.stopReason());
        Solution resumed = Nadir.solve(problem, options.withResume(file.load()));
        Check.that(Arrays.equals(resumed.u(), expected.u()), "the same U", resumed);
        Check.that(Arrays.equals(resumed.v(), expected.v()), "the same V", resumed);
    }
}
