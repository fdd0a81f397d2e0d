package io.nadir.cli.option;

import io.nadir.cli.report.Report;
import io.nadir.io.ColumnsWriter;
import io.nadir.io.Indexing;
import io.nadir.io.TableFormat.Column;
import io.nadir.io.output.OutputDirectory;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Factors as tables, with the ids of rows and columns, beside their arrays. */
@Section.In(Section.OUTPUT)
public final class TablesOption {
    @Option(
            names = "--tables",
            paramLabel = "csv|parquet|arrow",
            description =
                    "Write the factors as tables as well, such as U.parquet: a column id with the"
                        + " ids or numbers of rows and columns, and a column for each column of the"
                        + " factor.")
    private @Nullable String format;

    /** Throws unless files of the format can be written. */
    public void require() throws RefusedException {
        String ending = format;
        if (ending != null) {
            try {
                ColumnsWriter.requireFormat("U." + ending);
            } catch (IllegalArgumentException e) {
                throw RefusedException.of("--tables = " + ending + ": " + e.getMessage());
            }
        }
    }

    /** The names of the files for the factors of some data. */
    public List<String> files(ModelData data) {
        return format == null
                ? List.of()
                : data.factorShapes().stream().map(shape -> shape.name() + "." + format).toList();
    }

    /** Writes the files, if they are wanted. */
    public void write(OutputDirectory output, Report report, Factors factors) throws IOException {
        List<String> names = files(report.problem().y());
        Indexing indexing = report.inputs().indexing();
        for (int block = 0; block < names.size(); block++) {
            String name = names.get(block);
            int rows = factors.dimensions().get(block);
            List<Column> columns = columns(indexing, factors, block);
            output.write(name, out -> ColumnsWriter.write(name, out, columns, rows));
        }
    }

    private static List<Column> columns(Indexing indexing, Factors factors, int block) {
        List<Column> columns = new ArrayList<>();
        if (block < 2 && indexing.hasIds(block)) {
            columns.add(Column.ofTexts("id", row -> indexing.name(block, row)));
        } else {
            long base = indexing.base();
            columns.add(Column.ofWholes("id", row -> row + base));
        }
        double[] values = factors.toArray(block);
        int rank = factors.rank();
        for (int k = 0; k < rank; k++) {
            int column = k;
            columns.add(Column.ofReals("c" + (k + 1), row -> values[row * rank + column]));
        }
        return columns;
    }
}
