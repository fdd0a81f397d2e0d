package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.CholeskyBound;
import io.nadir.certify.bound.NormBound;
import io.nadir.certify.bound.ProofMemory;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.ImplicitSums;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarOracle.Proof;

import org.jspecify.annotations.Nullable;

import java.util.function.UnaryOperator;

/**
 * A bound of the gap under the nuclear norm that includes every rounding error made in computing
 * it: {@link CholeskyBound} of the gradient as computed, then {@link ProvedGap}.
 */
public final class ProvedBound {
    /** Shares of the gap asked for that the choices of τ aim at, tightest first. */
    private static final double[] AIMS = {0.25, 0.98};

    /** Flops between two looks at the interrupt flag. */
    private static final long SLICE_FLOPS = 1L << 31;

    /**
     * Share of entries from which the products of a sparse gradient cost more than of a full one.
     */
    private static final double DENSE = 0.25;

    /** The largest side of a padded square matrix that fits into one array. */
    private static final int LARGEST_SIDE = 46_000;

    private static final DenseKernels KERNELS = Kernels.get();

    private final double lambda;
    private final ProvedGap proved;
    private final double frobenius;
    private final NormBound norm;
    private double gap = Double.POSITIVE_INFINITY;
    private double sigma = Double.POSITIVE_INFINITY;

    /**
     * Forms the Gram matrix on the shorter side, n long: one pass, m·n² flops, 8·n² bytes; less for
     * few observed entries.
     *
     * @param implicitly whether not to form entries of the gradient if the map can do without
     * @param gapOfDual from the gap of {@code w} to that of the point which is proved, if it is
     *     another
     */
    private ProvedBound(
            Objective<MatrixMap> objective,
            PointValue point,
            Factors w,
            boolean implicitly,
            UnaryOperator<ProvedGap> gapOfDual) {
        MatrixMap map = objective.map();
        int side = Math.min(map.rows(), map.columns());
        int longSide = Math.max(map.rows(), map.columns());
        Panel gram = Panel.zeros(side, side);
        PanelProducts products = map.threadedProducts();
        if (implicitly) {
            ImplicitSums implicit = map.implicitSums(w, gram);
            this.lambda = point.lambda();
            this.proved = gapOfDual.apply(ProvedGap.of(objective, point, w, implicit));
            this.frobenius = Rounding.up(Math.sqrt(implicit.squareUp()));
            this.norm =
                    new CholeskyBound(
                            gram,
                            implicit.chain(),
                            implicit.squareUp(),
                            products,
                            map::checkCancelled);
            return;
        }
        EntrySums sums =
                isSparse(map) ? sparseGram(map, w, gram) : denseGram(map, w, gram, products);
        this.lambda = point.lambda();
        this.proved = gapOfDual.apply(ProvedGap.of(objective, point, w, sums, 0));
        double square = sums.gradientSquareUp();
        this.frobenius = Rounding.up(Math.sqrt(square));
        this.norm = new CholeskyBound(gram, longSide, square, products, map::checkCancelled);
    }

    /** Has A split along some directions: one pass, whose flops are mostly of float32. */
    private ProvedBound(
            Objective<MatrixMap> objective, PointValue point, Factors w, Deflation deflation) {
        MatrixMap map = objective.map();
        boolean transposed = map.rows() < map.columns();
        DeflatedGradient split = DeflatedGradient.of(map, deflation, point.lambda());
        EntrySums sums =
                map.hasRows(transposed)
                        ? new EntrySums(map, w, transposed, (GradientGroups) split)
                        : new EntrySums(map, w, transposed, split::add);
        this.lambda = point.lambda();
        this.proved = ProvedGap.of(objective, point, w, sums, 0);
        this.frobenius = Rounding.up(Math.sqrt(sums.gradientSquareUp()));
        this.norm = split;
        split.end(frobenius);
    }

