package io.nadir.spark;

import java.io.Serializable;

/**
 * What entries that are not listed count in the loss.
 *
 * @param isImplicit whether values are counts r of implicit feedback: a listed entry is 1 with the
 *     weight 1 + αr, any other is 0 with the weight 1
 * @param number α; or, where values are what they are, the weight of zeros that are not listed, 0
 *     if they are missing
 */
record Unlisted(boolean isImplicit, double number) implements Serializable {
    private static final long serialVersionUID = 1;

    static final Unlisted MISSING = new Unlisted(false, 0);

    boolean isMissing() {
        return !isImplicit && number == 0;
    }
}
