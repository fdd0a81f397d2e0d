package io.nadir.cli.batch;

import io.nadir.cli.batch.JobRecord.Figures;
import io.nadir.io.ColumnsWriter;
import io.nadir.io.TableFormat.Column;
import io.nadir.solver.Solution.StopReason;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The table {@code summary.csv}: a header, and a row for each job. */
public final class SummaryTable {
    /** Name of the file. */
    public static final String NAME = "summary.csv";

    private SummaryTable() {}

    /** Writes the table in the format of the name, and leaves {@code out} open. */
    public static void write(String name, List<JobRecord> records, OutputStream out)
            throws IOException {
        ColumnsWriter.write(name, out, columns(records), records.size());
    }

    private static List<Column> columns(List<JobRecord> records) {
        return List.of(
                Column.ofTexts("job", row -> records.get(row).job()),
                Column.ofTexts("input", row -> records.get(row).input()),
                Column.ofTexts("out", row -> records.get(row).out()),
                Column.ofWholes("exitCode", row -> (long) records.get(row).exitCode()),
                text("verdict", records, figures -> figures.verdict().name()),
                text("evidence", records, figures -> figures.evidence().name()),
                number("objective", records, Figures::objective),
                number("lowerBound", records, Figures::lowerBound),
                number("gap", records, Figures::gap),
                number("relativeGap", records, Figures::relativeGap),
                number("lambda", records, Figures::lambda),
                Column.ofWholes("rank", row -> rank(records.get(row).figures())),
                text("stopReason", records, SummaryTable::stopReason),
                Column.ofReals("seconds", row -> records.get(row).seconds()),
                Column.ofTexts("message", row -> records.get(row).message()));
    }

    private static @Nullable String stopReason(Figures figures) {
        StopReason reason = figures.stopReason();
        return reason == null ? null : reason.name();
    }

    private static Column text(
            String name, List<JobRecord> records, Function<Figures, @Nullable String> value) {
        return Column.ofTexts(
                name,
                row -> {
                    Figures figures = records.get(row).figures();
                    return figures == null ? null : value.apply(figures);
                });
    }

    private static Column number(
            String name, List<JobRecord> records, ToDoubleFunction<Figures> value) {
        return Column.ofReals(
                name,
                row -> {
                    Figures figures = records.get(row).figures();
                    return figures == null ? Double.NaN : value.applyAsDouble(figures);
                });
    }

    private static @Nullable Long rank(@Nullable Figures figures) {
        return figures == null ? null : Long.valueOf(figures.rank());
    }
}
