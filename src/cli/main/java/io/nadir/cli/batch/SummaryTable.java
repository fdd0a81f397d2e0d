package io.nadir.cli.batch;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import io.nadir.cli.batch.JobRecord.Figures;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** The table {@code summary.csv}: a header, and a row for each job. */
public final class SummaryTable {
    /** Name of the file. */
    public static final String NAME = "summary.csv";

    private static final List<String> HEADER =
            List.of(
                    "job",
                    "input",
                    "out",
                    "exitCode",
                    "verdict",
                    "evidence",
                    "objective",
                    "lowerBound",
                    "gap",
                    "relativeGap",
                    "lambda",
                    "rank",
                    "seconds",
                    "message");

    private SummaryTable() {}

    /** Writes the table and leaves {@code out} open. Numbers have all their digits. */
    public static void write(Collection<JobRecord> records, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CsvWriter table = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
        table.writeRecord(HEADER);
        for (JobRecord record : records) {
            table.writeRecord(row(record));
        }
        table.flush();
    }

    private static List<String> row(JobRecord record) {
        Figures figures = record.figures();
        return List.of(
                record.job(),
                record.input(),
                record.out() == null ? "" : record.out(),
                Integer.toString(record.exitCode()),
                figures == null ? "" : figures.verdict().name(),
                figures == null ? "" : figures.evidence().name(),
                figures == null ? "" : Double.toString(figures.objective()),
                figures == null ? "" : Double.toString(figures.lowerBound()),
                figures == null ? "" : Double.toString(figures.gap()),
                figures == null ? "" : Double.toString(figures.relativeGap()),
                figures == null ? "" : Double.toString(figures.lambda()),
                figures == null ? "" : Integer.toString(figures.rank()),
                Double.toString(record.seconds()),
                record.message());
    }
}
