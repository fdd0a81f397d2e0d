package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.FloatGramBound;
import io.nadir.certify.bound.NormBound;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.FloatPanels;
import io.nadir.kernel.FloatSquare;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.MatrixMap;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Bounds of σ_max(A), A m×n, from any P (m×p), Q (n×q) and S (p×q). With D = A − P·S·Qᵀ and ε_P ≥
 * ‖PᵀP − I‖, ε_Q likewise, both below 1,
 *
 * <p>‖A‖ ≤ ‖[a b; c ‖D‖]‖₂, a = √((1 + ε_P)(1 + ε_Q))·‖S‖ + ‖PᵀDQ‖/√((1 − ε_P)(1 − ε_Q)), b =
 * ‖PᵀD‖/√(1 − ε_P), c = ‖DQ‖/√(1 − ε_Q).
 *
 * <p>If P, Q and S are the singular triplets of A at λ, b and c are small, and ‖D‖ may be bounded
 * roughly as long as that is below λ: by the Gram matrix of float32 numbers near it. A itself needs
 * float64, but only in products with P and Q. The bound includes every rounding error; P, Q and S
 * are taken as they are stored, and their accuracy is not relied upon.
 *
 * <p>A is scaled by a power of two that brings λ near 1. What underflows then is far below what is
 * added for it, 2⁻¹²⁵ an element.
 */
final class DeflatedGradient implements NormBound, GradientGroups {
    /** Rows that are split at once, so that they stay in a cache. */
    private static final int GROUP = 64;

    /** Groups that are split at the same time. */
    private static final int GROUPS = 8;

    /**
     * Rows whose Gram matrix is added at once: for each such slab that matrix is read and written.
     */
    static final int SLAB = 2 * GROUPS * GROUP;

    /** Magnitudes in P, Q and S beyond which nothing is proved: products might underflow. */
    private static final double LARGEST = 0x1p20;

    /** ε beyond which nothing is proved. */
    private static final double FARTHEST = 0.5;

    /** Exponents of λ beyond which nothing is proved. */
    private static final int LARGEST_EXPONENT = 1000;

    /** Share of the columns, on both sides together, that directions may be. */
    private static final double MOST_DIRECTIONS = 0.1;

    /** Flops of the Gram matrix from which on it is worth the while to save half of them. */
    private static final double WORTH = 1e9;

    /** The norm of D is known from below only. */
    private static final double SURPLUS = 1.25;

    private static final DenseKernels KERNELS = Kernels.get();

    private final PanelProducts products;
    private final Runnable checkpoint;
    private final PanelProducts own = PanelProducts.ofKernels();
    private final int rows;
    private final int columns;
    private final int exponent;
    private final double scale;
    private final Panel p;
    private final Panel q;
    private final Panel s;

    /** P and Q, filled up with columns of zeros so that the rows of products are whole vectors. */
    private final Panel wideP;

    private final Panel wideQ;

    /** −P·S. */
    private final Panel weighted;

    /** Qᵀ. */
    private final Panel transposedQ;

    /** A·Q, with as many columns as {@link #wideQ} until all rows are there. */
    private final Panel image;

    /** AᵀP, likewise. */
    private final Panel coimage;

    /** AᵀP of the groups that are split at the same time; null where there has been none. */
    private final @Nullable Panel[] coimages = new Panel[GROUPS];

    /** As many as threads have needed. */
    private final Queue<Group> free = new ConcurrentLinkedQueue<>();

    private final FloatPanels slab;
    private final FloatSquare gram;
    private int filled;
    private @Nullable Group single;
    private long done;
    private long slabs;

    private double normA;
    private double normB;
    private double normC;

    /** ‖D‖ ≤ ‖F‖ + this, F the float32 numbers. */
    private double restError;

    private double underflow;
    private NormBound rest = NONE;

