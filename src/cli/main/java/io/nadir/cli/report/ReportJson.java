package io.nadir.cli.report;

import io.nadir.PathPoint;
import io.nadir.certify.Certificate;
import io.nadir.landscape.DegreeDemonstration;
import io.nadir.landscape.DegreeDiagnosis;
import io.nadir.solver.Solution.StopReason;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.util.List;
import java.util.stream.IntStream;

/** Writes a report as JSON, as {@link JsonFields} does. */
public final class ReportJson {
    private final JsonFields json;

    private ReportJson(JsonFields json) {
        this.json = json;
    }

    /** Writes {@code report} and leaves {@code out} open. */
    public static void write(Report report, OutputStream out) {
        JsonFields.write(out, json -> new ReportJson(json).write(report));
    }

    /** Writes a path, an array of reports with the scores of each, and leaves {@code out} open. */
    public static void write(PathReport report, OutputStream out) {
        JsonFields.write(out, json -> new ReportJson(json).write(report));
    }

    /** Writes the report of a pruning and leaves {@code out} open. */
    public static void write(PruneReport report, OutputStream out) {
        JsonFields.write(out, json -> new ReportJson(json).write(report));
    }

    /** Writes the report of a diagnosis and leaves {@code out} open. */
    public static void write(DegreeReport report, OutputStream out) {
        JsonFields.write(out, json -> new ReportJson(json).write(report));
    }

    private void write(PathReport path) {
        json.objects(
                "points",
                () -> IntStream.range(0, path.points().size()).iterator(),
                k -> {
                    PathPoint.HeldOut heldOut = path.points().get(k).heldOut();
                    if (heldOut != null) {
                        json.object("heldOut", () -> writeScore(heldOut, path.error()));
                    }
                    writeFields(path.report(k));
                });
        if (path.open() > 0) {
            json.whole("open", path.open());
        }
        writeIndex("best", PathPoint.best(path.points()));
        if (path.hasFolds()) {
            writeIndex("chosen", path.chosen());
            json.text("rule", EnumName.of(path.rule()));
        }
        if (PathPoint.best(path.points()) >= 0) {
            json.text("measure", path.error().name());
        }
        writeBaselines(path.baselines(), path.error());
        json.seconds(path.read(), path.total());
        writeLambdaMax(path.lambdaMax());
        InputsJson.write(json, path.inputs());
    }

    private void writeIndex(String name, int index) {
        if (index < 0) {
            json.nothing(name);
        } else {
            json.whole(name, index);
        }
    }

    private void writeBaselines(List<PathPoint.Baseline> baselines, @Nullable HeldOutError error) {
        if (error != null && !baselines.isEmpty()) {
            json.objects(
                    "baselines",
                    baselines,
                    baseline -> {
                        json.text("name", baseline.name());
                        writeScore(baseline.heldOut(), error);
                    });
        }
    }

    private void writeScore(PathPoint.HeldOut score, HeldOutError error) {
        json.number("error", error.value(score));
        if (score.spread() != null) {
            json.number("standardError", error.standardError(score));
        }
        json.number("meanLoss", score.meanLoss());
        json.number("rootMeanSquare", score.rootMeanSquare());
        PathPoint.Spread spread = score.spread();
        if (spread != null) {
            json.number("meanLossError", spread.meanLossError());
            json.number("rootMeanSquareError", spread.rootMeanSquareError());
            json.objects(
                    "folds",
                    spread.scores(),
                    fold -> {
                        json.number("meanLoss", fold.meanLoss());
                        json.number("rootMeanSquare", fold.rootMeanSquare());
                        json.flag("certified", fold.certified());
                    });
        }
    }

    private void write(PruneReport report) {
        json.text("model", ModelLabel.of(report.problem()));
        json.text("regularizer", report.problem().regularizer().name());
        json.whole("rank", report.rank());
        json.whole("rankBefore", report.rankBefore());
        json.number("penalty", report.penalty());
        json.number("penaltyBefore", report.penaltyBefore());
        json.number("drift", report.drift());
        json.number("norm", report.norm());
        json.number("seconds", report.seconds());
        json.kernels();
        InputsJson.write(json, report.inputs());
        json.version();
    }

