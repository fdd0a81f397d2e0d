package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.kernel.SmallDense;

import java.util.Arrays;

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

    /** Steps of Lanczos's method for the smallest eigenvalue. */
    private static final int LANCZOS_STEPS = 10;

    /** Rounds between two of those. */
    private static final int LANCZOS_PERIOD = 20;

    private final int n;
    private final Runnable checkpoint;
    private final Subspace space;
    private final JacobiEigen small = new JacobiEigen();
    private final SmallestEigenvalue smallest;
    private Panel turn = Panel.zeros(0, 0);
    private double[] values = new double[0];
    private double least;
    private int rounds;
    private double operations;

    /**
     * Starts with a random space.
     *
     * @param columns of the space
     * @param checkpoint called now and then in a full decomposition; may throw to cancel
     */
    LeadingEigenpairs(int n, int columns, Runnable checkpoint) {
        this.n = n;
        this.checkpoint = checkpoint;
        this.space = new Subspace(n);
        this.smallest = new SmallestEigenvalue(n, LANCZOS_STEPS);
        resize(columns);
        if (!isComplete()) {
            space.orthonormalize();
        }
    }

    /** Eigenvalues of M, descending, as many as the basis has columns. */
    double[] values() {
        return values;
    }

    /** Their eigenvectors, as columns. */
    Panel vectors() {
        return space.basis();
    }

    int columns() {
        return space.columns();
    }

    boolean isComplete() {
        return space.columns() == n;
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
        space.copy(other.space);
        least = smallest.below(m);
        rounds = 1;
        rotate(m);
    }

    /** Makes the space as large as wanted, by random columns at the end, or smaller. */
    void resize(int wanted) {
        int columns = 3 * wanted >= n || n <= SMALL ? n : wanted;
        int before = space.columns();
        space.resize(columns);
        if (columns > values.length) {
            values = Arrays.copyOf(values, space.room());
        }
        turn = columns > SMALL && columns == n ? turn : Panel.zeros(columns, columns);
        for (int j = before; j < columns; j++) {
            values[j] = Double.NEGATIVE_INFINITY;
        }
        if (isComplete()) {
            space.setIdentity();
        }
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
            space.orthonormalize();
        }
        rotate(m);
    }

    private void decompose(Panel m) {
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(m, checkpoint);
        System.arraycopy(eigen.values(), 0, values, 0, n);
        space.take(eigen.vectors());
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
            space.combine(1, low, 0);
            return;
        }
        double center = (low + cut) / 2;
        double half = (cut - low) / 2;
        double z = (values[Math.min(Math.max(wanted, 1), p) - 1] - center) / half;
        int degree = degree(z);
        double sigma = half / (top - center);
        double tau = 2 / sigma;
        // The space holds the polynomial before and the present one.
        multiply(m);
        space.combine(sigma / half, center, 0);
        for (int k = 2; k <= degree; k++) {
            double next = 1 / (tau - sigma);
            multiply(m);
            space.combine(2 * next / half, center, -sigma * next);
            sigma = next;
        }
    }

    /** How many values are known; those of new columns are not. */
    private int known() {
        int p = space.columns();
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

    private void multiply(Panel m) {
        space.multiply(m);
        operations += 2.0 * n * n * space.columns();
    }

    /** Rayleigh and Ritz: the eigenvectors of M restricted to the basis. */
    private void rotate(Panel m) {
        int p = space.columns();
        multiply(m);
        space.restrictInto(turn);
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
        space.turn(turn);
        operations += 2.0 * n * p * (4 * p) + 20.0 * p * p * p;
    }
}
