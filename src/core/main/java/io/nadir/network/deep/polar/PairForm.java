package io.nadir.network.deep.polar;

/**
 * F(r, t) = Σ_n r_n⁺·(a_n·t_n⁺ + b_n·t_n⁻) + r_n⁻·(c_n·t_n⁺ + d_n·t_n⁻): what a majorant of the
 * last rectifier, of slope s, makes of r = Z·c and t = S·w, where σ' of slope s' is the rectifier
 * before.
 *
 * <p>For outputs c, the function of g is Σ r_n⁺·(g_n⁺ − s·g_n⁻) − r_n⁻·(g_n⁺ − s·g_n⁻). The second
 * term is at most −θ_n·r_n⁻·g_n for every θ_n in [s, 1]. Then all is convex in g, and largest at a
 * g = ±σ'(t).
 *
 * @param a one number for each sample, as in the others
 */
record PairForm(double[] a, double[] b, double[] c, double[] d) {
    /** The form for g = σ'(t), or −σ'(t); products are rounded up, which keeps majorants. */
    static PairForm of(boolean positive, double slope, double before, double[] theta) {
        int n = theta.length;
        PairForm form = new PairForm(new double[n], new double[n], new double[n], new double[n]);
        for (int i = 0; i < n; i++) {
            form.a[i] = positive ? 1 : -slope;
            form.b[i] = positive ? productUp(-slope, before) : before;
            form.c[i] = positive ? -theta[i] : theta[i];
            form.d[i] = productUp(positive ? theta[i] : -theta[i], before);
        }
        return form;
    }

    private static double productUp(double x, double y) {
        return x == 0 || y == 0 || y == 1 ? x * y : Math.nextUp(x * y);
    }

    /** F. */
    double value(double[] r, double[] t) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += r[i] > 0 ? r[i] * factor(a, b, t[i], i) : -r[i] * factor(c, d, t[i], i);
        }
        return sum;
    }

    private static double factor(double[] up, double[] down, double t, int i) {
        return t > 0 ? up[i] * t : -down[i] * t;
    }

    /** The derivatives of F with respect to r. */
    void left(double[] r, double[] t, double[] out) {
        for (int i = 0; i < a.length; i++) {
            out[i] = r[i] > 0 ? factor(a, b, t[i], i) : -factor(c, d, t[i], i);
        }
    }

    /** The derivatives of F with respect to t. */
    void right(double[] r, double[] t, double[] out) {
        for (int i = 0; i < a.length; i++) {
            double up = r[i] > 0 ? r[i] * a[i] : -r[i] * c[i];
            double down = r[i] > 0 ? r[i] * b[i] : -r[i] * d[i];
            out[i] = t[i] > 0 ? up : -down;
        }
    }
}
