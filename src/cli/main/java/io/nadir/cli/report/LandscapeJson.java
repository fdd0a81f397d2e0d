package io.nadir.cli.report;

import io.nadir.landscape.Descent;
import io.nadir.landscape.PointAnalysis;
import io.nadir.landscape.PointAnalysis.Escape;

import java.io.OutputStream;
import java.util.Arrays;

/** Writes the report of a landscape as JSON, as {@link JsonFields} does. */
public final class LandscapeJson {
    private final JsonFields json;

    private LandscapeJson(JsonFields json) {
        this.json = json;
    }

    /** Writes {@code report} and leaves {@code out} open. */
    public static void write(LandscapeReport report, OutputStream out) {
        JsonFields.write(out, json -> new LandscapeJson(json).write(report));
    }

    private void write(LandscapeReport report) {
        json.number("globalValue", report.globalValue());
        json.number("leastSquaresValue", report.landscape().leastSquaresValue());
        json.number("variance", report.landscape().variance());
        json.whole("samples", report.samples());
        json.wholes("widths", Arrays.stream(report.minimum().widths()).boxed().toList());
        json.whole("rank", report.rank());
        json.whole("inputRank", report.landscape().inputRank());
        json.numbers(
                "eigenvalues", Arrays.stream(report.landscape().eigenvalues()).boxed().toList());
        json.objects(
                "criticalValues",
                report.values(),
                value -> {
                    json.number("value", value.value());
                    json.wholes("indices", value.indices());
                });
        PointAnalysis point = report.point();
        if (point != null) {
            json.object("point", () -> write(point));
        }
        json.object("descent", () -> write(report.descent()));
        json.number("tolerance", report.request().tolerance());
        json.seconds(report.read(), report.total());
        json.kernels();
        InputsJson.write(json, report.inputs());
        json.version();
    }

    private void write(PointAnalysis point) {
        json.text("kind", point.kind().name());
        json.number("value", point.risk());
        json.number("excess", point.excess());
        json.number("gradientNorm", point.gradientNorm());
        json.number("criticality", point.criticality());
        json.whole("rank", point.rank());
        json.whole("middleRank", point.middleRank());
        json.wholes("indices", point.indices());
        Escape escape = point.escape();
        if (escape != null) {
            json.object(
                    "escape",
                    () -> {
                        json.whole("order", escape.order());
                        json.number("derivative", escape.derivative());
                    });
        }
    }

    private void write(Descent descent) {
        json.whole("steps", descent.steps().size() - 1L);
        json.whole("escapes", descent.escapes());
        json.object("end", () -> write(descent.analysis()));
    }
}
