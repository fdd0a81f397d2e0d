package io.nadir.certify.relaxation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.relaxation.RelaxationSearch.Outcome;
import io.nadir.certify.relaxation.Relaxations.NonNegative;
import io.nadir.certify.relaxation.Relaxations.Product;
import io.nadir.certify.relaxation.Relaxations.Sparse;
import io.nadir.kernel.LinearAlgebra;
import io.nadir.kernel.MatrixView;
import io.nadir.kernel.SymmetricEigen;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Bounds against exhaustive search, at all scales, and how a search ends. */
class RelaxationSearchTest {
    private static final int INSTANCES = 400;
    private static final double TINY = 1e-12;

    /** Exact for up to four elements. */
    @Test
    void boundsOfNonNegativePolarsMeetTheTruth() {
        int closed = 0;
        for (int seed = 0; seed < INSTANCES; seed++) {
            int n = 1 + seed % 4;
            double[] c = matrix(seed, n);
            double truth = bestOfSupports(c, n);
            RelaxationSearch search = new RelaxationSearch(new NonNegative(n, c), () -> {});
            search.run(truth * (1 + 1e-6) + 1e-9, 2000);
            assertBounds(search, truth, "seed " + seed);
            closed += search.proved() <= truth * (1 + 2e-6) + 2e-9 ? 1 : 0;
        }
        assertThat(closed).isGreaterThan(INSTANCES * 98 / 100);
    }

    @Test
    void boundsOfProductsMeetTheTruth() {
        int closed = 0;
        for (int seed = 0; seed < INSTANCES / 4; seed++) {
            int q = 2 + seed % 2;
            double[] c = matrix(seed, 2 * q);
            double truth = bestOfAngles(c, q);
            RelaxationSearch search = new RelaxationSearch(new Product(2, q, c), () -> {});
            search.run(truth * (1 + 1e-6) + 1e-9, 2000);
            assertBounds(search, truth, "seed " + seed);
            closed += search.proved() <= truth * (1 + 2e-6) + 2e-9 ? 1 : 0;
        }
        assertThat(closed).isGreaterThan(INSTANCES / 4 * 9 / 10);
    }

    /** Attained values are those of random vectors that are feasible, and of the K found. */
    @Test
    void boundsOfSparseDirectionsAreAboveWhatIsAttained() {
        for (int seed = 0; seed < INSTANCES / 4; seed++) {
            int n = 1 + seed % 7;
            double[] c = matrix(seed, n);
            double limit = 1 + (n - 1) * new Random(seed).nextDouble();
            RelaxationSearch search = new RelaxationSearch(new Sparse(n, c, limit), () -> {});
            search.setCloseness(1e-5);
            search.run(0, 3000);
            assertBounds(search, attained(c, n, limit, seed), "seed " + seed);
            if (search.bound() > 1e-9) {
                assertThat(search.primal() / search.bound())
                        .as("seed %d", seed)
                        .isBetween(0.999, 1 + 1e-9);
            }
        }
    }

