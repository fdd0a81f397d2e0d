package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The largest eigenvalues of a slowly changing symmetric matrix M, with their eigenvectors:
 * subspace iteration with a Chebyshev polynomial of M (Zhou, Saad, Tiago, Chelikowsky 2006) that
 * starts where it ended for the last matrix. A space of a third of the dimension and more gives way
 * to full decompositions. An estimate, to steer by; no bound rests on it.
 *
 * <p>Cost of a round: as many products of M with the basis as the polynomial's degree, and one.
 * Allocates nothing while the basis does not grow, except in full decompositions of more than
 * {@value #SMALL} rows.
 */
final class LeadingEigenpairs {
    /** Rows up to which a full decomposition is one of Jacobi's method. */
    static final int SMALL = 24;

    /** By how much a round multiplies what is wanted over what is not. */
    private static final double GAIN = 3;

    private static final int LOWEST_DEGREE = 2;
    private static final int HIGHEST_DEGREE = 12;

    /** Times that dependent columns are replaced. */
    private static final int MOST_DRAWS = 3;

    /** Steps of Lanczos's method for the smallest eigenvalue. */
    private static final int LANCZOS_STEPS = 10;

    /** Rounds between two of those. */
    private static final int LANCZOS_PERIOD = 20;

    private final int n;
    private final PanelProducts products = new PanelProducts();
    private final ThinQr qr = new ThinQr(products);
    private final JacobiEigen small = new JacobiEigen();
    private final SplittableRandom random = new SplittableRandom(1);
    private final SmallestEigenvalue smallest;
    private Panel basis;
    private Panel image;
    private Panel spare;
    private Panel turn = Panel.zeros(0, 0);
    private double[] values = new double[0];
    private double least;
    private int rounds;
    private double operations;

    /**
     * Starts with a random space.
     *
     * @param columns of the space
     */
    LeadingEigenpairs(int n, int columns) {
        this.n = n;
        this.smallest = new SmallestEigenvalue(n, LANCZOS_STEPS);
        this.basis = Panel.zeros(n, 0);
        this.image = Panel.zeros(n, 0);
        this.spare = Panel.zeros(n, 0);
        resize(columns);
        if (!isComplete()) {
            orthonormalize();
        }
    }

    /** Eigenvalues of M, descending, as many as the basis has columns. */
    double[] values() {
        return values;
    }

    /** Their eigenvectors, as columns. */
    Panel vectors() {
        return basis;
    }

    int columns() {
        return basis.columns();
    }

    boolean isComplete() {
        return basis.columns() == n;
    }

    /** Floating-point operations so far. */
    double operations() {
        return operations;
    }

    /** Takes over the space of another one, for another matrix. */
    void startFrom(LeadingEigenpairs other, Panel m) {
        if (other.columns() != columns()) {
            resize(other.columns());
        }
        if (isComplete()) {
            round(m, 1);
            return;
        }
        for (int i = 0; i < n; i++) {
            System.arraycopy(
                    other.basis.data(),
                    i * other.basis.stride(),
                    basis.data(),
                    i * basis.stride(),
                    basis.columns());
        }
        least = smallest.below(m);
        rounds = 1;
        rotate(m);
    }

    /** Makes the space as large as wanted, by random columns at the end, or smaller. */
    void resize(int wanted) {
        int columns = 3 * wanted >= n || n <= SMALL ? n : wanted;
        int before = basis.columns();
        if (columns > basis.stride()) {
            basis = widened(columns);
            image = Panel.zeros(n, columns);
            spare = Panel.zeros(n, columns);
        }
        if (columns > values.length) {
            values = Arrays.copyOf(values, basis.stride());
        }
        basis.setColumns(columns);
        image.setColumns(columns);
        spare.setColumns(columns);
        turn = columns > SMALL && columns == n ? turn : Panel.zeros(columns, columns);
        for (int j = before; j < columns; j++) {
            randomize(j);
            values[j] = Double.NEGATIVE_INFINITY;
        }
        if (isComplete()) {
            basis.clear();
            for (int i = 0; i < n; i++) {
                basis.set(i, i, 1);
            }
        }
    }

    private void randomize(int column) {
        for (int i = 0; i < n; i++) {
            basis.set(i, column, random.nextDouble(-1, 1));
        }
    }

    /** Columns that depend on others, as all do for a matrix of rank one, are drawn anew. */
    private void orthonormalize() {
        boolean isWhole = false;
        for (int attempt = 0; attempt < MOST_DRAWS && !isWhole; attempt++) {
            qr.factor(basis);
            isWhole = true;
            for (int j = 0; j < basis.columns(); j++) {
                if (!(Panels.maxAbs(basis, j) > 0)) {
                    randomize(j);
                    isWhole = false;
                }
            }
        }
        if (!isWhole) {
            qr.factor(basis);
        }
    }

    private Panel widened(int columns) {
        Panel out = Panel.zeros(n, columns);
        for (int i = 0; i < n; i++) {
            System.arraycopy(
                    basis.data(),
                    i * basis.stride(),
                    out.data(),
                    i * out.stride(),
                    basis.columns());
        }
        return out.setColumns(basis.columns());
    }

    /**
     * One round for the matrix.
     *
     * @param m M, n×n without padding
     * @param wanted how many of the values matter
     */
    void round(Panel m, int wanted) {
        if (isComplete() && n > SMALL) {
            decompose(m);
            return;
        }
        if (!isComplete()) {
            if (rounds % LANCZOS_PERIOD == 0) {
                least = smallest.below(m);
                operations += 2.0 * LANCZOS_STEPS * n * n;
            }
            rounds++;
            filter(m, wanted);
            orthonormalize();
        }
        rotate(m);
    }

    private void decompose(Panel m) {
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(m);
        System.arraycopy(eigen.values(), 0, values, 0, n);
        basis = eigen.vectors();
        operations += 10.0 * n * n * n;
    }

    /** basis ← T_d of M, mapped so that what is not wanted is within [−1, 1], times basis. */
    private void filter(Panel m, int wanted) {
        int p = known();
        double cut = p > 0 ? values[p - 1] : least;
        double top = values[0];
        double low = least;
        if (!(top > cut && cut > low)) {
            multiply(m);
            combine(1, low, 0);
            return;
        }
        double center = (low + cut) / 2;
        double half = (cut - low) / 2;
        double z = (values[Math.min(Math.max(wanted, 1), p) - 1] - center) / half;
        int degree = degree(z);
        double sigma = half / (top - center);
        double tau = 2 / sigma;
        // spare holds the polynomial before, basis the present one.
        multiply(m);
        combine(sigma / half, center, 0);
        for (int k = 2; k <= degree; k++) {
            double next = 1 / (tau - sigma);
            multiply(m);
            combine(2 * next / half, center, -sigma * next);
            sigma = next;
        }
    }

    /** How many values are known; those of new columns are not. */
    private int known() {
        int p = basis.columns();
        while (p > 0 && values[p - 1] == Double.NEGATIVE_INFINITY) {
            p--;
        }
        return p;
    }

    private static int degree(double z) {
        double rate = Math.log(z + Math.sqrt(Math.max(0, z * z - 1)));
        double wanted = Math.log(2 * GAIN) / Math.max(rate, 1e-3);
        return (int) Math.clamp(Math.ceil(wanted), LOWEST_DEGREE, HIGHEST_DEGREE);
    }

    /** (spare, basis) ← (basis, scale·(image − center·basis) + share·spare). */
    private void combine(double scale, double center, double share) {
        double[] x = basis.data();
        double[] y = image.data();
        double[] old = spare.data();
        for (int i = 0; i < x.length; i++) {
            y[i] = scale * (y[i] - center * x[i]) + share * old[i];
        }
        Panel free = spare;
        spare = basis;
        basis = image;
        image = free;
    }

    private void multiply(Panel m) {
        products.multiplyInto(m, basis, image);
        operations += 2.0 * n * n * basis.columns();
    }

    private void swap() {
        Panel free = basis;
        basis = image;
        image = free;
    }

    /** Rayleigh and Ritz: the eigenvectors of M restricted to the basis. */
    private void rotate(Panel m) {
        int p = basis.columns();
        multiply(m);
        products.transposeMultiplyInto(basis, image, turn);
        double[] a = small.matrix(p);
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                a[i * p + j] = 0.5 * (turn.get(i, j) + turn.get(j, i));
            }
        }
        small.decompose();
        System.arraycopy(small.values(), 0, values, 0, p);
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                turn.set(i, j, small.vector(i, j));
            }
        }
        products.multiplyInto(basis, turn, image);
        swap();
        operations += 2.0 * n * p * (4 * p) + 20.0 * p * p * p;
    }
}
