package io.nadir.spark.ml;

import org.jspecify.annotations.Nullable;

/** What a model has once it is fitted. */
final class Fitted {
    private Fitted() {}

    /** The part; throws if the model was made without it. */
    static <T> T required(@Nullable T part, String uid) {
        if (part == null) {
            throw new IllegalStateException(
                    "model "
                            + uid
                            + " has no factors: get one from fit or load, and use it on the driver"
                            + " only");
        }
        return part;
    }
}