    /** Without multipliers the bound is an eigenvalue. */
    @Test
    void withoutMultipliersItIsTheLargestEigenvalue() {
        for (int n = 1; n < 40; n++) {
            double[] c = matrix(8 * n, n);
            double largest = Math.max(0, largest(c, n));
            RelaxationSearch search = new RelaxationSearch(new Free(n, c), () -> {});
            search.run(0, 10);
            assertThat(search.proved())
                    .isBetween(largest * (1 - TINY), largest * (1 + 1e-10) + 1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-960, -600, -332, 332, 600, 900})
    void scalesDoNotMatter(int exponent) {
        for (int seed = 0; seed < 16; seed++) {
            double[] c = matrix(seed, 4);
            double[] scaled = Arrays.stream(c).map(x -> Math.scalb(x, exponent)).toArray();
            RelaxationSearch one = new RelaxationSearch(new NonNegative(4, c), () -> {});
            RelaxationSearch other = new RelaxationSearch(new NonNegative(4, scaled), () -> {});
            Outcome outcome = one.run(0.5, 200);
            assertThat(other.run(Math.scalb(0.5, exponent), 200)).isEqualTo(outcome);
            assertThat(other.bound()).isEqualTo(Math.scalb(one.bound(), exponent));
            assertThat(Math.scalb(other.proved(), -exponent))
                    .isBetween(one.proved() * (1 - TINY), one.proved() * (1 + TINY));
        }
    }

    @Test
    void degenerateObjectives() {
        for (int n : new int[] {1, 2, 5}) {
            double[] zero = new double[n * n];
            RelaxationSearch search = new RelaxationSearch(new NonNegative(n, zero), () -> {});
            assertThat(search.run(0, 10)).isEqualTo(Outcome.REACHED);
            assertThat(search.proved()).isZero();
            double[] negative = zero.clone();
            double[] rankOne = new double[n * n];
            for (int i = 0; i < n * n; i++) {
                negative[i] = i % (n + 1) == 0 ? -1 : 0;
                rankOne[i] = 1;
            }
            search = new RelaxationSearch(new NonNegative(n, negative), () -> {});
            search.run(1e-9, 10);
            assertThat(search.proved()).isBetween(0.0, 1e-9);
            search = new RelaxationSearch(new NonNegative(n, rankOne), () -> {});
            assertThat(search.run(n * (1 + 1e-9), 10)).isEqualTo(Outcome.REACHED);
            assertThat(search.proved()).isBetween((double) n, n * (1 + 1e-9));
        }
    }

    /** Where only the leading eigenpairs are computed, against all of LAPACK's. */
    @Test
    void boundsOfLargeMatricesAreThoseOfTheirMultipliers() {
        for (int seed = 0; seed < 24; seed++) {
            int n = 30 + 2 * seed;
            double[] c = matrix(seed, n);
            Relaxation relaxation = relaxation(seed, n, c);
            RelaxationSearch search = new RelaxationSearch(relaxation, () -> {});
            search.run(0, 60);
            double[] t = search.multiplier();
            double[] h = c.clone();
            relaxation.addAdjoint(t, h);
            double exact = Math.max(0, largest(h, n)) + relaxation.cost(t);
            String name = "seed " + seed;
            assertThat(search.bound() / exact).as(name).isBetween(1 - 1e-6, 1 + 1e-10);
            assertThat(search.proved() / exact).as(name).isBetween(1 - TINY, 1 + 1e-5);
            assertThat(search.primal()).as(name).isLessThanOrEqualTo(exact * (1 + 1e-9));
            if (relaxation instanceof NonNegative) {
                double attained = climbed(c, n, search);
                assertThat(search.proved()).as(name).isGreaterThanOrEqualTo(attained);
            }
        }
    }

    /** From the positive parts of the directions, by w ← (Cw + w·shift)₊. */
    private static double climbed(double[] c, int n, RelaxationSearch search) {
        double best = 0;
        for (int d = 0; d < 2 * search.weights().length; d++) {
            double[] w = new double[n];
            for (int i = 0; i < n; i++) {
                w[i] = Math.max(0, (1 - d % 2 * 2) * search.directions().get(i, d / 2));
            }
            for (int step = 0; step < 50; step++) {
                double[] next = new double[n];
                double norm = 0;
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        next[i] += c[i * n + j] * w[j];
                    }
                    next[i] = Math.max(0, next[i] + 2 * Math.sqrt(n) * w[i]);
                    norm += next[i] * next[i];
                }
                double scale = norm > 0 ? 1 / Math.sqrt(norm) : 0;
                w = Arrays.stream(next).map(x -> x * scale).toArray();
            }
            best = Math.max(best, form(c, n, w) * (1 - TINY));
        }
        return best;
    }

    /** Whatever else the machine does. */
    @Test
    void bitsDoNotDependOnThreads() {
        int n = 50;
        double[] c = matrix(0, n);
        List<double[]> found =
                IntStream.range(0, 6)
                        .parallel()
                        .mapToObj(i -> {
                            Relaxation relaxation = new NonNegative(n, c);
                            RelaxationSearch search = new RelaxationSearch(relaxation, () -> {});
                            search.run(0, 100);
                            return search.multiplier();
                        })
                        .toList();
        assertThat(found).allSatisfy(t -> assertThat(t).isEqualTo(found.getFirst()));
    }

    /** A search that says so would not have got there: a long one does not either. */
    @Test
    void unreachableTargetsAreNotReached() {
        checkUnreachable(0, INSTANCES / 4);
    }

    @Test
    @Tag("long")
    void manyUnreachableTargetsAreNotReached() {
        checkUnreachable(INSTANCES / 4, INSTANCES);
    }

    private static void checkUnreachable(int from, int to) {
        int said = 0;
        for (int seed = from; seed < to; seed++) {
            int n = 2 + seed % 6;
            double[] c = matrix(seed, n);
            Relaxation relaxation = relaxation(seed, n, c);
            RelaxationSearch best = new RelaxationSearch(relaxation, () -> {});
            best.setCloseness(1e-7);
            best.run(0, 3000);
            for (double share : new double[] {0.5, 0.9, 0.99, 1.001, 1.1}) {
                for (double step : new double[] {0.1, 1, 10}) {
                    double target = share * best.bound();
                    RelaxationSearch search = new RelaxationSearch(relaxation, () -> {});
                    search.setStep(step);
                    boolean unreachable = search.run(target, 500) == Outcome.UNREACHABLE;
                    assertThat(unreachable && best.bound() < target * (1 - 1e-9))
                            .as("seed %d, share %s, step %s", seed, share, step)
                            .isFalse();
                    said += unreachable ? 1 : 0;
                }
            }
        }
        assertThat(said).isGreaterThan((to - from) * 3);
    }

    @Test
    void aSearchContinuesWhereAnotherEnded() {
        double[] c = matrix(0, 6);
        Relaxation relaxation = new NonNegative(6, c);
        RelaxationSearch first = new RelaxationSearch(relaxation, () -> {});
        first.run(0, 300);
        RelaxationSearch second = new RelaxationSearch(relaxation, () -> {});
        second.start(first.multiplier(), first.primalMatrix());
        assertThat(second.bound()).isCloseTo(first.bound(), within(1e-12));
        second.run(0, 10);
        assertThat(second.bound()).isLessThanOrEqualTo(first.bound() * (1 + TINY));
    }

    @Test
    void limitsEndASearch() {
        Relaxation relaxation = new NonNegative(6, matrix(0, 6));
        RelaxationLimits none = RelaxationLimits.none();
        assertThat(run(relaxation, none.withIterations(25))).isEqualTo(Outcome.ITERATIONS);
        assertThat(run(relaxation, none.withOperations(1e4))).isEqualTo(Outcome.OPERATIONS);
        assertThat(run(relaxation, none.withTime(Duration.ZERO))).isEqualTo(Outcome.TIME);
        assertThat(run(relaxation, none.withMemory(1000))).isEqualTo(Outcome.MEMORY);
        long needed = RelaxationSearch.memory(relaxation);
        RelaxationLimits enough = none.withMemory(needed).withIterations(1);
        assertThat(run(relaxation, enough)).isEqualTo(Outcome.ITERATIONS);
    }

    private static Outcome run(Relaxation relaxation, RelaxationLimits limits) {
        RelaxationSearch search = new RelaxationSearch(relaxation, limits, () -> {});
        search.setCloseness(0);
        Outcome outcome = search.run(0);
        assertThat(search.proved()).isPositive();
        return outcome;
    }

    @Test
    void aCancelledSearchKeepsItsBest() {
        double[] c = matrix(0, 6);
        int[] left = {35};
        Runnable checkpoint =
                () -> {
                    if (left[0]-- == 0) {
                        throw new WorkInterruptedException();
                    }
                };
        RelaxationSearch search = new RelaxationSearch(new NonNegative(6, c), checkpoint);
        search.setCloseness(0);
        assertThatThrownBy(() -> search.run(0, 1000)).isInstanceOf(WorkInterruptedException.class);
        RelaxationSearch whole = new RelaxationSearch(new NonNegative(6, c), () -> {});
        whole.setCloseness(0);
        whole.run(0, 30);
        assertThat(search.multiplier()).isEqualTo(whole.multiplier());
        assertThat(search.proved()).isEqualTo(whole.proved());
    }

    @Test
    void progressIsTold() {
        RelaxationSearch search = new RelaxationSearch(new NonNegative(6, matrix(0, 6)), () -> {});
        StringBuilder told = new StringBuilder();
        search.setListener((iteration, bound, primal) -> {
            assertThat(bound).isEqualTo(search.bound());
            assertThat(primal).isEqualTo(search.primal());
            told.append(iteration).append(' ');
        });
        search.setCloseness(0);
        search.run(0, 25);
        assertThat(told.toString()).isEqualTo("10 20 25 ");
    }

    /** Two blocks, of which either may have the largest eigenvalue, as blocks and as one matrix. */
    @Test
    void blocksHaveTheBoundsOfTheWholeMatrix() {
        for (int seed = 0; seed < 40; seed++) {
            int p = 2 + seed % 30;
            int q = 1 + seed % 7 * 4;
            double[] first = matrix(seed, p);
            double[] second = matrix(seed + 3, q);
            int n = p + q;
            double[] whole = new double[n * n];
            double[] parts = new double[p * p + q * q];
            System.arraycopy(first, 0, parts, 0, p * p);
            System.arraycopy(second, 0, parts, p * p, q * q);
            for (int i = 0; i < p; i++) {
                System.arraycopy(first, i * p, whole, i * n, p);
            }
            for (int i = 0; i < q; i++) {
                System.arraycopy(second, i * q, whole, (p + i) * n + p, q);
            }
            RelaxationSearch one = new RelaxationSearch(new NonNegative(n, whole), () -> {});
            RelaxationSearch two = new RelaxationSearch(new TwoBlocks(p, q, parts), () -> {});
            one.setCloseness(1e-7);
            two.setCloseness(1e-7);
            one.run(0, 600);
            two.run(0, 600);
            String name = "seed " + seed;
            assertThat(two.proved()).as(name).isGreaterThanOrEqualTo(one.primal() * (1 - 1e-9));
            assertThat(one.proved()).as(name).isGreaterThanOrEqualTo(two.primal() * (1 - 1e-9));
            assertThat(two.bound())
                    .as(name)
                    .isBetween(one.bound() * (1 - 1e-3) - 1e-9, one.bound() * (1 + 1e-3) + 1e-9);
            assertThat(two.directions().rows()).isEqualTo(n);
            assertThat(two.primalMatrix()).hasSize(p * p + q * q);
        }
    }

    @Test
    void blocksThatDoNotMakeUpTheMatrixAreRefused() {
        Relaxation wrong = new WrongBlocks(3, new double[9]);
        assertThatThrownBy(() -> new RelaxationSearch(wrong, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blocks()")
                .hasMessageContaining("order() = 3");
    }

    /** Where eigenvalues meet: three products attain the maximum, which is 1. */
    @Test
    void newtonStepsMakeBoundsPrecise() {
        for (int seed = 0; seed < 4; seed++) {
            Product relaxation = new Product(9, 8, threeMaxima(seed, 9, 8));
            RelaxationSearch search = new RelaxationSearch(relaxation, () -> {});
            search.setAttained(1);
            assertThat(search.run(1 + 1e-9, 400)).as("seed %d", seed).isEqualTo(Outcome.REACHED);
            assertThat(search.proved()).as("seed %d", seed).isBetween(1 - TINY, 1 + 1e-9);
        }
    }

    /** Σ xxᵀ for products x of orthonormal vectors, and a matrix that adds nothing for products. */
    private static double[] threeMaxima(int seed, int p, int q) {
        int n = p * q;
        double[] random = matrix(8 * seed, n);
        double[] c = new double[n * n];
        new Product(p, q, c).addAdjoint(random, c);
        for (int at = 0; at < c.length; at++) {
            c[at] *= 0.1;
        }
        for (int r = 0; r < 3; r++) {
            c[r * (q + 1) * (n + 1)] += 1;
        }
        return c;
    }

    @Test
    void attainedValuesAreFinite() {
        RelaxationSearch search = new RelaxationSearch(new NonNegative(2, matrix(0, 2)), () -> {});
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> search.setAttained(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("value = " + wrong);
        }
    }

    /** A wrong value makes no bound wrong. */
    @Test
    void valuesThatAreNotAttainedDoNoHarm() {
        for (int seed = 0; seed < 60; seed++) {
            int n = 1 + seed % 4;
            double[] c = matrix(seed, n);
            double truth = bestOfSupports(c, n);
            RelaxationSearch search = new RelaxationSearch(new NonNegative(n, c), () -> {});
            search.setAttained((0.5 + seed % 3) * truth);
            search.run(truth * (1 + 1e-6) + 1e-9, 200);
            assertBounds(search, truth, "seed " + seed);
        }
    }

    @Test
    void whatIsNoSymmetricMatrixIsRefused() {
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 2}) {
            Relaxation relaxation = new NonNegative(2, new double[] {1, 1, wrong, 1});
            RelaxationSearch search = new RelaxationSearch(relaxation, () -> {});
            assertThatThrownBy(() -> search.run(1, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("objective()");
        }
    }

    /** K has the directions and weights that it is said to have. */
    @Test
    void directionsMakeUpThePrimalMatrix() {
        int n = 12;
        RelaxationSearch search = new RelaxationSearch(new NonNegative(n, matrix(0, n)), () -> {});
        search.run(0, 100);
        double[] k = search.primalMatrix();
        double trace = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int r = 0; r < search.weights().length; r++) {
                    sum +=
                            search.weights()[r]
                                    * search.directions().get(i, r)
                                    * search.directions().get(j, r);
                }
                assertThat(k[i * n + j]).isCloseTo(sum, within(1e-12)).isEqualTo(k[j * n + i]);
            }
            trace += k[i * n + i];
        }
        assertThat(trace).isCloseTo(1, within(1e-12));
    }

    private static void assertBounds(RelaxationSearch search, double truth, String name) {
        assertThat(search.proved())
                .as(name)
                .isGreaterThanOrEqualTo(truth * (1 - TINY))
                .isGreaterThanOrEqualTo(search.bound() * (1 - TINY))
                .isLessThanOrEqualTo(search.bound() * (1 + 1e-9) + 1e-11);
    }

    private static Relaxation relaxation(int seed, int n, double[] c) {
        return switch (seed % 3) {
            case 0 -> new NonNegative(n, c);
            case 1 -> new Sparse(n, c, 1 + seed % 10 * 0.1 * (n - 1));
            default -> n % 2 == 0 ? new Product(2, n / 2, c) : new NonNegative(n, c);
        };
    }

    /** Of nonnegative vectors, for a matrix of two blocks; what is between them is not bounded. */
    private record TwoBlocks(int p, int q, double[] objective) implements Relaxation {
        @Override
        public int order() {
            return p + q;
        }

        @Override
        public int[] blocks() {
            return new int[] {p, q};
        }

        @Override
        public double adjointError(double[] t, double size) {
            return 0;
        }

        @Override
        public void proximal(double[] t, double step) {
            for (int i = 0; i < t.length; i++) {
                t[i] = Math.max(0, t[i]);
            }
        }
    }

    private record WrongBlocks(int order, double[] objective) implements Relaxation {
        @Override
        public int[] blocks() {
            return new int[] {1, 1};
        }

        @Override
        public void proximal(double[] t, double step) {
            // It does not come to that.
        }
    }

    /** Without constraints beyond the norm. */
    private record Free(int order, double[] objective) implements Relaxation {
        @Override
        public int multiplierLength() {
            return 0;
        }

        @Override
        public void lift(double[] k, double[] y) {
            // There is nothing to compute.
        }

        @Override
        public void addAdjoint(double[] t, double[] h) {
            // Nor here.
        }

        @Override
        public double norm() {
            return 0;
        }

        @Override
        public void proximal(double[] t, double step) {
            // Nor here.
        }
    }

    /** Gaussian, semidefinite, of small rank, sparse, integer, nearly constant. */
    private static double[] matrix(int seed, int n) {
        Random random = new Random(31L * seed);
        double[] c = new double[n * n];
        double[] x = random.doubles(n, -1, 1).toArray();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double gaussian = random.nextGaussian();
                double element =
                        switch (seed % 8) {
                            case 0, 1 -> gaussian;
                            case 2 -> x[i] * x[j];
                            case 3 -> random.nextInt(5) - 2;
                            case 4 -> i == j || random.nextBoolean() ? 0 : gaussian;
                            case 5 -> (i == j ? 1 : 0) + 1e-3 * gaussian;
                            case 6 -> x[i] * x[j] - x[n - 1 - i] * x[n - 1 - j];
                            default -> 1 + 1e-9 * gaussian;
                        };
                c[i * n + j] = element;
                c[j * n + i] = element;
            }
        }
        return c;
    }

    private static SymmetricEigen eigen(double[] c, int n) {
        return LinearAlgebra.get().symmetricEigen(MatrixView.wrap(n, n, c));
    }

    private static double largest(double[] c, int n) {
        return eigen(c, n).values()[n - 1];
    }

    /** max { kᵀCk : k ≥ 0, ‖k‖ ≤ 1 }: an eigenvalue of a support whose vector has one sign. */
    private static double bestOfSupports(double[] c, int n) {
        double best = 0;
        for (int support = 1; support < 1 << n; support++) {
            int[] of = indices(support, n);
            double[] part = new double[of.length * of.length];
            for (int i = 0; i < of.length; i++) {
                for (int j = 0; j < of.length; j++) {
                    part[i * of.length + j] = c[of[i] * n + of[j]];
                }
            }
            SymmetricEigen eigen = eigen(part, of.length);
            for (int v = 0; v < of.length; v++) {
                double[] k = new double[n];
                double norm = 0;
                double sign = Math.signum(eigen.vectors().get(v, 0));
                for (int i = 0; i < of.length; i++) {
                    k[of[i]] = Math.max(0, sign * eigen.vectors().get(v, i));
                    norm += k[of[i]] * k[of[i]];
                }
                best = norm > 0 ? Math.max(best, form(c, n, k) / norm) : best;
            }
        }
        return best;
    }

    private static int[] indices(int support, int n) {
        return IntStream.range(0, n).filter(i -> (support >> i & 1) == 1).toArray();
    }

    /** max { kᵀCk : k = a⊗b } for a of two elements, from a fine grid of directions of a. */
    private static double bestOfAngles(double[] c, int q) {
        int count = 2000;
        double best = 0;
        double angle = 0;
        for (double width = Math.PI; width > 1e-9; width /= 500) {
            double from = angle - width / 2;
            for (int i = 0; i <= count; i++) {
                double at = from + width * i / count;
                double value = ofAngle(c, q, Math.cos(at), Math.sin(at));
                if (value > best) {
                    best = value;
                    angle = at;
                }
            }
        }
        return best;
    }

    private static double ofAngle(double[] c, int q, double x, double y) {
        double[] part = new double[q * q];
        int n = 2 * q;
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < q; j++) {
                part[i * q + j] =
                        x * x * c[i * n + j]
                                + x * y * (c[i * n + q + j] + c[(q + i) * n + j])
                                + y * y * c[(q + i) * n + q + j];
            }
        }
        if (q == 2) {
            double half = (part[0] + part[3]) / 2;
            double mean = (part[1] + part[2]) / 2;
            return half + Math.hypot((part[0] - part[3]) / 2, mean);
        }
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < i; j++) {
                part[i * q + j] = part[j * q + i];
            }
        }
        return largest(part, q);
    }

    /** The largest value of 200 random vectors of norm 1 and of ℓ₁ norm √limit at most. */
    private static double attained(double[] c, int n, double limit, int seed) {
        Random random = new Random(seed);
        double best = 0;
        for (int trial = 0; trial < 200; trial++) {
            double[] k = new double[n];
            double one = 0;
            double two = 0;
            for (int i = 0; i < n; i++) {
                k[i] = random.nextInt(n) < 2 ? random.nextGaussian() : 0;
                one += Math.abs(k[i]);
                two += k[i] * k[i];
            }
            double scale = Math.max(one / Math.sqrt(limit), Math.sqrt(two));
            best = scale > 0 ? Math.max(best, form(c, n, k) / scale / scale) : best;
        }
        return best;
    }

    private static double form(double[] c, int n, double[] k) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum += c[i * n + j] * k[i] * k[j];
            }
        }
        return sum;
    }
}