    private ProvedBound(double lambda, ProvedGap proved, double frobenius, NormBound norm) {
        this.lambda = lambda;
        this.proved = proved;
        this.frobenius = frobenius;
        this.norm = norm;
    }

    /**
     * Tries to prove a gap of at most {@code target} from a Gram matrix that was formed elsewhere.
     *
     * @param gap from bounds of the norm of the matrix A that the Gram matrix is of
     * @param frobenius bound on ‖A‖_F
     * @param norm bounds of ‖A‖₂
     */
    public static Proof prove(
            ProvedGap gap, double lambda, double frobenius, NormBound norm, double target) {
        return new ProvedBound(lambda, gap, frobenius, norm).prove(target);
    }

    /** Why there is no such bound; null if there is. Known before any work is done. */
    static @Nullable String obstacle(MatrixMap map) {
        int side = Math.min(map.rows(), map.columns());
        if (side > LARGEST_SIDE) {
            return String.format(
                    "a proof takes a matrix of %d x %d, allowed are %d rows at most",
                    side, side, LARGEST_SIDE);
        }
        return ProvedGap.obstacle(map.loss());
    }

    /** The Gram matrix and that which is factored, both of float32 where that may suffice. */
    static ProofMemory memory(MatrixMap map) {
        double side = Math.min(map.rows(), map.columns());
        boolean halved = formsEntries(map) && DeflatedGradient.isWorthwhile(map);
        return new ProofMemory(2, halved ? side * side / 2 : side * side);
    }

    /**
     * Tries to prove a gap of at most {@code target} from the gradient at {@code w} itself. Without
     * forming its entries if the map can do that and it suffices: rounding errors have larger
     * bounds then.
     */
    static Proof prove(Objective<MatrixMap> objective, PointValue point, Factors w, double target) {
        UnaryOperator<ProvedGap> same = UnaryOperator.identity();
        if (objective.map().hasImplicitSums()) {
            Proof proof = new ProvedBound(objective, point, w, true, same).prove(target);
            if (proof.gap() <= target) {
                return proof;
            }
        }
        return new ProvedBound(objective, point, w, false, same).prove(target);
    }

    /**
     * Does the same where directions are known along which A is near λ and beside which it is
     * smaller. If that does not suffice, it has cost less than half of what then follows.
     */
    static Proof prove(
            Objective<MatrixMap> objective,
            PointValue point,
            Factors w,
            Deflation deflation,
            double target) {
        Proof proof = proveBeside(objective, point, w, deflation, target);
        return proof.gap() <= target ? proof : prove(objective, point, w, target);
    }

    /** The same from these directions alone. */
    static Proof proveBeside(
            Objective<MatrixMap> objective,
            PointValue point,
            Factors w,
            Deflation deflation,
            double target) {
        return new ProvedBound(objective, point, w, deflation).prove(target);
    }

    /** Whether the proof forms all entries of a dense A. */
    static boolean formsEntries(MatrixMap map) {
        return !map.hasImplicitSums() && !isSparse(map);
    }

    private static boolean isSparse(MatrixMap map) {
        return map.hasGradientGram() && map.entries() < DENSE * map.rows() * map.columns();
    }

    /** Does the same from the gradient at another point; costs three more passes. */
    static Proof prove(
            Objective<MatrixMap> objective,
            PointValue point,
            Factors w,
            PointValue dualPoint,
            Factors dual,
            double target) {
        MatrixMap map = objective.map();
        if (!map.hasGradientGram()) {
            return proveWithoutEntries(objective, point, w, dualPoint, dual, target);
        }
        double[] here = new double[Math.toIntExact(map.entries())];
        double[] there = here.clone();
        EntrySums sums = collect(map, w, here);
        collect(map, dual, there);
        KERNELS.axpy(-1, here, 0, there, 0, here.length);
        double square = KERNELS.dot(there, 0, there, 0, there.length);
        double distance =
                Rounding.up(Math.sqrt(square * (1 + 2 * Rounding.gamma(here.length + 4.0))));
        ProvedGap gap = ProvedGap.of(objective, point, w, sums, 0);
        return new ProvedBound(objective, dualPoint, dual, false, other -> other.of(gap, distance))
                .prove(target);
    }

