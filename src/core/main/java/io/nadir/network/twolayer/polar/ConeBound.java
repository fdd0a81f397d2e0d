package io.nadir.network.twolayer.polar;

import io.nadir.kernel.Rounding;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Upper bounds of f(w) = ‖y(w)‖, y(w) = Zᵀσ(S·w), over the unit vectors of a simplicial cone.
 *
 * <p>For v = y(w)/‖y(w)‖, f(w) = Σ (z_i·v)·σ(s_i·w). Rows of constant sign are linear. With v₀ in
 * place of v, an open row is replaced by a linear function that is not below its term: the chord
 * Σμ_kσ(s_i·u_k) where z_i·v₀ ≥ 0, since σ is convex; any θs_i·w with θ in [a, 1] where z_i·v₀ &lt;
 * 0, since σ(t) ≥ θt. The kinks of the second kind are those at which f can have a maximum; with
 * the right θ ({@link KinkSlopes}) nothing is lost at them. The linear function so made has the
 * norm bounds of {@link LinearBound}.
 *
 * <p>A row whose z_i·v might be of the other sign costs the largest such |z_i·v| times the largest
 * distance between σ and its substitute. Where f(w) ≥ floor, z_i·v = z_i·y(w)/f(w) is bounded by
 * z_i·y(w) = Σμ_k z_i·y(u_k) − Σ_j (z_i·z_j)e_j, 0 ≤ e_j ≤ the largest distance of row j's chord.
 * For q = 1 there are only v = 1 and v = −1; each is bounded by itself.
 */
final class ConeBound {
    private final CollinearRows merged;
    private final ReluFunction f;
    private final int r;
    private final int q;
    private final OpenRows rows;
    private final KinkSlopes slopes;
    private final LinearBound linear;
    private final double[] images;
    private final double[] substitutes;
    private final double[] p;
    private final double[] theta;

    /** Largest −z_i·v and z_i·v of the open rows over all v that count, at least 0. */
    private final double[] below;

    private final double[] above;
    private final double rounding;
    private double[] peak = new double[0];
    private double peakValue;

    ConeBound(CollinearRows merged) {
        this.merged = merged;
        this.f = merged.rows();
        this.r = f.dimension();
        this.q = f.outputs();
        this.rows = new OpenRows(merged);
        this.slopes = new KinkSlopes(rows, f.slope(), r);
        this.linear = new LinearBound(r, q);
        this.images = new double[r * q];
        this.substitutes = new double[r * q];
        this.p = new double[f.rows()];
        this.theta = new double[f.rows()];
        this.below = new double[f.rows()];
        this.above = new double[f.rows()];
        this.rounding = roundingBound();
    }

    /** What has to be added to a bound. */
    double rounding() {
        return rounding;
    }

    /**
     * √r·γ_{4N+16r+8q+128}·(K + √r·‖L‖_F), and the error of merging.
     *
     * <p>A row taken for one of constant sign may have the other to γ_{2r+8}‖s_i‖ at a vertex; t_ik
     * is off by as much, the sum of decided rows by γ_{N+3}K, images and substitutes at the
     * vertices by γ_{N+4r+q+16}K, largest distances by γ_{2r+8}K in all; inside the cone each
     * counts Σμ_k ≤ √r times.
     */
    private double roundingBound() {
        double terms = 4.0 * f.rows() + 16 * r + 8 * q + 128;
        double root = Math.sqrt(r);
        double size = f.mass() + root * ReluFunction.norm(merged.linear());
        return Rounding.up(Rounding.gamma(terms) * root * size + merged.error())
                + f.rows() * (double) q * r * Double.MIN_NORMAL;
    }

    /** The best direction met in the last cone. */
    double[] peak() {
        return peak;
    }

    /** f there, up to rounding. */
    double peakValue() {
        return peakValue;
    }

    /**
     * The cone, bounded; the bound is at least {@code floor}.
     *
     * @param parent a cone that contains it, or null
     * @param inherited a bound that holds for it
     * @param floor values below it need no bound
     * @param target a bound of this size needs no improvement
     */
    Cone bound(
            double[] vertices,
            @Nullable Cone parent,
            double inherited,
            double floor,
            double target) {
        ConeGeometry cone = new ConeGeometry(vertices, r);
        rows.enter(cone, parent);
        double[] center = cone.center();
        double[] middle = rows.image(center);
        images(cone);
        choosePeak(cone, center, middle);
        double upper = q == 1 ? bothSigns(cone, target) : anyDirection(cone, middle, floor, target);
        double known = Math.max(floor, Math.min(upper, inherited));
        return new Cone(vertices, rows.decided(), rows.rows(), 0, known);
    }

