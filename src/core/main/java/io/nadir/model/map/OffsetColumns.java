package io.nadir.model.map;

import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.model.Factors;

import java.util.Objects;

/**
 * Writes offsets as columns of factors: U·Vᵀ + p·1ᵀ + 1·qᵀ = [U, p/s, t·1]·[V, s·1, q/t]ᵀ. The
 * scales s and t are powers of two, so that nothing is rounded, and give the two vectors of each
 * column about the same norm, so that the norms of the factors bound rounding errors well.
 */
public final class OffsetColumns {
    private OffsetColumns() {}

    /**
     * Returns factors of rank r + 2.
     *
     * @param w U and V, of rank r; not modified
     * @param p a number for each row
     * @param q a number for each column
     */
    public static Factors append(Factors w, double[] p, double[] q) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(p, "p");
        Objects.requireNonNull(q, "q");

        Factors joined = w.copy();
        int r = w.rank();
        joined.setRank(r + 2);
        Panel u = joined.block(0);
        Panel v = joined.block(1);
        write(u, r, p, v);
        write(v, r + 1, q, u);
        return joined;
    }

    /** Writes column c: the vector p/s on one side, and s on the other. */
    private static void write(Panel side, int c, double[] p, Panel other) {
        double largest = Kernels.get().maxAbs(p, 0, p.length);
        // |p|·√rows of one side against s²·√rows of the other.
        int exponent = largest == 0 ? 0 : Math.floorDiv(Math.getExponent(largest), 2);
        for (int i = 0; i < side.rows(); i++) {
            side.set(i, c, Math.scalb(p[i], -exponent));
        }
        double ones = Math.scalb(1.0, exponent);
        for (int j = 0; j < other.rows(); j++) {
            other.set(j, c, largest == 0 ? 0 : ones);
        }
    }
}
