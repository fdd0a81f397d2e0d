package io.nadir.cli.report;

import io.nadir.PathPoint;
import io.nadir.certify.Certificate;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.LinearAlgebra;
import io.nadir.landscape.DegreeDemonstration;
import io.nadir.landscape.DegreeDiagnosis;
import io.nadir.solver.StopReason;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Writes a report as JSON. Numbers have as many digits as it takes to read the same number again;
 * what is not finite is null. Written field by field: binding a class by reflection takes longer to
 * start than a small problem takes to solve.
 */
public final class ReportJson {
    private final JsonGenerator json;

    private ReportJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes {@code report} and leaves {@code out} open. */
    public static void write(Report report, OutputStream out) {
        write(out, json -> new ReportJson(json).write(report));
    }

    /** Writes a path, an array of reports with the scores of each, and leaves {@code out} open. */
    public static void write(PathReport report, OutputStream out) {
        write(out, json -> new ReportJson(json).write(report));
    }

    /** Writes the report of a pruning and leaves {@code out} open. */
    public static void write(PruneReport report, OutputStream out) {
        write(out, json -> new ReportJson(json).write(report));
    }

    /** Writes the report of a diagnosis and leaves {@code out} open. */
    public static void write(DegreeReport report, OutputStream out) {
        write(out, json -> new ReportJson(json).write(report));
    }

