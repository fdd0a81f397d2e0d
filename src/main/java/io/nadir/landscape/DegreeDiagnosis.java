package io.nadir.landscape;

import io.nadir.kernel.Panel;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;

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
 * @param mapError largest ‖φ(αw) − α^p·φ(w)‖/(α^p‖φ(w)‖) found
 * @param regularizerError largest |θ(αw) − α^p·θ(w)|/(α^pθ(w)) found
 * @param degenerate whether ‖φ(w)‖/θ(w) was seen to grow without bound as one block of w grew
 * @param blocks number of blocks of w
 * @param regularizer name of θ
 */
public record DegreeDiagnosis(
        int mapDegree,
        int regularizerDegree,
        double mapError,
        double regularizerError,
        boolean degenerate,
        int blocks,
        String regularizer) {
    private static final double[] SCALES = {0.25, 0.5, 3, 7};

    /** Relative errors up to which a degree is taken for confirmed. */
    private static final double TOLERANCE = 1e-9;

    /** How unequal the blocks are made. */
    private static final double STRETCH = 1e3;

    /**
     * Diagnoses a pair at a point: a few evaluations of φ and θ.
     *
     * @param map gives φ; evaluated, so not thread-safe while this runs
     * @param w not modified; at least one column, none of them with φ = 0
     * @throws IllegalArgumentException if {@code w} has no column, φ is 0 in one, or θ is infinite
     */
    public static DegreeDiagnosis of(FactorizationMap map, Regularizer theta, Factors w) {
        if (w.rank() == 0) {
            throw new IllegalArgumentException("rank of w = 0, allowed are 1 and more");
        }
        requireFinite(theta, w);
        double mapError = 0;
        double thetaError = 0;
        Panel units = map.units(w);
        for (double scale : SCALES) {
            Factors scaled = w.copy();
            scaled.scale(scale);
            Panel moved = map.units(scaled);
            double expected = Math.pow(scale, map.degree());
            double share = Math.pow(scale, theta.degree());
            for (int i = 0; i < w.rank(); i++) {
                mapError = Math.max(mapError, difference(moved, units, expected, i));
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
                w.order(),
                theta.name());
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
                        "the map has degree %d and the regularizer %s degree %d",
                        mapDegree, regularizer, regularizerDegree);
        if (regularizerDegree < mapDegree) {
            return degrees
                    + ": near the origin the penalty outweighs whatever the loss can fall, so W = 0"
                    + " is a local minimum for any data, and may be a spurious one; "
                    + remedy();
        }
        if (regularizerDegree > mapDegree) {
            return degrees
                    + ": r equal columns in place of one give the same output for a penalty"
                    + String.format(
                            " r^(1 - %d/%d) times as large, so nothing keeps the number of"
                                    + " columns in check; ",
                            regularizerDegree, mapDegree)
                    + remedy();
        }
        return degenerate
                ? degrees
                        + ", but one block can grow at no price: the pair is degenerate; "
                        + remedy()
                : degrees + ": they match";
    }

    private String remedy() {
        if (mapDegree != blocks) {
            return "what matches is a regularizer of degree " + mapDegree + " in all weights";
        }
        String product = "product:l2" + ",l2".repeat(blocks - 1);
        return "what matches is "
                + (blocks == 2 ? "squared-norms" : "norm-powers:" + blocks)
                + " or "
                + product;
    }

    private static void requireFinite(Regularizer theta, Factors w) {
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

    private static double difference(Panel moved, Panel units, double expected, int row) {
        double size = 0;
        double error = 0;
        for (int j = 0; j < units.columns(); j++) {
            double known = expected * units.get(row, j);
            size = Math.hypot(size, known);
            error = Math.hypot(error, moved.get(row, j) - known);
        }
        if (size == 0) {
            throw new IllegalArgumentException(
                    "phi of column " + row + " of w = 0, allowed are columns with an output");
        }
        return error / size;
    }

    /** A bounded ratio does not grow as one block grows, a homogeneous one without bound does. */
    private static boolean isDegenerate(FactorizationMap map, Regularizer theta, Factors w) {
        for (int k = 0; k < w.order(); k++) {
            double some = largestRatio(map, theta, stretched(w, k, STRETCH));
            double more = largestRatio(map, theta, stretched(w, k, STRETCH * STRETCH));
            if (more == Double.POSITIVE_INFINITY || more > 2 * some) {
                return true;
            }
        }
        return false;
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
    private static double largestRatio(FactorizationMap map, Regularizer theta, Factors w) {
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
