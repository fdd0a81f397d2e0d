package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Penalty;
import io.nadir.model.RegularizerContract;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Diagnoses whether a map φ and a regularizer θ fulfil the assumptions of the theorems: both are
 * positively homogeneous of the same degree, and the pair is nondegenerate, that is, ‖φ(w)‖ → ∞
 * only if θ(w) → ∞ (Haeffele &amp; Vidal 2017, definition 2 and section 8).
 *
 * <p>Degrees are measured at one point, by comparing φ(αw) with α^p·φ(w) for several α. This can
 * refute that a pair matches; a pair that passes is known to match at that point only. Immutable
 * and thread-safe.
 *
 * @param mapDegree the degree that the map states
 * @param regularizerDegree the degree that the regularizer states
 * @param mapError the largest ‖φ(αw) − α^p·φ(w)‖/(α^p·‖φ(w)‖) found, where w is the whole point or
 *     one block
 * @param regularizerError the largest |θ(αw) − α^p·θ(w)|/(α^p·θ(w)) found
 * @param degenerate whether ‖φ(w)‖/θ(w) was found to grow without bound as one block of w grows or
 *     shrinks
 * @param blockDegrees the degrees that the map states for each block while the others are fixed;
 *     null if it is homogeneous only in all blocks together
 * @param regularizer the name of θ
 * @param remedy the regularizers that match the map
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
    /** Rejects null. */
    public DegreeDiagnosis {
        Objects.requireNonNull(regularizer, "regularizer");
        Objects.requireNonNull(remedy, "remedy");
    }

    private static final double[] SCALES = {0.25, 0.5, 3, 7};

    /** Relative errors up to this confirm a degree. */
    private static final double TOLERANCE = 1e-9;

    /** The factor by which the sizes of the blocks are made to differ. */
    private static final double STRETCH = 1e3;

    /**
     * Diagnoses a pair at a point, with a few evaluations of φ and θ per block.
     *
     * @param map the map φ, which is evaluated; must not be used by other threads meanwhile
     * @param theta the penalty θ
     * @param w the point, not modified; at least one column, and none with φ = 0
     * @throws IllegalArgumentException if {@code w} has no column, if φ is 0 in a column, or if θ
     *     is infinite
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
                RegularizerContract.matching(map));
    }

    /** Returns whether everything that was tested fulfils the assumptions. */
    public boolean isMatched() {
        return areDegreesConfirmed() && mapDegree == regularizerDegree && !degenerate;
    }

    /** Returns whether φ and θ have the degrees that they state. */
    public boolean areDegreesConfirmed() {
        return mapError <= TOLERANCE && regularizerError <= TOLERANCE;
    }

    /** Returns the diagnosis in words, with a remedy if one is needed. */
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

    /**
     * Returns the largest error when one block alone is scaled, if φ has a degree in each block.
     */
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
                        "theta of column %s of w = %s, allowed is what is finite"
                                .formatted(i, value));
            }
        }
    }

    /**
     * Returns the largest relative distance of the output of a column from scale^degree times its
     * former value.
     */
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

    /** Returns whether the ratio ‖φ‖/θ grows without bound as one block is stretched. */
    private static boolean isDegenerate(FactorizationMap map, Penalty theta, Factors w) {
        for (int k = 0; k < w.order(); k++) {
            if (grows(map, theta, w, k, STRETCH) || grows(map, theta, w, k, 1 / STRETCH)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the ratio grows as block k becomes larger, or smaller. */
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

    /** Returns the largest ‖φ(w_i)‖/θ(w_i). */
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