    /** Writes what {@code content} makes, indented, and leaves {@code out} open. */
    public static void write(OutputStream out, Consumer<JsonGenerator> content) {
        try (JsonGenerator json =
                JsonFactory.builder()
                        .disable(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
                        .build()
                        .createGenerator(new Indented(), out)) {
            content.accept(json);
        }
    }

    private void write(PathReport path) {
        json.writeStartObject();
        json.writeArrayPropertyStart("points");
        for (int k = 0; k < path.points().size(); k++) {
            json.writeStartObject();
            PathPoint.HeldOut heldOut = path.points().get(k).heldOut();
            if (heldOut != null) {
                json.writeObjectPropertyStart("heldOut");
                number("meanLoss", heldOut.meanLoss());
                number("rootMeanSquare", heldOut.rootMeanSquare());
                json.writeEndObject();
            }
            writeFields(path.reports().get(k));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("seconds");
        number("read", path.read());
        number("total", path.total());
        json.writeEndObject();
        writeLambdaMax(path.lambdaMax());
        InputsJson.write(json, path.inputs());
        json.writeEndObject();
    }

    private void write(PruneReport report) {
        json.writeStartObject();
        json.writeStringProperty("model", ModelLabel.of(report.problem()));
        json.writeStringProperty("regularizer", report.problem().regularizer().name());
        json.writeNumberProperty("rank", report.rank());
        json.writeNumberProperty("rankBefore", report.rankBefore());
        number("penalty", report.penalty());
        number("penaltyBefore", report.penaltyBefore());
        number("drift", report.drift());
        number("norm", report.norm());
        number("seconds", report.seconds());
        writeKernels();
        InputsJson.write(json, report.inputs());
        json.writeStringProperty("version", Version.get());
        json.writeEndObject();
    }

    private void write(DegreeReport report) {
        DegreeDiagnosis diagnosis = report.diagnosis();
        DegreeDemonstration shown = report.demonstration();
        json.writeStartObject();
        json.writeBooleanProperty("matched", diagnosis.isMatched());
        json.writeStringProperty("message", diagnosis.message());
        json.writeStringProperty("regularizer", diagnosis.regularizer());
        json.writeNumberProperty("mapDegree", diagnosis.mapDegree());
        json.writeNumberProperty("regularizerDegree", diagnosis.regularizerDegree());
        number("mapError", diagnosis.mapError());
        number("regularizerError", diagnosis.regularizerError());
        json.writeBooleanProperty("degenerate", diagnosis.degenerate());
        number("lambda", report.lambda());
        number("objectiveAtOrigin", shown.atOrigin());
        number("barrier", report.barrier());
        number("leastOnRay", report.least());
        json.writeBooleanProperty("originIsSpurious", shown.isOriginSpurious());
        json.writeBooleanProperty("sizeIsUncontrolled", shown.isSizeUncontrolled());
        json.writeArrayPropertyStart("copies");
        for (DegreeDemonstration.Split split : shown.splits()) {
            json.writeStartObject();
            json.writeNumberProperty("columns", split.copies());
            number("loss", split.loss());
            number("penalty", split.penalty());
            json.writeEndObject();
        }
        json.writeEndArray();
        InputsJson.write(json, report.inputs());
        json.writeStringProperty("version", Version.get());
        json.writeEndObject();
    }

    private void write(Report report) {
        json.writeStartObject();
        writeFields(report);
        writeLambdaMax(report.lambdaMax());
        InputsJson.write(json, report.inputs());
        json.writeEndObject();
    }

    private void writeLambdaMax(@Nullable LambdaMax bounds) {
        if (bounds == null) {
            json.writeNullProperty("lambdaMax");
            return;
        }
        json.writeObjectPropertyStart("lambdaMax");
        number("lower", bounds.lower());
        number("upper", bounds.upper());
        json.writeEndObject();
    }

    private void writeFields(Report report) {
        writeCertificate(report.certificate());
        number("lambda", report.problem().lambda());
        json.writeNumberProperty("rank", report.rank());
        json.writeStringProperty("model", ModelLabel.of(report.problem()));
        json.writeStringProperty("loss", report.problem().loss().name());
        json.writeStringProperty("regularizer", report.problem().regularizer().name());
        number("gapAskedFor", report.options().relativeGap());
        json.writeStringProperty("effort", report.options().effort().name());
        StopReason reason = report.stopReason();
        json.writeStringProperty("stopReason", reason == null ? null : reason.name());
        json.writeNumberProperty("iterations", report.iterations());
        json.writeNumberProperty("appends", report.appends());
        writeSeconds(report.seconds());
        json.writeNumberProperty("threads", report.options().threads());
        json.writeNumberProperty("seed", report.options().seed());
        writeKernels();
        json.writeStringProperty("version", Version.get());
    }

    private void writeCertificate(Certificate certificate) {
        number("objective", certificate.objective());
        number("lowerBound", certificate.lowerBound());
        number("gap", certificate.gap());
        number("relativeGap", certificate.relativeGap());
        json.writeStringProperty("verdict", certificate.verdict().name());
        json.writeStringProperty("evidence", certificate.polar().evidence().name());
        number("delta", certificate.polar().delta());
        json.writeObjectPropertyStart("polar");
        number("lower", certificate.polar().lower());
        number("upper", certificate.polar().upper());
        number("sufficient", certificate.sufficient());
        json.writeEndObject();
        number("equilibrium", certificate.equilibrium());
    }

    private void writeSeconds(Report.Seconds seconds) {
        json.writeObjectPropertyStart("seconds");
        number("read", seconds.read());
        number("descent", seconds.descent());
        number("certify", seconds.certify());
        number("append", seconds.append());
        number("total", seconds.total());
        json.writeEndObject();
    }

    private void writeKernels() {
        writeKernels(json);
    }

    /** Writes what computes here. */
    static void writeKernels(JsonGenerator json) {
        json.writeObjectPropertyStart("kernels");
        json.writeStringProperty("dense", Kernels.describe());
        json.writeStringProperty("linearAlgebra", LinearAlgebra.get().reason());
        json.writeEndObject();
    }

    private void number(String name, double value) {
        number(json, name, value);
    }

    /** Writes a number, null if it is not finite. */
    static void number(JsonGenerator json, String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        } else {
            json.writeNullProperty(name);
        }
    }

    /** One field a line. */
    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }
}
