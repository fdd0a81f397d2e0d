package io.nadir.cli.report;

import io.nadir.kernel.Kernels;
import io.nadir.landscape.WideActivation;
import io.nadir.landscape.WideCheck;
import io.nadir.landscape.WideProblem;
import io.nadir.landscape.WideSegment;

import java.io.OutputStream;

/** Writes the report of a path between wide networks as JSON, as {@link JsonFields} does. */
public final class WidePathJson {
    private final JsonFields json;

    private WidePathJson(JsonFields json) {
        this.json = json;
    }

    /** Writes {@code report} and leaves {@code out} open. */
    public static void write(WidePathReport report, OutputStream out) {
        JsonFields.write(out, json -> new WidePathJson(json).write(report));
    }

    private void write(WidePathReport report) {
        json.flag("verified", report.isVerified());
        writeProblem(report);
        json.text("from", report.from());
        json.number("fromLoss", report.startLoss());
        json.text("to", report.to());
        json.number("toLoss", report.endLoss());
        json.number("straightLineRise", report.straightRise());
        json.object("path", () -> write(report.check()));
        json.object("descent", () -> write(report.descentCheck()));
        json.number("descentLoss", report.descentLoss());
        json.seconds(report.read(), report.total());
        json.text("kernels", Kernels.describe());
        InputsJson.write(json, report.inputs());
        json.version();
    }

    private void writeProblem(WidePathReport report) {
        WideProblem problem = report.problem();
        json.whole("samples", problem.samples());
        json.whole("outputs", problem.outputs());
        json.whole("depth", problem.depth());
        json.wholes("widths", report.path().start().widths());
        json.texts(
                "activations", problem.activations().stream().map(WideActivation::name).toList());
        json.text("loss", problem.loss().name());
        json.object(
                "constraint",
                () -> {
                    json.number("outer", problem.constraint().outer());
                    json.number("inner", problem.constraint().inner());
                    json.text("q", Double.toString(problem.constraint().q()));
                });
    }

    private void write(WideCheck check) {
        json.flag("holds", check.holds());
        json.whole("points", check.points());
        deviation("rise", check.rise());
        json.object(
                "constraint",
                () -> {
                    json.number("largest", check.constraint().largest());
                    json.number("limit", check.constraint().limit());
                });
        json.object(
                "resolution",
                () -> {
                    json.number("coarsest", check.resolution().coarsest());
                    json.number("scale", check.resolution().scale());
                });
        json.objects("segments", check.findings(), this::write);
    }

    private void write(WideCheck.Finding finding) {
        WideSegment segment = finding.segment();
        json.text("step", EnumName.of(segment.step()));
        json.text("kind", EnumName.of(segment.step().kind()));
        json.text("source", segment.step().source());
        json.whole("layer", segment.layer());
        json.text("origin", EnumName.of(segment.origin()));
        json.number("from", segment.from());
        json.number("to", segment.to());
        json.number("drift", segment.drift());
        json.flag("holds", finding.holds());
        deviation("outputs", finding.outputs());
        deviation("loss", finding.loss());
        json.number("lossFrom", finding.losses()[0]);
        json.number("lossTo", finding.losses()[finding.losses().length - 1]);
    }

    private void deviation(String name, WideCheck.Deviation deviation) {
        json.object(
                name,
                () -> {
                    json.number("size", deviation.size());
                    json.number("tolerance", deviation.tolerance());
                });
    }
}
