package io.nadir.cli.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import io.nadir.PathPoint;
import io.nadir.PathPoint.Baseline;
import io.nadir.certify.Certificate;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The table {@code path.csv}: a header, a row for each λ, and one for each baseline. */
public final class PathTable {
    /** Name of the file. */
    public static final String NAME = "path.csv";

    private static final List<String> HEADER =
            List.of(
                    "model",
                    "lambda",
                    "rank",
                    "objective",
                    "lowerBound",
                    "gap",
                    "relativeGap",
                    "verdict",
                    "evidence",
                    "measure",
                    "error",
                    "standardError",
                    "meanLoss",
                    "meanLossError",
                    "rootMeanSquare",
                    "rootMeanSquareError",
                    "foldsCertified",
                    "chosen");

    /** The number of columns from the measure to the last error. */
    private static final int SCORES = 7;

    private PathTable() {}

    /** Writes the table and leaves {@code out} open. Numbers have all their digits. */
    public static void write(PathReport report, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CsvWriter table = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
        table.writeRecord(HEADER);
        for (int k = 0; k < report.points().size(); k++) {
            table.writeRecord(row(report, k));
        }
        for (Baseline baseline : report.baselines()) {
            table.writeRecord(row(baseline, report.error()));
        }
        table.flush();
    }

    private static List<String> row(PathReport report, int k) {
        PathPoint point = report.points().get(k);
        Certificate certificate = point.solution().certificate();
        List<String> row = new ArrayList<>();
        row.add("factors");
        row.add(Double.toString(point.lambda()));
        row.add(Integer.toString(point.solution().rank()));
        row.add(Double.toString(certificate.objective()));
        row.add(Double.toString(certificate.lowerBound()));
        row.add(Double.toString(certificate.gap()));
        row.add(Double.toString(certificate.relativeGap()));
        row.add(certificate.verdict().name());
        row.add(certificate.polar().evidence().name());
        addScore(row, point.heldOut(), report.error());
        PathPoint.Spread spread = point.heldOut() == null ? null : point.heldOut().spread();
        row.add(spread == null ? "" : Integer.toString(spread.certified()));
        row.add(k == report.chosen() ? EnumName.of(report.rule()) : "");
        return row;
    }

    private static List<String> row(Baseline baseline, HeldOutError error) {
        List<String> row = new ArrayList<>(List.of(baseline.name(), "", "0"));
        while (row.size() < HEADER.indexOf("measure")) {
            row.add("");
        }
        addScore(row, baseline.heldOut(), error);
        row.add("");
        row.add("");
        return row;
    }

    private static void addScore(
            List<String> row, PathPoint.@Nullable HeldOut score, HeldOutError error) {
        if (score == null) {
            row.addAll(Collections.nCopies(SCORES, ""));
            return;
        }
        PathPoint.Spread spread = score.spread();
        row.add(error.name());
        row.add(Double.toString(error.value(score)));
        row.add(spread == null ? "" : Double.toString(error.standardError(score)));
        row.add(Double.toString(score.meanLoss()));
        row.add(spread == null ? "" : Double.toString(spread.meanLossError()));
        row.add(Double.toString(score.rootMeanSquare()));
        row.add(spread == null ? "" : Double.toString(spread.rootMeanSquareError()));
    }
}
