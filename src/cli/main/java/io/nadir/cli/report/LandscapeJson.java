package io.nadir.cli.report;

import io.nadir.landscape.CriticalValue;
import io.nadir.landscape.Descent;
import io.nadir.landscape.Escape;
import io.nadir.landscape.PointAnalysis;

import tools.jackson.core.JsonGenerator;

import java.io.OutputStream;
import java.util.List;

/** Writes the report of a landscape as JSON, with the conventions of {@link ReportJson}. */
public final class LandscapeJson {
    private final JsonGenerator json;

    private LandscapeJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes {@code report} and leaves {@code out} open. */
    public static void write(LandscapeReport report, OutputStream out) {
        ReportJson.write(out, json -> new LandscapeJson(json).write(report));
    }

    private void write(LandscapeReport report) {
        json.writeStartObject();
        number("globalValue", report.globalValue());
        number("leastSquaresValue", report.landscape().leastSquaresValue());
        number("variance", report.landscape().variance());
        json.writeNumberProperty("samples", report.samples());
        json.writeArrayPropertyStart("widths");
        for (int width : report.minimum().widths()) {
            json.writeNumber(width);
        }
        json.writeEndArray();
        json.writeNumberProperty("rank", report.rank());
        json.writeNumberProperty("inputRank", report.landscape().inputRank());
        json.writeArrayPropertyStart("eigenvalues");
        for (double value : report.landscape().eigenvalues()) {
            json.writeNumber(value);
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("criticalValues");
        for (CriticalValue value : report.values()) {
            json.writeStartObject();
            number("value", value.value());
            indices(value.indices());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (report.point() != null) {
            json.writeName("point");
            write(report.point());
        }
        write(report.descent());
        number("tolerance", report.request().tolerance());
        json.writeObjectPropertyStart("seconds");
        number("read", report.read());
        number("total", report.total());
        json.writeEndObject();
        ReportJson.writeKernels(json);
        InputsJson.write(json, report.inputs());
        json.writeStringProperty("version", Version.get());
        json.writeEndObject();
    }

    private void write(PointAnalysis point) {
        json.writeStartObject();
        json.writeStringProperty("kind", point.kind().name());
        number("value", point.risk());
        number("excess", point.excess());
        number("gradientNorm", point.gradientNorm());
        number("criticality", point.criticality());
        json.writeNumberProperty("rank", point.rank());
        json.writeNumberProperty("middleRank", point.middleRank());
        indices(point.indices());
        Escape escape = point.escape();
        if (escape != null) {
            json.writeObjectPropertyStart("escape");
            json.writeNumberProperty("order", escape.order());
            number("derivative", escape.derivative());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void write(Descent descent) {
        json.writeObjectPropertyStart("descent");
        json.writeNumberProperty("steps", descent.steps().size() - 1);
        json.writeNumberProperty("escapes", descent.escapes());
        json.writeName("end");
        write(descent.analysis());
        json.writeEndObject();
    }

    private void indices(List<Integer> indices) {
        json.writeArrayPropertyStart("indices");
        for (int index : indices) {
            json.writeNumber(index);
        }
        json.writeEndArray();
    }

    private void number(String name, double value) {
        ReportJson.number(json, name, value);
    }
}
