package io.nadir.cli.report;

import io.nadir.kernel.Kernels;
import io.nadir.landscape.WideActivation;
import io.nadir.landscape.WideCheck;
import io.nadir.landscape.WideProblem;
import io.nadir.landscape.WideSegment;

import tools.jackson.core.JsonGenerator;

import java.io.OutputStream;
import java.util.List;

/** Writes the report of a path between wide networks as JSON. */
public final class WidePathJson {
    private final JsonGenerator json;

    private WidePathJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes {@code report} and leaves {@code out} open. */
    public static void write(WidePathReport report, OutputStream out) {
        ReportJson.write(out, json -> new WidePathJson(json).write(report));
    }

    private void write(WidePathReport report) {
        json.writeStartObject();
        json.writeBooleanProperty("verified", report.isVerified());
        writeProblem(report);
        json.writeStringProperty("from", report.from());
        number("fromLoss", report.startLoss());
        json.writeStringProperty("to", report.to());
        number("toLoss", report.endLoss());
        number("straightLineRise", report.straightRise());
        writePath("path", report.check());
        writePath("descent", report.descentCheck());
        number("descentLoss", report.descentLoss());
        json.writeObjectPropertyStart("seconds");
        number("read", report.read());
        number("total", report.total());
        json.writeEndObject();
        json.writeStringProperty("kernels", Kernels.describe());
        InputsJson.write(json, report.inputs());
        json.writeStringProperty("version", Version.get());
        json.writeEndObject();
    }

    private void writeProblem(WidePathReport report) {
        WideProblem problem = report.problem();
        json.writeNumberProperty("samples", problem.samples());
        json.writeNumberProperty("outputs", problem.outputs());
        json.writeNumberProperty("depth", problem.depth());
        List<Integer> widths = report.path().start().widths();
        json.writeArrayPropertyStart("widths");
        widths.forEach(json::writeNumber);
        json.writeEndArray();
        json.writeArrayPropertyStart("activations");
        for (WideActivation activation : problem.activations()) {
            json.writeString(activation.name());
        }
        json.writeEndArray();
        json.writeStringProperty("loss", problem.loss().name());
        json.writeObjectPropertyStart("constraint");
        number("outer", problem.constraint().outer());
        number("inner", problem.constraint().inner());
        json.writeStringProperty("q", Double.toString(problem.constraint().q()));
        json.writeEndObject();
    }

    private void writePath(String name, WideCheck check) {
        json.writeObjectPropertyStart(name);
        json.writeBooleanProperty("holds", check.holds());
        json.writeNumberProperty("points", check.points());
        deviation("rise", check.rise());
        json.writeObjectPropertyStart("constraint");
        number("largest", check.constraint().largest());
        number("limit", check.constraint().limit());
        json.writeEndObject();
        json.writeObjectPropertyStart("resolution");
        number("coarsest", check.resolution().coarsest());
        number("scale", check.resolution().scale());
        json.writeEndObject();
        json.writeArrayPropertyStart("segments");
        check.findings().forEach(this::writeFinding);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeFinding(WideCheck.Finding finding) {
        WideSegment segment = finding.segment();
        json.writeStartObject();
        json.writeStringProperty("step", EnumName.of(segment.step()));
        json.writeStringProperty("kind", EnumName.of(segment.step().kind()));
        json.writeStringProperty("source", segment.step().source());
        json.writeNumberProperty("layer", segment.layer());
        json.writeStringProperty("origin", EnumName.of(segment.origin()));
        number("from", segment.from());
        number("to", segment.to());
        number("drift", segment.drift());
        json.writeBooleanProperty("holds", finding.holds());
        deviation("outputs", finding.outputs());
        deviation("loss", finding.loss());
        number("lossFrom", finding.losses()[0]);
        number("lossTo", finding.losses()[finding.losses().length - 1]);
        json.writeEndObject();
    }

    private void deviation(String name, WideCheck.Deviation deviation) {
        json.writeObjectPropertyStart(name);
        number("size", deviation.size());
        number("tolerance", deviation.tolerance());
        json.writeEndObject();
    }

    private void number(String name, double value) {
        ReportJson.number(json, name, value);
    }
}
