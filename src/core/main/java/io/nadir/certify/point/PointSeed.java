package io.nadir.certify.point;

import io.nadir.array.Panel;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;

import org.jspecify.annotations.Nullable;

/**
 * Mixes the data and the factors into the seed of a certificate. A start that had a part in finding
 * the factors would say nothing about what the factors miss, and data could be constructed for a
 * start that is known beforehand. With the hash, whoever wants a bound to fail must find data and
 * factors that suit the start to which these same data and factors lead. The padding of the factors
 * is left out, because it tells how they grew, not what they are.
 */
final class PointSeed {
    private final ModelData data;
    private @Nullable Long fingerprint;

    PointSeed(ModelData data) {
        this.data = data;
    }

    long of(Factors w, long seed) {
        if (fingerprint == null) {
            fingerprint = data.fingerprint();
        }
        long hash = mixed(seed, fingerprint);
        for (Panel block : w.blocks()) {
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < block.columns(); j++) {
                    hash = mixed(hash, Double.doubleToLongBits(block.get(i, j)));
                }
            }
        }
        return hash;
    }

    private static long mixed(long hash, long bits) {
        return 0x9E3779B97F4A7C15L * (Long.rotateLeft(hash, 23) ^ bits);
    }
}
