package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.MatchingRegularizers;
import io.nadir.model.Penalty;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Whether map φ and regularizer θ go together as the theorems need it: positively homogeneous of
 * the same degree, and nondegenerate, ‖φ(w)‖ → ∞ only with θ(w) → ∞ (Haeffele &amp; Vidal 2017,
 * definition 2 and section 8).
 *
 * <p>Degrees are measured at one point, φ(αw) against α^p·φ(w) for several α. This can refute that
 * a pair matches; a pair that passes matches at that point. Immutable and thread-safe.
 *
 * @param mapDegree degree that the map states
 * @param regularizerDegree degree that the regularizer states
 * @param mapError largest ‖φ(αw) − α^p·φ(w)‖/(α^p‖φ(w)‖) found, w whole or a block of it
 * @param regularizerError largest |θ(αw) − α^p·θ(w)|/(α^pθ(w)) found
 * @param degenerate whether ‖φ(w)‖/θ(w) was seen to grow without bound as one block of w grew or
 *     shrank
 * @param blockDegrees degree of the map in each block while the others stay, as it states them;
 *     null if it is homogeneous in all of them together only
 * @param regularizer name of θ
 * @param remedy which regularizers match the map
 */
public record DegreeDiagnosis(
        int mapDegree,
        int regularizerDegree,
        double mapError,
        double regularizerError,
        boolean degenerate,
        @Nullable List<Double> blockDegrees,
        String regularizer,
        String remedy) {
    /** Refuses null. */
    public DegreeDiagnosis {
        Objects.requireNonNull(regularizer, "regularizer");
        Objects.requireNonNull(remedy, "remedy");
    }

    private static final double[] SCALES = {0.25, 0.5, 3, 7};

    /** Relative errors up to which a degree is taken for confirmed. */
    private static final double TOLERANCE = 1e-9;

    /** How unequal the blocks are made. */
    private static final double STRETCH = 1e3;

    /**
     * Diagnoses a pair at a point: some evaluations of φ and θ for each block.
     *
     * @param map gives φ; evaluated, so not thread-safe while this runs
     * @param w not modified; at least one column, none of them with φ = 0
     * @throws IllegalArgumentException if {@code w} has no column, φ is 0 in one, or θ is infinite
     */
    public static DegreeDiagnosis of(FactorizationMap map, Penalty theta, Factors w) {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(theta, "theta");
        Objects.requireNonNull(w, "w");

        if (w.rank() == 0) {
            throw new IllegalArgumentException("rank of w = 0, allowed are 1 and more");
        }
        requireFinite(theta, w);
        double thetaError = 0;
        Panel units = map.units(w);
        double mapError = blockError(map, w, units);
        for (double scale : SCALES) {
            Factors scaled = w.copy();
            scaled.scale(scale);
            Panel moved = map.units(scaled);
            mapError = Math.max(mapError, difference(moved, units, scale, map.degree()));
            double share = Math.pow(scale, theta.degree());
            for (int i = 0; i < w.rank(); i++) {
                double known = share * theta.value(w, i);
                double error = Math.abs(theta.value(scaled, i) - known);
                thetaError = Math.max(thetaError, error == 0 ? 0 : error / known);
            }
        }
        return new DegreeDiagnosis(
                map.degree(),
                theta.degree(),
                mapError,
                thetaError,
                isDegenerate(map, theta, w),
                map.blockDegrees(),
                theta.name(),
                MatchingRegularizers.describe(map));
    }

    /** Whether everything that was tested is as the theorems need it. */
    public boolean isMatched() {
        return areDegreesConfirmed() && mapDegree == regularizerDegree && !degenerate;
    }

    /** Whether φ and θ have the degrees that they state. */
    public boolean areDegreesConfirmed() {
        return mapError <= TOLERANCE && regularizerError <= TOLERANCE;
    }

    /** The diagnosis in words, with a remedy where there is something to mend. */
    public String message() {
        if (!areDegreesConfirmed()) {
            return String.format(
                    "not homogeneous as stated: the map of degree %d is off by %.1e, the"
                            + " regularizer %s of degree %d by %.1e",
                    mapDegree, mapError, regularizer, regularizerDegree, regularizerError);
        }
        String degrees =
                String.format(
                        "the map has degree %d (%s) and the regularizer %s degree %d",
                        mapDegree,
                        blockDegrees == null
                                ? "in all blocks together"
                                : "in its blocks " + blockDegrees,
                        regularizer,
                        regularizerDegree);
        if (regularizerDegree < mapDegree) {
            return degrees
                    + ": near the origin the penalty outweighs whatever the loss can fall, so W = 0"
                    + " is a local minimum for any data, and may be a spurious one; "
                    + remedy;
        }
        if (regularizerDegree > mapDegree) {
            return degrees
                    + ": r equal columns in place of one give the same output for a penalty"
                    + String.format(
                            " r^(1 - %d/%d) times as large, so nothing keeps the number of"
                                    + " columns in check; ",
                            regularizerDegree, mapDegree)
                    + remedy;
        }
        return degenerate
                ? degrees
                        + ", but as one block grows or shrinks alone, phi outgrows theta: the pair"
                        + " is degenerate; "
                        + remedy
                : degrees + ": they match";
    }

    /** The largest error as one block alone is scaled, where φ has a degree in each. */
    private static double blockError(FactorizationMap map, Factors w, Panel units) {
        List<Double> degrees = map.blockDegrees();
        double largest = 0;
        for (int k = 0; degrees != null && k < degrees.size(); k++) {
            for (double scale : SCALES) {
                Panel moved = map.units(stretched(w, k, scale));
                largest = Math.max(largest, difference(moved, units, scale, degrees.get(k)));
            }
        }
        return largest;
    }

    private static void requireFinite(Penalty theta, Factors w) {
        for (int i = 0; i < w.rank(); i++) {
            double value = theta.value(w, i);
            if (!(value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "theta of column "
                                + i
                                + " of w = "
                                + value
                                + ", allowed is what is finite");
            }
        }
    }

    /** The largest relative distance of a column's output from scale^degree times what it was. */
    private static double difference(Panel moved, Panel units, double scale, double degree) {
        double largest = 0;
        for (int i = 0; i < units.rows(); i++) {
            double size = 0;
            double error = 0;
            for (int j = 0; j < units.columns(); j++) {
                double known = Math.pow(scale, degree) * units.get(i, j);
                size = Math.hypot(size, known);
                error = Math.hypot(error, moved.get(i, j) - known);
            }
            if (size == 0) {
                throw new IllegalArgumentException(
                        "phi of column " + i + " of w = 0, allowed are columns with an output");
            }
            largest = Math.max(largest, error / size);
        }
        return largest;
    }

    /** A bounded ratio does not grow as one block is stretched, one without bound does. */
    private static boolean isDegenerate(FactorizationMap map, Penalty theta, Factors w) {
        for (int k = 0; k < w.order(); k++) {
            if (grows(map, theta, w, k, STRETCH) || grows(map, theta, w, k, 1 / STRETCH)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the ratio grows as block k is made larger, or smaller. */
    private static boolean grows(
            FactorizationMap map, Penalty theta, Factors w, int k, double factor) {
        double some = largestRatio(map, theta, stretched(w, k, factor));
        double more = largestRatio(map, theta, stretched(w, k, factor * factor));
        return more == Double.POSITIVE_INFINITY || more > 2 * some;
    }

    private static Factors stretched(Factors w, int k, double factor) {
        Factors out = w.copy();
        double[] data = out.block(k).data();
        for (int i = 0; i < data.length; i++) {
            data[i] *= factor;
        }
        return out;
    }

    /** The largest ‖φ(w_i)‖/θ(w_i). */
    private static double largestRatio(FactorizationMap map, Penalty theta, Factors w) {
        Panel units = map.units(w);
        double largest = 0;
        for (int i = 0; i < w.rank(); i++) {
            double size = 0;
            for (int j = 0; j < units.columns(); j++) {
                size = Math.hypot(size, units.get(i, j));
            }
            largest = Math.max(largest, size / theta.value(w, i));
        }
        return largest;
    }
}
