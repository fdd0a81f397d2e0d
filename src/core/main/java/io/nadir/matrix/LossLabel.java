package io.nadir.matrix;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What reports call the loss of weighted data.
 *
 * @param name replaces the name of the loss; null to keep it
 * @param parameters numbers by their names in reports
 */
record LossLabel(@Nullable String name, SequencedMap<String, Double> parameters) {
    private static final String UNLISTED = "unlistedWeight";

    /** Weights that are given one by one. */
    static LossLabel plain() {
        return new LossLabel(null, Collections.unmodifiableSequencedMap(new LinkedHashMap<>()));
    }

    /** One weight for all entries that are not listed. */
    static LossLabel unlisted(double weight) {
        SequencedMap<String, Double> parameters = new LinkedHashMap<>();
        parameters.put(UNLISTED, weight);
        return new LossLabel(null, Collections.unmodifiableSequencedMap(parameters));
    }

    /** Implicit feedback. */
    static LossLabel implicit(double alpha) {
        SequencedMap<String, Double> parameters = new LinkedHashMap<>();
        parameters.put("alpha", alpha);
        parameters.put(UNLISTED, 1.0);
        return new LossLabel("implicit:" + alpha, Collections.unmodifiableSequencedMap(parameters));
    }
}
