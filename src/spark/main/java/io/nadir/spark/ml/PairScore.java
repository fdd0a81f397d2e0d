package io.nadir.spark.ml;

import org.apache.spark.sql.api.java.UDF4;
import org.jspecify.annotations.Nullable;

import scala.collection.Seq;

/**
 * x_ij = u_i·v_j + μ + a_i + b_j for a pair. The order of additions is fixed, so that a pair has
 * the same bits in every data set.
 *
 * @param mean μ
 * @param orNan whether a pair with an unknown id is NaN, rather than what the offsets say
 */
record PairScore(double mean, boolean orNan)
        implements UDF4<
                @Nullable Seq<Double>,
                @Nullable Double,
                @Nullable Seq<Double>,
                @Nullable Double,
                Double> {
    private static final long serialVersionUID = 1;

    /** Takes the features and the offset of the user and of the item, null for unknown ones. */
    @Override
    public Double call(
            @Nullable Seq<Double> user,
            @Nullable Double userOffset,
            @Nullable Seq<Double> item,
            @Nullable Double itemOffset) {
        double offsets = mean + orZero(userOffset) + orZero(itemOffset);
        if (user != null && item != null) {
            return dot(user, item) + offsets;
        }
        return orNan ? Double.NaN : offsets;
    }

    private static double orZero(@Nullable Double offset) {
        return offset == null ? 0 : offset;
    }

    private static double dot(Seq<Double> user, Seq<Double> item) {
        double sum = 0;
        for (int k = 0; k < user.length(); k++) {
            sum += user.apply(k) * item.apply(k);
        }
        return sum;
    }
}