    private double bothSigns(ConeGeometry cone, double target) {
        double plus = directed(cone, new double[] {1}, target);
        return Math.max(plus, directed(cone, new double[] {-1}, target));
    }

    private double anyDirection(ConeGeometry cone, double[] middle, double floor, double target) {
        double positive = Math.max(floor, Double.MIN_NORMAL);
        double chords = rounding;
        for (int c = 0; c < rows.count(); c++) {
            chords += f.dualNorms()[rows.row(c)] * chordDistance(c) * cone.spread();
        }
        for (int c = 0; c < rows.count(); c++) {
            double size = f.dualNorms()[rows.row(c)];
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < r; k++) {
                double inner = rows.dualInner(c, images, k * q);
                least = Math.min(least, inner);
                most = Math.max(most, inner);
            }
            below[c] = Math.clamp((size * chords - inside(least, cone)) / positive, 0, size);
            above[c] = Math.clamp((size * chords - inside(-most, cone)) / positive, 0, size);
        }
        return directed(cone, ReluFunction.unit(middle), target);
    }

    /** A lower bound of Σμ_k x_k, all x_k at least {@code least}, 1 ≤ Σμ ≤ spread. */
    private static double inside(double least, ConeGeometry cone) {
        return least < 0 ? least * cone.spread() : least;
    }

    /**
     * Bound over the w of the cone with f(w) ≥ floor.
     *
     * @param v v₀, for which the substitutes are chosen
     */
    private double directed(ConeGeometry cone, double[] v, double target) {
        for (int c = 0; c < rows.count(); c++) {
            p[c] = rows.dualInner(c, v, 0);
            theta[c] = rows.chordSlope(c);
        }
        double upper = substituted(cone, v, target);
        if (upper > target && rows.count() > 0) {
            slopes.improve(p, theta, v, null);
            upper = Math.min(upper, substituted(cone, v, target));
        }
        if (upper > target && rows.count() > 0) {
            slopes.improve(p, theta, v, cone.normals());
            upper = Math.min(upper, substituted(cone, v, target));
        }
        return upper;
    }

    /** The bound with the slopes as they are. */
    private double substituted(ConeGeometry cone, double[] v, double target) {
        double loss = 0;
        for (int k = 0; k < r; k++) {
            System.arraycopy(rows.linear(cone.unit(k)), 0, substitutes, k * q, q);
        }
        for (int c = 0; c < rows.count(); c++) {
            boolean chord = p[c] >= 0;
            for (int k = 0; k < r; k++) {
                double t = rows.at(c, k);
                rows.addDual(c, chord ? f.activation(t) : theta[c] * t, substitutes, k * q);
            }
            loss += chord ? below[c] * chordDistance(c) : above[c] * slopeDistance(c);
        }
        if (q == 1) {
            onlyPositive(v[0]);
        }
        double most = loss * cone.spread() * (1 + 0x1p-30);
        return Rounding.up(linear.upper(cone, substitutes, target - most) + most);
    }

    /**
     * For one output, v·y is bounded rather than |y|: a value that is negative at a vertex can be
     * replaced by 0.
     */
    private void onlyPositive(double v) {
        for (int k = 0; k < r; k++) {
            substitutes[k] = Math.max(0, v * substitutes[k]);
        }
    }

    /** Largest chord minus σ for Σμ = 1: (1 − a)·min(Σμt₊, Σμt₋). */
    private double chordDistance(int c) {
        double sum = rows.high(c) + rows.low(c);
        return (1 - f.slope()) * rows.high(c) * (rows.low(c) / sum);
    }

    /** Largest σ(t) − θt for Σμ = 1. */
    private double slopeDistance(int c) {
        return Math.max((1 - theta[c]) * rows.high(c), (theta[c] - f.slope()) * rows.low(c));
    }

    private void images(ConeGeometry cone) {
        for (int k = 0; k < r; k++) {
            System.arraycopy(rows.linear(cone.unit(k)), 0, images, k * q, q);
            for (int c = 0; c < rows.count(); c++) {
                rows.addDual(c, f.activation(rows.at(c, k)), images, k * q);
            }
        }
    }

    private void choosePeak(ConeGeometry cone, double[] center, double[] middle) {
        peak = center;
        peakValue = ReluFunction.norm(middle);
        for (int k = 0; k < r; k++) {
            double value = ReluFunction.norm(Arrays.copyOfRange(images, k * q, k * q + q));
            if (value > peakValue) {
                peakValue = value;
                peak = cone.unit(k);
            }
        }
    }
}
