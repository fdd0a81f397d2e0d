package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;

import java.util.Arrays;

/**
 * A Newton step for the eigenvalues of H = C + 𝒜*(t) that meet at the best multiplier (after
 * Overton 1992): first-order methods separate them from the others soon, and then take long to make
 * them equal. With eigenvectors V of the eigenvalues w near λ_max it changes t by the smallest δ
 * that takes VᵀHV to θI, to first order, where θ is the value of the relaxation:
 *
 * <p>δ = D𝒜(VSVᵀ), Vᵀ𝒜*(D𝒜(VSVᵀ))V + μS = diag(θ − w).
 *
 * <p>D is the derivative of the model's proximal map where K and t meet, a projection on the
 * directions in which the multiplier may move. S is found by conjugate gradients. Only for cones,
 * where h does not change. An estimate like all others: a multiplier counts by its bound alone.
 */
final class FaceStep {
    /**
     * μ in units of ‖𝒜‖²: what lies below is a direction of the optimal K, and needs no change.
     */
    private static final double REGULAR = 1e-4;

    private static final int MOST_STEPS = 10;

    /** Residual at which conjugate gradients end, as a share of the first. */
    private static final double ACCURATE = 0.05;

    /** How far the derivative looks, as a share of the multiplier. */
    private static final double NEAR = 1e-5;

    private static final DenseKernels KERNELS = Kernels.get();

    private final Relaxation relaxation;
    private final Blocks blocks;
    private final Spectraplex cone;
    private final double[] matrix;
    private final double norm;
    private final PanelProducts products = new PanelProducts();
    private final Panel[] vectors;
    private final Panel[] images;
    private final Panel[] inner;
    private final double[] at;
    private final double[] nearest;
    private final double[] delta;
    private double[] s = new double[0];
    private double[] residual = new double[0];
    private double[] direction = new double[0];
    private double[] image = new double[0];
    private int length;
    private double size;
    private double operations;

    /**
     * Prepares steps.
     *
     * @param matrix the array of the matrices of {@code cone}
     */
    FaceStep(Relaxation relaxation, Blocks blocks, Spectraplex cone, double[] matrix) {
        this.relaxation = relaxation;
        this.blocks = blocks;
        this.cone = cone;
        this.matrix = matrix;
        this.norm = Math.max(relaxation.norm(), Double.MIN_NORMAL);
        this.vectors = new Panel[blocks.count()];
        this.images = new Panel[blocks.count()];
        this.inner = new Panel[blocks.count()];
        for (int b = 0; b < blocks.count(); b++) {
            vectors[b] = Panel.zeros(blocks.order(b), 0);
            images[b] = Panel.zeros(blocks.order(b), 0);
            inner[b] = Panel.zeros(0, 0);
        }
        this.at = new double[relaxation.multiplierLength()];
        this.nearest = new double[at.length];
        this.delta = new double[at.length];
    }

    /** Floating-point operations so far. */
    double operations() {
        return operations;
    }

    /** δ of the last step; not copied. */
    double[] delta() {
        return delta;
    }

    /** Sets where D is taken: at t − size·𝒜(K), which the proximal map brings back to t. */
    void start(double[] t, double[] liftedK, double step) {
        size = step;
        for (int i = 0; i < at.length; i++) {
            at[i] = t[i] - size * liftedK[i];
        }
        System.arraycopy(at, 0, nearest, 0, at.length);
        relaxation.proximal(nearest, size);
        operations += relaxation.operations();
    }