    /** For maps whose entries are too many to be kept. */
    private static Proof proveWithoutEntries(
            Objective<MatrixMap> objective,
            PointValue point,
            Factors w,
            PointValue dualPoint,
            Factors dual,
            double target) {
        MatrixMap map = objective.map();
        double between = PointDistance.up(map, w, dual);
        boolean implicitly = map.hasImplicitSums();
        ProvedGap gap =
                implicitly
                        ? ProvedGap.of(objective, point, w, map.implicitSums(w, null))
                        : ProvedGap.of(
                                objective,
                                point,
                                w,
                                new EntrySums(map, w, false, (row, gradient) -> {}),
                                0);
        UnaryOperator<ProvedGap> from =
                other ->
                        other.of(
                                gap,
                                Rounding.up(between + gap.formingError() + other.formingError()));
        return new ProvedBound(objective, dualPoint, dual, implicitly, from).prove(target);
    }

    /** Tries to prove a gap of at most {@code target}. */
    private Proof prove(double target) {
        if (proved.isExactlyZero()) {
            return new Proof(0, proved.objective(), 0, 0);
        }
        if (frobenius <= proved.largestPolar(AIMS[AIMS.length - 1] * target)) {
            accept(frobenius);
        }
        for (double aim : AIMS) {
            if (gap > target) {
                accept(norm.attempt(proved.largestPolar(aim * target)));
            }
        }
        if (gap == Double.POSITIVE_INFINITY) {
            accept(frobenius);
        }
        double upper = Rounding.up((sigma + proved.formingError()) / lambda);
        return new Proof(upper, proved.objective(), gap, norm.factorizations());
    }

    private void accept(double bound) {
        if (bound < sigma) {
            sigma = bound;
            gap = Math.min(gap, proved.gapAt(sigma));
        }
    }

    private static EntrySums sparseGram(MatrixMap map, Factors w, Panel gram) {
        double[] values = new double[Math.toIntExact(map.entries())];
        EntrySums sums = collect(map, w, values);
        map.gramOfEntries(values, gram);
        return sums;
    }

    /** The gradient, entry by entry. */
    private static EntrySums collect(MatrixMap map, Factors w, double[] values) {
        int[] next = {0};
        return new EntrySums(
                map,
                w,
                false,
                (row, gradient) -> {
                    System.arraycopy(gradient, 0, values, next[0], row.count());
                    next[0] += row.count();
                });
    }

    private static EntrySums denseGram(
            MatrixMap map, Factors w, Panel gram, PanelProducts products) {
        Slabs slabs = new Slabs(gram, products, map::checkCancelled);
        EntrySums sums = new EntrySums(map, w, map.rows() < map.columns(), slabs::add);
        slabs.flush();
        return sums;
    }

    /** Adds rows to a Gram matrix, some at a time. */
    private static final class Slabs {
        private final Panel gram;
        private final PanelProducts products;
        private final Runnable checkpoint;
        private final Panel slab;
        private int filled;

        Slabs(Panel gram, PanelProducts products, Runnable checkpoint) {
            int n = gram.columns();
            int rows = Math.clamp(SLICE_FLOPS / n / n, 8, 512);
            this.gram = gram;
            this.products = products;
            this.checkpoint = checkpoint;
            this.slab = Panel.wrap(new double[Math.multiplyExact(rows, n)], rows, n, 0);
        }

        void add(EntryRow row, double[] gradient) {
            row.scatter(gradient, slab.data(), filled * slab.stride(), slab.columns());
            filled++;
            if (filled == slab.rows()) {
                flush();
            }
        }

        void flush() {
            checkpoint.run();
            products.addGramLower(slab, 0, filled, gram);
            filled = 0;
        }
    }
}