    private static final NormBound NONE =
            new NormBound() {
                @Override
                public double attempt(double wanted) {
                    return Double.POSITIVE_INFINITY;
                }

                @Override
                public int factorizations() {
                    return 0;
                }
            };

    /**
     * Takes the directions.
     *
     * @param p P; not changed
     * @param q Q; not changed
     * @param s S/λ
     * @param lambda about the largest singular value of A
     */
    DeflatedGradient(
            Panel p, Panel q, Panel s, double lambda, PanelProducts products, Runnable checkpoint) {
        this.products = products;
        this.checkpoint = checkpoint;
        this.rows = p.rows();
        this.columns = q.rows();
        this.exponent = Math.clamp(Math.getExponent(lambda), -LARGEST_EXPONENT, LARGEST_EXPONENT);
        this.scale = Math.scalb(1.0, -exponent);
        this.p = p;
        this.q = q;
        this.s = Panels.copy(s);
        KERNELS.scale(lambda * scale, this.s.data(), 0, this.s.data().length);
        this.wideP = Panels.widened(p, Panel.paddedStride(p.columns()));
        this.wideQ = Panels.widened(q, Panel.paddedStride(q.columns()));
        this.weighted = own.multiply(p, this.s);
        KERNELS.scale(-1, weighted.data(), 0, weighted.data().length);
        this.transposedQ = Panels.transposed(q);
        this.image = Panel.zeros(rows, wideQ.columns());
        this.coimage = Panel.zeros(columns, wideP.columns());
        this.slab = KERNELS.floatPanels(Math.min(SLAB, rows), columns);
        this.gram = FloatSquare.zeros(columns);
    }

    /** The split along the directions of a deflation, on the longer side of the data. */
    static DeflatedGradient of(MatrixMap map, Deflation deflation, double lambda) {
        boolean wide = map.rows() < map.columns();
        Panel core = wide ? Panels.transposed(deflation.core()) : Panels.copy(deflation.core());
        // G = −λZ.
        KERNELS.scale(-1, core.data(), 0, core.data().length);
        return new DeflatedGradient(
                wide ? deflation.right() : deflation.left(),
                wide ? deflation.left() : deflation.right(),
                core,
                lambda,
                map.threadedProducts(),
                map::checkCancelled);
    }

    @Override
    public int groupRows() {
        return GROUP;
    }

    @Override
    public int groups() {
        return coimages.length;
    }

    @Override
    public void take(int index, Consumer<GradientSink> rows) {
        Group group = freeGroup();
        rows.accept(group);
        group.split(index);
        free.add(group);
    }

    private Group freeGroup() {
        Group group = free.poll();
        return group == null ? new Group() : group;
    }

    @Override
    public void join(int count, int taken) {
        checkpoint.run();
        for (int index = 0; index < count; index++) {
            Panel own = Objects.requireNonNull(coimages[index]);
            KERNELS.axpy(1, own.data(), 0, coimage.data(), 0, coimage.data().length);
        }
        filled += taken;
        if (filled == SLAB) {
            addGram();
        }
    }

    /** Takes the next row of A, where rows come one after the other. */
    void add(EntryRow row, double[] gradient) {
        Group group = single == null ? freeGroup() : single;
        single = group;
        group.accept(row, gradient);
        if (group.taken == GROUP) {
            joinAdded();
        }
    }

    private void joinAdded() {
        Group group = single;
        if (group != null) {
            int taken = group.taken;
            single = null;
            group.split(0);
            free.add(group);
            join(1, taken);
        }
    }