    private void write(DegreeReport report) {
        DegreeDiagnosis diagnosis = report.diagnosis();
        DegreeDemonstration shown = report.demonstration();
        json.flag("matched", diagnosis.isMatched());
        json.text("message", diagnosis.message());
        json.text("regularizer", diagnosis.regularizer());
        json.whole("mapDegree", diagnosis.mapDegree());
        json.whole("regularizerDegree", diagnosis.regularizerDegree());
        json.number("mapError", diagnosis.mapError());
        json.number("regularizerError", diagnosis.regularizerError());
        json.flag("degenerate", diagnosis.degenerate());
        json.number("lambda", report.lambda());
        json.number("objectiveAtOrigin", shown.atOrigin());
        json.number("barrier", report.barrier());
        json.number("leastOnRay", report.least());
        json.flag("originIsSpurious", shown.isOriginSpurious());
        json.flag("sizeIsUncontrolled", shown.isSizeUncontrolled());
        json.objects(
                "copies",
                shown.splits(),
                split -> {
                    json.whole("columns", split.copies());
                    json.number("loss", split.loss());
                    json.number("penalty", split.penalty());
                });
        InputsJson.write(json, report.inputs());
        json.version();
    }

    private void write(Report report) {
        writeFields(report);
        writeLambdaMax(report.lambdaMax());
        InputsJson.write(json, report.inputs());
    }

    private void writeLambdaMax(@Nullable LambdaMax bounds) {
        if (bounds == null) {
            json.nothing("lambdaMax");
        } else {
            json.object(
                    "lambdaMax",
                    () -> {
                        json.number("lower", bounds.lower());
                        json.number("upper", bounds.upper());
                        json.text("evidence", bounds.evidence().name());
                        json.number("delta", bounds.delta());
                    });
        }
    }

    private void writeFields(Report report) {
        writeCertificate(report.certificate());
        json.number("lambda", report.problem().lambda());
        LambdaOrigin origin = report.lambdaOrigin();
        json.text("lambdaGiven", origin.given());
        writeIfKnown("noise", origin.noise());
        writeIfKnown("heldOutError", origin.heldOut());
        if (origin.error() != null) {
            json.text("heldOutMeasure", origin.error().name());
        }
        writeBaselines(origin.baselines(), origin.error());
        json.whole("rank", report.rank());
        json.text("model", ModelLabel.of(report.problem()));
        json.text("loss", report.problem().y().lossName(report.problem().loss()));
        report.problem().y().lossParameters().forEach(json::number);
        json.text("regularizer", report.problem().regularizer().name());
        if (report.offsets() != null) {
            OffsetsText.write(json, report.offsets());
        }
        json.number("gapAskedFor", report.options().relativeGap());
        json.text("effort", report.options().effort().name());
        StopReason reason = report.stopReason();
        json.text("stopReason", reason == null ? null : reason.name());
        json.whole("iterations", report.iterations());
        json.whole("appends", report.appends());
        if (report.isAtFixedRank()) {
            json.number("nextColumn", report.nextColumn());
        }
        writeSeconds(report.seconds());
        json.whole("threads", report.options().threads());
        json.whole("seed", report.options().seed());
        json.kernels();
        json.version();
    }

    private void writeIfKnown(String name, @Nullable Double value) {
        if (value == null) {
            json.nothing(name);
        } else {
            json.number(name, value);
        }
    }

    private void writeCertificate(Certificate certificate) {
        json.number("objective", certificate.objective());
        json.number("lowerBound", certificate.lowerBound());
        json.number("gap", certificate.gap());
        json.number("relativeGap", certificate.relativeGap());
        json.text("verdict", certificate.verdict().name());
        json.text("evidence", certificate.polar().evidence().name());
        json.number("delta", certificate.polar().delta());
        json.object(
                "polar",
                () -> {
                    json.number("lower", certificate.polar().lower());
                    json.number("upper", certificate.polar().upper());
                    json.number("sufficient", certificate.sufficient());
                });
        json.number("equilibrium", certificate.equilibrium());
    }

    private void writeSeconds(Report.Seconds seconds) {
        json.object(
                "seconds",
                () -> {
                    json.number("read", seconds.read());
                    json.number("descent", seconds.descent());
                    json.number("certify", seconds.certify());
                    json.number("append", seconds.append());
                    json.number("total", seconds.total());
                });
    }
}