    /**
     * Computes δ for the matrix H in the array, which is overwritten; the cone knows its leading
     * eigenpairs.
     *
     * @param theta θ
     * @param window how far below θ eigenvalues count
     * @return whether there was something to do
     */
    boolean solve(double theta, double window) {
        setFace(theta, window);
        double first = Math.sqrt(KERNELS.dot(residual, 0, residual, 0, length));
        if (!(first > 0)) {
            return false;
        }
        Arrays.fill(s, 0, length, 0);
        System.arraycopy(residual, 0, direction, 0, length);
        double square = first * first;
        for (int step = 0; step < MOST_STEPS && Math.sqrt(square) > ACCURATE * first; step++) {
            apply(direction);
            double curvature = KERNELS.dot(direction, 0, image, 0, length);
            if (!(curvature > 0)) {
                break;
            }
            KERNELS.axpy(square / curvature, direction, 0, s, 0, length);
            KERNELS.axpy(-square / curvature, image, 0, residual, 0, length);
            double next = KERNELS.dot(residual, 0, residual, 0, length);
            for (int i = 0; i < length; i++) {
                direction[i] = residual[i] + next / square * direction[i];
            }
            square = next;
        }
        move(s);
        return true;
    }

    /** Takes the eigenvectors of the face, and the right side diag(θ − w). */
    private void setFace(double theta, double window) {
        length = 0;
        for (int b = 0; b < blocks.count(); b++) {
            int count = cone.countOfFace(b, theta - window);
            length += count * count;
        }
        if (s.length < length) {
            s = new double[length];
            residual = new double[length];
            direction = new double[length];
            image = new double[length];
        }
        Arrays.fill(residual, 0, length, 0);
        int from = 0;
        for (int b = 0; b < blocks.count(); b++) {
            int count = cone.countOfFace(b, theta - window);
            fit(b, count);
            for (int i = 0; i < blocks.order(b); i++) {
                for (int j = 0; j < count; j++) {
                    vectors[b].set(i, j, cone.vectorsOfFace(b).get(i, j));
                }
            }
            for (int j = 0; j < count; j++) {
                residual[from + j * (count + 1)] = theta - cone.valuesOfFace(b)[j];
            }
            from += count * count;
        }
    }

    private void fit(int b, int count) {
        if (vectors[b].stride() < count) {
            vectors[b] = Panel.zeros(blocks.order(b), count);
            images[b] = Panel.zeros(blocks.order(b), count);
        }
        vectors[b].setColumns(count);
        images[b].setColumns(count);
        if (inner[b].columns() != count) {
            inner[b] = Panel.zeros(count, count);
        }
    }

    /** image ← Vᵀ𝒜*(D𝒜(VSVᵀ))V + μS. */
    private void apply(double[] x) {
        move(x);
        Arrays.fill(matrix, 0);
        relaxation.addAdjoint(delta, matrix);
        int from = 0;
        for (int b = 0; b < blocks.count(); b++) {
            int count = vectors[b].columns();
            products.multiplyInto(cone.block(b), vectors[b], images[b]);
            products.transposeMultiplyInto(vectors[b], images[b], inner[b]);
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < count; j++) {
                    int place = from + i * count + j;
                    double mean = 0.5 * (inner[b].get(i, j) + inner[b].get(j, i));
                    image[place] = mean + REGULAR * norm * norm * x[place];
                }
            }
            from += count * count;
            operations += 2.0 * blocks.order(b) * blocks.order(b) * count;
        }
    }

    /** δ ← D𝒜(VSVᵀ). */
    private void move(double[] x) {
        int from = 0;
        for (int b = 0; b < blocks.count(); b++) {
            int count = vectors[b].columns();
            for (int i = 0; i < count * count; i++) {
                inner[b].set(i / count, i % count, x[from + i]);
            }
            products.multiplyInto(vectors[b], inner[b], images[b]);
            cone.setBlock(b, images[b], vectors[b]);
            from += count * count;
            operations += 2.0 * blocks.order(b) * blocks.order(b) * count;
        }
        relaxation.lift(matrix, delta);
        double far = AdjointRounding.norm(delta);
        double scale = far > 0 ? NEAR * Math.max(AdjointRounding.norm(at), far) / far : 0;
        for (int i = 0; i < delta.length; i++) {
            delta[i] = at[i] + scale * delta[i];
        }
        relaxation.proximal(delta, size);
        for (int i = 0; i < delta.length; i++) {
            delta[i] = scale > 0 ? (delta[i] - nearest[i]) / scale : 0;
        }
        operations += relaxation.operations();
    }
}
