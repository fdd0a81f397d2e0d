package io.nadir.cli.report;

import io.nadir.landscape.CriticalValue;
import io.nadir.landscape.Descent;
import io.nadir.landscape.LinearLandscape;
import io.nadir.landscape.LinearNetwork;
import io.nadir.landscape.PointAnalysis;
import io.nadir.landscape.PointAnalysis.PointKind;
import io.nadir.matrix.DenseMatrix;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What has been found out about a landscape.
 *
 * @param samples the number of samples m
 * @param landscape the landscape of the samples
 * @param request what the user asked for
 * @param minimum a network at the global minimum
 * @param values the critical values of the largest rank, in ascending order
 * @param given the weights that the user gave
 * @param point the analysis of these weights
 * @param descent the descent from these weights, or from 0
 * @param read the seconds that reading took
 * @param total the seconds since the start of the command
 * @param inputs how X and Y were interpreted
 */
public record LandscapeReport(
        int samples,
        LinearLandscape landscape,
        LandscapeRequest request,
        LinearNetwork minimum,
        List<CriticalValue> values,
        @Nullable LinearNetwork given,
        @Nullable PointAnalysis point,
        Descent descent,
        double read,
        double total,
        Inputs inputs)
        implements CommandReport {

    public static LandscapeReport of(
            DenseMatrix x,
            DenseMatrix y,
            LandscapeRequest request,
            @Nullable LinearNetwork given,
            double read,
            Stopwatch watch,
            Inputs inputs) {
        LinearLandscape landscape = LinearLandscape.of(x, y);
        LinearNetwork minimum = landscape.globalMinimum(request.hidden());
        LinearNetwork start = given == null ? LinearNetwork.zeros(minimum.widths()) : given;
        PointAnalysis point = given == null ? null : landscape.analyze(given, request.tolerance());
        Descent descent = landscape.descend(start, request.tolerance(), request.maxSteps());
        List<CriticalValue> values =
                landscape.criticalValues(rank(minimum)).limit(request.values()).toList();
        return new LandscapeReport(
                x.rows(),
                landscape,
                request,
                minimum,
                values,
                given,
                point,
                descent,
                read,
                watch.seconds(),
                inputs);
    }

    /** Least of all widths. */
    public int rank() {
        return rank(minimum);
    }

    private static int rank(LinearNetwork network) {
        return Arrays.stream(network.widths()).min().orElseThrow();
    }

    public double globalValue() {
        return landscape.globalValue(request.hidden());
    }

    /**
     * A saddle to show: the one given, or else the lowest; null if there is none, because no
     * weights explain anything.
     */
    public @Nullable LinearNetwork saddle() {
        if (point != null && point.escape() != null) {
            return given;
        }
        double[] eigenvalues = landscape.eigenvalues();
        double least = request.tolerance() * landscape.variance();
        int explained =
                (int) IntStream.range(0, rank()).filter(i -> eigenvalues[i] > least).count();
        if (explained == 0) {
            return null;
        }
        return values.stream()
                .filter(value -> value.value() - globalValue() > least)
                .findFirst()
                .map(CriticalValue::indices)
                .or(() -> java.util.Optional.of(IntStream.range(1, explained).boxed().toList()))
                .map(indices -> landscape.criticalPoint(indices, request.hidden()))
                .orElseThrow();
    }

    /** What the process returns. */
    @Override
    public int exitCode() {
        return point == null || point.kind() == PointKind.GLOBAL_MINIMUM
                ? ExitCode.CERTIFIED
                : ExitCode.NOT_CERTIFIED;
    }

    @Override
    public String summary() {
        return LandscapeSummary.of(this);
    }

    @Override
    public void writeJson(OutputStream out) {
        LandscapeJson.write(this, out);
    }
}
