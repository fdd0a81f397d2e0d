package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.ThinQr;

import java.util.SplittableRandom;

/**
 * A basis of a subspace, as columns, with room for its image under a matrix and for the basis
 * before. Columns come and go at the end.
 */
final class Subspace {
    /** Times that dependent columns are replaced. */
    private static final int MOST_DRAWS = 3;

    private final int n;
    private final PanelProducts products = new PanelProducts();
    private final ThinQr qr = new ThinQr(products);
    private final SplittableRandom random = new SplittableRandom(1);
    private Panel basis;
    private Panel image;
    private Panel spare;

    /** Starts without columns. */
    Subspace(int n) {
        this.n = n;
        this.basis = Panel.zeros(n, 0);
        this.image = Panel.zeros(n, 0);
        this.spare = Panel.zeros(n, 0);
    }

    Panel basis() {
        return basis;
    }

    int columns() {
        return basis.columns();
    }

    /** How many columns there may be without new memory. */
    int room() {
        return basis.stride();
    }

    /** Changes the number of columns; new ones are random. */
    void resize(int columns) {
        int before = basis.columns();
        if (columns > basis.stride()) {
            basis = widened(columns);
            image = Panel.zeros(n, columns);
            spare = Panel.zeros(n, columns);
        }
        basis.setColumns(columns);
        image.setColumns(columns);
        spare.setColumns(columns);
        for (int j = before; j < columns; j++) {
            randomize(j);
        }
    }

    private Panel widened(int columns) {
        Panel out = Panel.zeros(n, columns);
        copyRows(basis, out);
        return out.setColumns(basis.columns());
    }

    private static void copyRows(Panel from, Panel to) {
        for (int i = 0; i < from.rows(); i++) {
            System.arraycopy(
                    from.data(), i * from.stride(), to.data(), i * to.stride(), from.columns());
        }
    }

    private void randomize(int column) {
        for (int i = 0; i < n; i++) {
            basis.set(i, column, random.nextDouble(-1, 1));
        }
    }

    /** Makes the first columns those of the identity. */
    void setIdentity() {
        basis.clear();
        for (int i = 0; i < basis.columns(); i++) {
            basis.set(i, i, 1);
        }
    }

    /** Copies the basis of another one, with as many columns. */
    void copy(Subspace other) {
        copyRows(other.basis, basis);
    }

    /** Takes a basis with as many columns; not copied. */
    void take(Panel other) {
        basis = other;
    }

    /** Columns that depend on others, as all do for a matrix of rank one, are drawn anew. */
    void orthonormalize() {
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

    /** Computes the image of the basis under M. */
    void multiply(Panel m) {
        products.multiplyInto(m, basis, image);
    }

    /** basisᵀ·image, into the panel. */
    void restrictInto(Panel out) {
        products.transposeMultiplyInto(basis, image, out);
    }

    /** basis ← basis·turn. */
    void turn(Panel turn) {
        products.multiplyInto(basis, turn, image);
        Panel free = basis;
        basis = image;
        image = free;
    }

    /** (spare, basis) ← (basis, scale·(image − center·basis) + share·spare). */
    void combine(double scale, double center, double share) {
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
}
