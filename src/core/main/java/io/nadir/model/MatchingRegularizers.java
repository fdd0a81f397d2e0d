package io.nadir.model;

import java.util.List;
import java.util.Objects;

/** Names, for messages, the regularizers whose degree matches that of a map. */
public final class MatchingRegularizers {
    private MatchingRegularizers() {}

    /** Returns advice for a map and a regularizer whose degrees differ. */
    public static String describe(FactorizationMap map) {
        Objects.requireNonNull(map, "map");

        int degree = map.degree();
        int blocks = map.dimensions().size();
        List<Double> each = map.blockDegrees();
        String powers = degree == 2 ? "squared-norms" : "norm-powers:" + degree;
        if (degree == 1) {
            return "what matches is a regularizer of degree 1 in all weights";
        }
        if (blocks > 1 && each != null && each.stream().allMatch(p -> p == 1)) {
            return "what matches is " + powers + " or product:l2" + ",l2".repeat(blocks - 1);
        }
        return "what matches is " + powers;
    }
}
