package io.nadir.cli.report;

import io.nadir.PathPoint;
import io.nadir.model.ModelData.Noise;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Where λ comes from.
 *
 * @param given what the user gave instead of a number, null for a number
 * @param noise the standard deviation of the noise by which λ was chosen, null if it was not
 * @param heldOut the error on entries held out by which λ was chosen, null if it was not
 * @param error what that error is, null if there is none
 * @param baselines the errors of simple models without factors on the same entries
 * @param explanation in words, empty for a number
 */
public record LambdaOrigin(
        @Nullable String given,
        @Nullable Double noise,
        @Nullable Double heldOut,
        @Nullable HeldOutError error,
        List<PathPoint.Baseline> baselines,
        String explanation) {
    /** A number that the user gave. */
    public static final LambdaOrigin GIVEN =
            new LambdaOrigin(null, null, null, null, List.of(), "");

    private static final String AUTO = "auto";

    /** A share of λ_max, as the user wrote it. */
    public static LambdaOrigin shareOfMax(String text) {
        return new LambdaOrigin(text, null, null, null, List.of(), text);
    }

    /** From the noise. */
    public static LambdaOrigin ofNoise(Noise noise) {
        return new LambdaOrigin(
                AUTO,
                noise.deviation(),
                null,
                null,
                List.of(),
                String.format(
                        "auto: removes noise of standard deviation %.4g per entry, estimated from"
                                + " the median singular value",
                        noise.deviation()));
    }

    /** The best of several on a tenth of the entries. */
    public static LambdaOrigin ofHeldOut(
            int count, PathPoint best, HeldOutError error, List<PathPoint.Baseline> baselines) {
        String where =
                String.format("auto: the best of %d on a tenth of the entries held out", count);
        return ofScore(AUTO, where, best, error, baselines);
    }

    /** The choice of a path. */
    public static LambdaOrigin ofPath(
            int count,
            PathPoint chosen,
            LambdaRule rule,
            HeldOutError error,
            List<PathPoint.Baseline> baselines) {
        String where =
                rule == LambdaRule.BEST
                        ? String.format("the best of %d on the entries held out", count)
                        : String.format(
                                "of %d, the largest within one standard error of the best on the"
                                        + " entries held out",
                                count);
        return ofScore(
                rule == LambdaRule.BEST ? "best of a path" : "one-se of a path",
                where,
                chosen,
                error,
                baselines);
    }

    private static LambdaOrigin ofScore(
            String given,
            String where,
            PathPoint point,
            HeldOutError error,
            List<PathPoint.Baseline> baselines) {
        PathPoint.HeldOut score = point.heldOut();
        if (score == null) {
            return new LambdaOrigin(given, null, null, null, baselines, where);
        }
        double value = error.value(score);
        String words = String.format("%s, with a %s of %.4g", where, error.name(), value);
        return new LambdaOrigin(given, null, value, error, baselines, words);
    }
}