    /**
     * After the last row.
     *
     * @param frobenius bound on ‖A‖_F
     */
    void end(double frobenius) {
        joinAdded();
        addGram();
        if (done != rows) {
            throw new IllegalStateException(done + " of " + rows + " rows");
        }
        double largest = Math.max(largest(p), Math.max(largest(q), largest(s)));
        if (!(largest <= LARGEST && frobenius < Double.POSITIVE_INFINITY)) {
            return;
        }
        image.setColumns(q.columns());
        coimage.setColumns(p.columns());
        underflow = Rounding.up(Math.sqrt((double) rows * columns) * 2 * FloatGramBound.UNDERFLOW);
        double sizeA = Rounding.up(frobenius * scale + underflow);
        if (boundBlocks(sizeA)) {
            FloatGramBound bound =
                    new FloatGramBound(gram, rows, SLAB, slabs, products, checkpoint);
            restError = Rounding.up(formingError(sizeA) + roundingError(bound.frobenius()));
            rest = bound;
        }
    }

    /** Rows that one thread splits. */
    private final class Group implements GradientSink {
        private final Scratch scratch = new Scratch();
        private final double[] group = new double[Math.multiplyExact(GROUP, columns)];
        private final float[] rounded = new float[columns];
        private int taken;

        @Override
        public void accept(EntryRow row, double[] gradient) {
            int at = taken * columns;
            if (row.columns() == null) {
                scaleInto(gradient, at);
            } else {
                row.scatter(gradient, group, at, columns);
                KERNELS.scale(scale, group, at, columns);
            }
            taken++;
        }

        private void scaleInto(double[] gradient, int at) {
            for (int j = 0; j < columns; j++) {
                group[at + j] = scale * gradient[j];
            }
        }

        void split(int index) {
            int at = filled + index * GROUP;
            long from = done + at;
            long end = from + taken;
            Panel a = Panel.wrap(group, taken, columns, from);
            KERNELS.multiplyAdd(a, from, end, wideQ, image, scratch);
            KERNELS.transposeMultiplyAdd(a, from, end, wideP, cleared(index), scratch);
            // D in the place of A.
            KERNELS.multiplyAdd(weighted, from, end, transposedQ, a, scratch);
            for (int i = 0; i < taken; i++) {
                round(i * columns);
                slab.set(at + i, rounded, 0);
            }
            taken = 0;
        }

        private void round(int row) {
            for (int j = 0; j < columns; j++) {
                rounded[j] = (float) group[row + j];
            }
        }

        private Panel cleared(int index) {
            Panel own = coimages[index];
            if (own == null) {
                own = Panel.zeros(columns, wideP.columns());
                coimages[index] = own;
            }
            return own.clear();
        }
    }

    private void addGram() {
        if (filled > 0) {
            products.addGramLower(slab, filled, gram, checkpoint);
            slabs++;
            done += filled;
            filled = 0;
        }
    }

    private static double largest(Panel panel) {
        return KERNELS.maxAbs(panel.data(), 0, panel.data().length);
    }

    /** Bounds a, b and c; whether it can. */
    private boolean boundBlocks(double frobenius) {
        Panel squareP = own.transposeMultiply(p, p);
        Panel squareQ = own.transposeMultiply(q, q);
        double sizeP = SpectralNorm.frobenius(p);
        double sizeQ = SpectralNorm.frobenius(q);
        double sizeS = SpectralNorm.frobenius(s);
        double epsilonP = distanceToUnit(squareP, rows, sizeP);
        double epsilonQ = distanceToUnit(squareQ, columns, sizeQ);
        if (!(epsilonP < FARTHEST && epsilonQ < FARTHEST)) {
            return false;
        }
        own.subtractProduct(p, own.multiply(s, squareQ), image);
        own.subtractProduct(q, own.transposeMultiply(s, squareP), coimage);
        double small = p.columns() + q.columns() + 2.0;
        double product = sizeP * sizeS * sizeQ;
        double errorC =
                Rounding.up(
                        Rounding.gamma(columns + small) * (frobenius * sizeQ + product * sizeQ)
                                + underflow);
        double errorB =
                Rounding.up(
                        Rounding.gamma(rows + small) * (frobenius * sizeP + product * sizeP)
                                + underflow);
        double sizeImage = SpectralNorm.frobenius(image);
        double corner =
                SpectralNorm.frobenius(own.transposeMultiply(p, image))
                        + Rounding.gamma(rows) * sizeP * sizeImage
                        + Math.sqrt(1 + epsilonP) * errorC
                        + underflow;
        double smallestP = Math.sqrt(1 - epsilonP);
        double smallestQ = Math.sqrt(1 - epsilonQ);
        double normS = Rounding.up(SpectralNorm.upper(s, own.scratch(), checkpoint) + underflow);
        normA =
                Rounding.up(
                        Math.sqrt((1 + epsilonP) * (1 + epsilonQ)) * normS
                                + Rounding.up(corner) / (smallestP * smallestQ));
        normB = Rounding.up((SpectralNorm.frobenius(coimage) + errorB) / smallestP);
        normC = Rounding.up((sizeImage + errorC) / smallestQ);
        return true;
    }

