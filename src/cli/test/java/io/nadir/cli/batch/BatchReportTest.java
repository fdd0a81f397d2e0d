package io.nadir.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.certify.Certificate.Verdict;
import io.nadir.cli.report.ExitCode;
import io.nadir.model.Evidence;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class BatchReportTest {
    private static JobRecord record(int exitCode, String verdict) {
        JobRecord.Figures figures =
                verdict.equals("-")
                        ? null
                        : new JobRecord.Figures(
                                Verdict.valueOf(verdict),
                                Evidence.PROBABLE,
                                2,
                                1,
                                1,
                                0.5,
                                3,
                                4,
                                null);
        return new JobRecord("y", "key", "y.npy", null, exitCode, figures, 1, "");
    }

    /** One job of the kind beside one that is certified; exit code 0 only if both are. */
    @ParameterizedTest
    @CsvSource({
        "0, GLOBAL,     0, All 2 jobs are certified.,   -",
        "0, NOT_GLOBAL, 3, 1 of 2 jobs are certified.,  'not global    1,at --rank     1 of these'",
        "0, UNDECIDED,  3, 1 of 2 jobs are certified.,  'undecided     1,at --rank     1 of these'",
        "3, NOT_GLOBAL, 3, 1 of 2 jobs are certified.,  not global    1",
        "3, UNDECIDED,  3, 1 of 2 jobs are certified.,  undecided     1",
        "2, -,          3, 1 of 2 jobs are certified.,  refused       1",
        "1, -,          1, 1 of 2 jobs are certified.,  defects       1",
    })
    void onlyGlobalMinimaAreCertified(
            int exitCode, String verdict, int expected, String headline, String lines) {
        JobRecord good = record(ExitCode.CERTIFIED, "GLOBAL");
        List<JobRecord> records = List.of(good, record(exitCode, verdict));
        BatchReport report = new BatchReport(records, 2, 0, false, 1, 1);
        assertThat(report.exitCode()).isEqualTo(expected);
        assertThat(report.summary()).startsWith(headline);
        List<String> told = new ArrayList<>(report.summary().lines().map(String::strip).toList());
        told.removeIf(line -> line.startsWith("seconds") || line.equals(headline));
        List<String> wanted = lines.equals("-") ? List.of() : List.of(lines.split(",", -1));
        assertThat(told).hasSameSizeAs(wanted);
        for (int k = 0; k < wanted.size(); k++) {
            assertThat(told.get(k)).startsWith(wanted.get(k));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 130", "false, 3"})
    void jobsThatHaveNotEndedAreNotCertified(boolean interrupted, int expected) {
        List<JobRecord> records = List.of(record(ExitCode.CERTIFIED, "GLOBAL"));
        BatchReport report = new BatchReport(records, 2, 0, interrupted, 1, 1);
        assertThat(report.exitCode()).isEqualTo(expected);
        assertThat(report.summary()).startsWith("1 of 2 jobs").contains("not begun     1");
    }
}
