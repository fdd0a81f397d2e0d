package io.nadir.network.twolayer.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.array.WorkInterruptedException;
import io.nadir.kernel.SmallDense;
import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.Evidence;
import io.nadir.model.PolarBounds;
import io.nadir.model.RelaxationBudget;
import io.nadir.reference.ReluTruth;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

/** Bounds of the polars of two-layer networks against enumeration of all activation patterns. */
class ReluPolarTest {
    private static final double[] SLOPES = {0, 0.1, 1};

    private static final double GAP = 1e-10;

    /** S of at most 6 rows in 1 to 4 dimensions, of any rank; the bounds have to meet. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theBoundsMeetAtTheTruth(int d) {
        int instances = d == 4 ? 200 : 500;
        for (int seed = 0; seed < instances; seed++) {
            Random random = new Random(1000L * d + seed);
            int n = 1 + random.nextInt(d == 4 ? 5 : 6);
            int q = 1 + random.nextInt(4);
            double[][] s = ReluInstances.inputs(random, seed % ReluInstances.KINDS, n, d);
            double[][] z = ReluInstances.dual(random, seed / ReluInstances.KINDS % 5, n, q);
            double a = SLOPES[seed % 3];
            double truth = ReluTruth.allPatterns(s, z, a);
            check(s, z, a, truth, "d %d, seed %d".formatted(d, seed));
        }
    }

    @Test
    void manyRowsInThePlane() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(60);
            double[][] s = ReluInstances.inputs(random, seed % ReluInstances.KINDS, n, 2);
            double[][] z =
                    ReluInstances.dual(
                            random, seed / ReluInstances.KINDS % 5, n, 1 + random.nextInt(4));
            double a = SLOPES[seed % 3];
            check(s, z, a, ReluTruth.plane(s, z, a), "seed " + seed);
        }
    }

    @Test
    void manyRowsInSpace() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(20);
            double[][] s = ReluInstances.inputs(random, seed % ReluInstances.KINDS, n, 3);
            double[][] z =
                    ReluInstances.dual(
                            random, seed / ReluInstances.KINDS % 5, n, 1 + random.nextInt(4));
            double a = SLOPES[seed % 3];
            check(s, z, a, ReluTruth.space(s, z, a), "seed " + seed);
        }
    }

    /** Rank 2 in 7 dimensions and rank 1 in 3: the same polar as before the rotation. */
    @Test
    void onlyTheRankCounts() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int rank = 1 + seed % 2;
            double[][] flat =
                    ReluInstances.inputs(
                            random, seed % ReluInstances.KINDS, 1 + random.nextInt(20), rank);
            double[][] z = ReluInstances.dual(random, seed % 5, flat.length, 1 + random.nextInt(3));
            double[][] basis = orthonormal(random, rank, 3 + 4 * (rank - 1));
            double truth = rank == 2 ? ReluTruth.plane(flat, z, 0) : ReluTruth.line(flat, z, 0);
            ReluPolar.Result result = check(product(flat, basis), z, 0, truth, "seed " + seed);
            assertThat(result.rank()).isLessThanOrEqualTo(rank);
        }
    }

    /** σ(t) = t: the spectral norm of ZᵀS, in any dimension. */
    @Test
    void slopeOneIsTheSpectralNorm() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(40);
            double[][] s =
                    ReluInstances.inputs(
                            random, seed % ReluInstances.KINDS, n, 1 + random.nextInt(30));
            double[][] z = ReluInstances.dual(random, seed % 5, n, 1 + random.nextInt(5));
            Panel product = Panel.zeros(z[0].length, s[0].length);
            for (int i = 0; i < z[0].length; i++) {
                for (int j = 0; j < s[0].length; j++) {
                    for (int k = 0; k < n; k++) {
                        product.set(i, j, product.get(i, j) + z[k][i] * s[k][j]);
                    }
                }
            }
            double truth = SmallDense.svd(product).values()[0];
            check(s, z, 1, truth, "seed " + seed);
        }
    }

    /** Many random directions never exceed the upper bound, nor do the witnesses fall short. */
    @Test
    void highRanksHaveValidBounds() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int n = 5 + random.nextInt(40);
            double[][] s =
                    ReluInstances.inputs(
                            random, seed % ReluInstances.KINDS, n, 5 + random.nextInt(10));
            double[][] z = ReluInstances.dual(random, seed % 5, n, 1 + random.nextInt(3));
            double a = SLOPES[seed % 2];
            ReluPolar.Result result = bounds(s, z, a, 0, 300);
            assertWitnesses(s, z, a, result, "seed " + seed);
            for (int k = 0; k < 300; k++) {
                double[] w = random.doubles(s[0].length, -1, 1).toArray();
                assertThat(ReluTruth.value(s, z, a, w))
                        .isLessThanOrEqualTo(result.bounds().upper() * (1 + 1e-14));
            }
        }
    }

    /** The spectral bounds alone, where nothing tighter hides them. */
    @Test
    void looseBoundsHold() {
        int near = 0;
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(5);
            double[][] s = ReluInstances.gaussian(random, n, 1 + random.nextInt(3), 1);
            double[][] z = ReluInstances.dual(random, seed % 4, n, 1 + seed / 4 % 3);
            double a = SLOPES[seed % 3];
            double truth = ReluTruth.allPatterns(s, z, a);
            ReluFunction f = new ReluFunction(ReluInstances.panel(s), ReluInstances.panel(z), a);
            double upper = LooseReluBound.upper(f, () -> {});
            assertThat(upper).as("seed %d", seed).isGreaterThanOrEqualTo(truth * (1 - 1e-14));
            near += upper <= 1.01 * truth ? 1 : 0;
        }
        // Single rows, and the identity.
        assertThat(near).as("bounds within a per cent").isGreaterThan(200);
    }

    /** Rows of one line with residuals that cancel, in part or wholly, are one row. */
    @Test
    void rowsOnALineAreMerged() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            double[][] lines = ReluInstances.gaussian(random, 4, 3, 1);
            double[][] s = new double[12][3];
            for (int i = 0; i < s.length; i++) {
                double factor = i < 4 ? 1 : Math.pow(-2, random.nextInt(6) - 3);
                for (int j = 0; j < 3; j++) {
                    s[i][j] = factor * lines[i % 4][j];
                }
            }
            double[][] z = ReluInstances.dual(random, seed % 5, 12, 1 + seed % 3);
            double a = SLOPES[seed % 2];
            ReluFunction f = new ReluFunction(ReluInstances.panel(s), ReluInstances.panel(z), a);
            CollinearRows merged = CollinearRows.of(f);
            assertThat(merged.rows().rows()).isEqualTo(4);
            double[] w = random.doubles(3, -1, 1).toArray();
            double[] expected = f.image(w);
            double[] actual = merged.rows().image(w);
            for (int i = 0; i < actual.length; i++) {
                for (int j = 0; j < 3; j++) {
                    actual[i] += merged.linear()[i * 3 + j] * w[j];
                }
                assertThat(actual[i]).isCloseTo(expected[i], within(1e-13 * f.mass()));
            }
            assertThat(merged.error()).isBetween(0.0, 1e-12 * f.mass());
            check(s, z, a, ReluTruth.space(s, z, a), "seed " + seed);
        }
    }

    /**
     * Inputs that differ by a measuring error and have residuals that cancel are bounded together:
     * 2,836 cones for 8 problems where 13,506 are looked at if each kink is bounded apart.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-10, 1e-8})
    void rowsNearALineTakeFewCones(double distance) {
        long cones = 0;
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            double[][] s = near(ReluInstances.gaussian(random, 5, 4, 1), 20, distance, random);
            double[][] z = cancelling(random, s, 1 + seed % 3);
            ReluProblem problem =
                    new ReluProblem(ReluInstances.panel(s), ReluInstances.panel(z), 0);
            ReluPolar.Result result =
                    ReluPolar.bounds(problem, new ReluRequest(0, 1e-5, 20_000, 1, () -> {}));
            PolarBounds bounds = result.bounds();
            String name = "distance %s, seed %d".formatted(distance, seed);
            assertThat(bounds.upper())
                    .as(name)
                    .isBetween(bounds.lower(), bounds.lower() * (1 + 1.1e-5));
            assertWitnesses(s, z, problem.slope(), result, name);
            cones += result.cones();
        }
        assertThat(cones).as("cones, distance %s", distance).isLessThan(5000);
    }

    /** For 20 rows near 5 lines in turn: the last 10 are large and cancel in pairs. */
    private static double[][] cancelling(Random random, double[][] s, int q) {
        double[][] z = ReluInstances.gaussian(random, 20, q, 1);
        for (int i = 5; i < 20; i++) {
            double ratio = ReluTruth.norm(s[i - 5]) / ReluTruth.norm(s[i]);
            for (int j = 0; j < q; j++) {
                z[i][j] = i < 10 ? 0.05 * z[i][j] : i < 15 ? 5 * z[i][j] : -ratio * z[i - 5][j];
            }
        }
        return z;
    }

    /** Whatever is merged, and whenever the search ends, the truth is not above the bound. */
    @Test
    void boundsOfRowsNearALineHoldAtAnyBudget() {
        checkNearALine(0, 60);
    }

    @Test
    @Tag("long")
    void boundsOfMoreRowsNearALineHoldAtAnyBudget() {
        checkNearALine(60, 120);
    }

    private static void checkNearALine(int from, int to) {
        for (int seed = from; seed < to; seed++) {
            Random random = new Random(seed);
            double distance = Math.pow(10, -1 - seed % 12);
            double[][] s = near(ReluInstances.gaussian(random, 3, 3, 1), 12, distance, random);
            double[][] z = ReluInstances.dual(random, seed % 5, 12, 1 + seed % 3);
            double a = SLOPES[seed % 2];
            double truth = ReluTruth.space(s, z, a);
            for (int cones : new int[] {0, 30, 300, 3000}) {
                PolarBounds bounds = bounds(s, z, a, 0, cones).bounds();
                assertThat(bounds.upper())
                        .as("distance %s, seed %d, %d cones", distance, seed, cones)
                        .isGreaterThanOrEqualTo(truth * (1 - 1e-14));
            }
        }
    }

    /** Each level is the function but for its error, which coarser levels have more of. */
    @Test
    void mergedRowsAreOffByTheirErrorAtMost() {
        int several = 0;
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            double[][] s =
                    near(
                            ReluInstances.gaussian(random, 3, 3, 1),
                            12,
                            Math.pow(8, -2 - seed % 9),
                            random);
            double[][] z = ReluInstances.dual(random, seed % 5, 12, 1 + seed % 3);
            ReluFunction f =
                    new ReluFunction(
                            ReluInstances.panel(s), ReluInstances.panel(z), SLOPES[seed % 2]);
            List<CollinearRows> levels = CollinearRows.levels(f, f.mass());
            several += levels.size() > 1 ? 1 : 0;
            for (int level = 0; level < levels.size(); level++) {
                CollinearRows merged = levels.get(level);
                int next = level + 1 < levels.size() ? levels.get(level + 1).rows().rows() : 13;
                assertThat(merged.rows().rows()).isLessThan(next);
                for (int k = 0; k < 100; k++) {
                    double[] w = ReluFunction.unit(random.doubles(3, -1, 1).toArray());
                    double[] difference = f.image(w);
                    double[] image = merged.rows().image(w);
                    for (int i = 0; i < difference.length; i++) {
                        difference[i] -= image[i];
                        for (int j = 0; j < 3; j++) {
                            difference[i] -= merged.linear()[i * 3 + j] * w[j];
                        }
                    }
                    assertThat(ReluTruth.norm(difference))
                            .as("seed %d, level %d", seed, level)
                            .isLessThanOrEqualTo(merged.error() + 1e-14 * f.mass());
                }
            }
        }
        assertThat(several).as("functions with several levels").isGreaterThan(80);
    }

    /** Rows near multiples of lines, in turn, of either sign. */
    private static double[][] near(double[][] lines, int n, double distance, Random random) {
        double[][] s = ReluInstances.gaussian(random, n, lines[0].length, distance);
        for (int i = 0; i < n; i++) {
            double factor = i < lines.length ? 1 : random.nextDouble() + (i % 3 == 0 ? -2 : 1);
            for (int j = 0; j < s[i].length; j++) {
                s[i][j] += factor * lines[i % lines.length][j];
            }
        }
        return s;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-150, 1e-100, 1e-20, 1e20, 1e100, 1e150})
    void scalesDoNotMatter(double scale) {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            double[][] s = ReluInstances.gaussian(random, 5, 1 + seed % 3, 1);
            double[][] z = ReluInstances.gaussian(random, 5, 2, 1);
            double truth = ReluTruth.allPatterns(s, z, 0.1);
            check(ReluInstances.scaled(s, scale), z, 0.1, truth * scale, "S, seed " + seed);
            check(s, ReluInstances.scaled(z, scale), 0.1, truth * scale, "Z, seed " + seed);
            check(
                    ReluInstances.scaled(s, scale),
                    ReluInstances.scaled(z, 1 / scale),
                    0.1,
                    truth,
                    "both, seed " + seed);
        }
    }

    /** A product beyond the largest double has no finite upper bound, and a finite lower one. */
    @Test
    void overflowingPolars() {
        double[][] one = {{1e200}};
        ReluPolar.Result result = bounds(one, one, 0, 0, 0);
        assertThat(result.bounds().upper()).isInfinite();
        assertThat(result.bounds().lower()).isFinite();
        double[][] tiny = {{1e-200}};
        assertThat(bounds(tiny, tiny, 0, 0, 0).bounds().upper()).isBetween(0.0, 1e-300);
    }

    @Test
    void zeroResidualsAndZeroInputs() {
        double[][] zero = new double[3][2];
        double[][] some = {{1, 2}, {3, 4}, {5, 6}};
        for (ReluPolar.Result result :
                List.of(bounds(zero, some, 0, 0, 9), bounds(some, zero, 0, 0, 9))) {
            assertThat(result.bounds().upper()).isZero();
            assertThat(result.bounds().lower()).isZero();
            assertThat(result.bounds().witness()).isNull();
            assertThat(result.pairs()).isEmpty();
        }
    }

    /** An upper bound that suffices ends the search early, and is valid. */
    @Test
    void enoughIsEnough() {
        Random random = new Random(5);
        double[][] s = ReluInstances.gaussian(random, 60, 4, 1);
        double[][] z = ReluInstances.gaussian(random, 60, 2, 1);
        ReluPolar.Result best = bounds(s, z, 0, 0, 1_000_000);
        double enough = 1.3 * best.bounds().upper();
        ReluPolar.Result early = bounds(s, z, 0, enough, 1_000_000);
        assertThat(early.cones()).isLessThan(best.cones());
        assertThat(early.bounds().upper()).isBetween(best.bounds().lower(), enough);
    }

    /** The more cones, the better, and never below what is known to be attained. */
    @Test
    void aBudgetOfConesGivesAnAnytimeBound() {
        Random random = new Random(6);
        double[][] s = ReluInstances.gaussian(random, 80, 5, 1);
        double[][] z = ReluInstances.gaussian(random, 80, 3, 1);
        double before = Double.POSITIVE_INFINITY;
        for (int cones : new int[] {0, 100, 1000, 10_000}) {
            ReluPolar.Result result = bounds(s, z, 0, 0, cones);
            assertThat(result.bounds().upper()).isLessThanOrEqualTo(before);
            assertThat(result.bounds().upper()).isGreaterThanOrEqualTo(result.bounds().lower());
            before = result.bounds().upper();
        }
    }

    /**
     * Where a relaxation follows, rank 8 is left to it after as many cones as it takes the work of;
     * rank 3 is not.
     */
    @Test
    void relaxationsTakeOverWhereConesCostMore() {
        Random random = new Random(10);
        for (int rank : new int[] {3, 8}) {
            ReluProblem problem =
                    new ReluProblem(
                            ReluInstances.panel(ReluInstances.gaussian(random, 10, rank, 1)),
                            ReluInstances.panel(ReluInstances.gaussian(random, 10, 1, 1)),
                            0);
            ReluRequest all = new ReluRequest(0, GAP, 20_000, 1, () -> {});
            ReluRequest some = new ReluRequest(0, GAP, 20_000, true, 1, () -> {});
            ReluPolar.Result most = ReluPolar.bounds(problem, all);
            ReluPolar.Result few = ReluPolar.bounds(problem, some);
            if (rank == 3) {
                assertThat(few).usingRecursiveComparison().isEqualTo(most);
            } else {
                assertThat(most.cones()).isGreaterThanOrEqualTo(20_000);
                assertThat(few.cones()).isBetween(1000L, 1100L);
                assertThat(few.bounds().upper()).isGreaterThan(most.bounds().lower());
                ReluPolar.Result tight = closed(problem, few);
                assertThat(tight.bounds().upper())
                        .isBetween(most.bounds().lower(), most.bounds().lower() * (1 + 1e-6));
            }
        }
    }

    private static ReluPolar.Result closed(ReluProblem problem, ReluPolar.Result known) {
        RelaxationBudget budget = new RelaxationBudget(1e10, upper -> true);
        return new ReluTightening(problem, known, 1e-6, () -> {})
                .run(0, Double.POSITIVE_INFINITY, budget, found -> {});
    }

    @Test
    void theSameBitsEachTime() {
        Random random = new Random(7);
        double[][] s = ReluInstances.gaussian(random, 50, 3, 1);
        double[][] z = ReluInstances.gaussian(random, 50, 2, 1);
        PolarBounds first = bounds(s, z, 0, 0, 1000).bounds();
        PolarBounds second = bounds(s, z, 0, 0, 1000).bounds();
        assertThat(second.lower()).isEqualTo(first.lower());
        assertThat(second.upper()).isEqualTo(first.upper());
    }

    @Test
    void theCheckpointCanGiveUp() {
        Random random = new Random(8);
        for (int d = 2; d < 12; d += 3) {
            ReluProblem problem =
                    new ReluProblem(
                            ReluInstances.panel(ReluInstances.gaussian(random, 50, d, 1)),
                            ReluInstances.panel(ReluInstances.gaussian(random, 50, 2, 1)),
                            0);
            ReluRequest request =
                    new ReluRequest(
                            0,
                            GAP,
                            1000,
                            1,
                            () -> {
                                throw new WorkInterruptedException();
                            });
            assertThatThrownBy(() -> ReluPolar.bounds(problem, request))
                    .isInstanceOf(WorkInterruptedException.class);
        }
    }

    @Test
    void badInputIsNamed() {
        Panel two = Panel.zeros(2, 1);
        Panel three = Panel.zeros(3, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReluProblem(two, three, 0))
                .withMessageContaining("dual.rows() = 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReluProblem(two, two, 1.5))
                .withMessageContaining("slope = 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ReluProblem(
                                two, ReluInstances.panel(new double[][] {{1}, {Double.NaN}}), 0))
                .withMessageContaining("dual(1, 0) = NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReluRequest(-1, 1e-6, 0, 0, () -> {}))
                .withMessageContaining("enough = -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReluRequest(1, 0, 0, 0, () -> {}))
                .withMessageContaining("relativeGap = 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReluRequest(1, 1, -1, 0, () -> {}))
                .withMessageContaining("cones = -1");
    }

    /**
     * The bounds hold the truth between them and meet; what cancellation costs, a share of the mass
     * Σ‖z_i‖‖s_i‖, is allowed.
     */
    private static ReluPolar.Result check(
            double[][] s, double[][] z, double a, double truth, String name) {
        ReluPolar.Result result = bounds(s, z, a, 0, 2_000_000);
        double mass = mass(s, z);
        double slack = 1e-12 * mass;
        assertThat(result.bounds().evidence()).isEqualTo(Evidence.PROVED);
        assertThat(result.bounds().upper()).as(name).isGreaterThanOrEqualTo(truth * (1 - 1e-14));
        assertThat(result.bounds().lower())
                .as(name)
                .isLessThanOrEqualTo(truth * (1 + 1e-9) + slack);
        assertThat(result.bounds().upper() - result.bounds().lower())
                .as("gap, " + name)
                .isLessThanOrEqualTo(1e-9 * truth + slack);
        assertWitnesses(s, z, a, result, name);
        return result;
    }

    private static void assertWitnesses(
            double[][] s, double[][] z, double a, ReluPolar.Result result, String name) {
        double before = result.bounds().lower();
        for (SingularCandidate pair : result.pairs()) {
            assertThat(ReluTruth.norm(pair.u())).isCloseTo(1, within(1e-12));
            assertThat(ReluTruth.norm(pair.v())).isCloseTo(1, within(1e-12));
            double value = ReluTruth.value(s, z, a, pair.u());
            assertThat(pair.value()).as(name).isLessThanOrEqualTo(value * (1 + 1e-12));
            assertThat(pair.value()).as(name).isCloseTo(value, within(1e-11 * mass(s, z)));
            assertThat(inner(s, z, a, pair)).as(name).isCloseTo(value, within(1e-12 * mass(s, z)));
            assertThat(pair.value()).isLessThanOrEqualTo(before);
            before = pair.value();
        }
        if (result.pairs().isEmpty()) {
            assertThat(result.bounds().lower()).isZero();
        } else {
            assertThat(result.pairs().getFirst().value()).isEqualTo(result.bounds().lower());
        }
    }

    private static double inner(double[][] s, double[][] z, double a, SingularCandidate pair) {
        double sum = 0;
        for (int i = 0; i < s.length; i++) {
            double t = 0;
            for (int j = 0; j < s[0].length; j++) {
                t += s[i][j] * pair.u()[j];
            }
            for (int j = 0; j < z[0].length; j++) {
                sum += z[i][j] * Math.max(t, a * t) * pair.v()[j];
            }
        }
        return sum;
    }

    private static ReluPolar.Result bounds(
            double[][] s, double[][] z, double a, double enough, long cones) {
        ReluProblem problem = new ReluProblem(ReluInstances.panel(s), ReluInstances.panel(z), a);
        return ReluPolar.bounds(problem, new ReluRequest(enough, GAP, cones, 1, () -> {}));
    }

    private static double[][] orthonormal(Random random, int rank, int d) {
        Panel panel = Panel.zeros(rank, d);
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < d; j++) {
                panel.set(i, j, random.nextGaussian());
            }
        }
        SmallDense.Svd svd = SmallDense.svd(panel);
        double[][] basis = new double[rank][d];
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < d; j++) {
                basis[i][j] = svd.v().get(j, i);
            }
        }
        return basis;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double mass(double[][] s, double[][] z) {
        double sum = 0;
        for (int i = 0; i < s.length; i++) {
            sum += ReluTruth.norm(s[i]) * ReluTruth.norm(z[i]);
        }
        return sum;
    }
}