    /**
     * ‖XᵀX − I‖ from above.
     *
     * @param square XᵀX as computed
     * @param size bound on ‖X‖_F
     */
    private static double distanceToUnit(Panel square, int rows, double size) {
        Panel distance = Panels.copy(square);
        for (int i = 0; i < distance.rows(); i++) {
            distance.set(i, i, distance.get(i, i) - 1);
        }
        double own = SpectralNorm.frobenius(distance) * (1 + 4 * Rounding.UNIT);
        return Rounding.up(own + Rounding.gamma(rows + 1.0) * size * size);
    }

    /**
     * ‖D − fl(D)‖_F from above, in float64. Sums start from A.
     *
     * @param sizeA bound on ‖A‖_F
     */
    private double formingError(double sizeA) {
        double sizes =
                SpectralNorm.frobenius(p) * SpectralNorm.frobenius(s) * SpectralNorm.frobenius(q);
        double product = Rounding.gamma(p.columns() + q.columns() + 1.0) * sizes;
        return Rounding.up(product + Rounding.gamma(q.columns()) * sizeA);
    }

    /** What rounding to float32 changes, from above. */
    private double roundingError(double frobenius) {
        return Rounding.up(FloatGramBound.UNIT * frobenius + underflow);
    }

    /**
     * Whether a bound of about {@code enough} is likely, and cheaper than from all of A in float64.
     *
     * @param normZ about ‖Z‖_F
     * @param rest a lower bound of ‖D‖ for Z
     */
    static boolean suits(
            MatrixMap map, Deflation deflation, double normZ, double rest, double enough) {
        double side = Math.min(map.rows(), map.columns());
        double longSide = Math.max(map.rows(), map.columns());
        int directions = deflation.left().columns() + deflation.right().columns();
        if (directions == 0 || directions > MOST_DIRECTIONS * side || !isWorthwhile(map)) {
            return false;
        }
        double inside = Panels.frobenius(deflation.core());
        double square = Math.max(0, normZ * normZ - inside * inside);
        double room = deflation.largestRest(enough) - FloatGramBound.UNIT * Math.sqrt(square);
        double error = FloatGramBound.relativeError(SLAB, (long) longSide / SLAB + 1) * square;
        return room > 0 && room * room > rest * rest + SURPLUS * error;
    }

    /** Whether it saves time at a point that suits it. */
    static boolean isWorthwhile(MatrixMap map) {
        double side = Math.min(map.rows(), map.columns());
        return side * map.rows() * map.columns() >= WORTH;
    }

    @Override
    public double attempt(double wanted) {
        double room = SpectralNorm.largestBlock(normA, normB, normC, wanted * scale) - restError;
        if (!(room > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double normD = Rounding.up(rest.attempt(room) + restError);
        double bound = SpectralNorm.ofBlocks(normA, normB, normC, normD);
        return Rounding.up(Math.scalb(Rounding.up(bound + underflow), exponent));
    }

    @Override
    public int factorizations() {
        return rest.factorizations();
    }
}
