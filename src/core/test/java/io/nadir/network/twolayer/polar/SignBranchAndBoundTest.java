package io.nadir.network.twolayer.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.WorkInterruptedException;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Effort;
import io.nadir.model.Factors;
import io.nadir.model.RelaxationBudget;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.reference.ReluTruth;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Relaxations of sign patterns against all patterns, and against cones. */
class SignBranchAndBoundTest {
    private static final double[] SLOPES = {0, 0.1, 0.5, 1};
    private static final double GAP = 1e-4;
    private static final double EXACT = 1e-14;

    /**
     * Of 1 to 6 rows in 1 to 4 dimensions; the bound is not below the truth, and mostly meets it.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void boundsMeetTheTruthOfAllPatterns(int d) {
        assertThat(near(d, 80, 5)).as("bounds within 2e-4").isGreaterThan(76);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void manyBoundsMeetTheTruthOfAllPatterns(int d) {
        assertThat(near(d, 250, 7)).as("bounds within 2e-4").isGreaterThan(235);
    }

    private static int near(int d, int instances, int mostRows) {
        int near = 0;
        for (int seed = 0; seed < instances; seed++) {
            Random random = new Random(1000L * d + seed);
            int n = 1 + random.nextInt(mostRows);
            double[][] s = ReluInstances.inputs(random, seed % ReluInstances.KINDS, n, d);
            double[][] z = ReluInstances.dual(random, seed / 10 % 5, n, 1 + random.nextInt(4));
            double a = SLOPES[seed % 4];
            double truth = ReluTruth.allPatterns(s, z, a);
            String name = "d %d, seed %d".formatted(d, seed);
            ReluFunction f = ReluInstances.function(s, z, a);
            ReluMaximum found = search(f, 1000).run(0, infinite(), budget(3e8), result -> {});
            assertThat(found.upper()).as(name).isGreaterThanOrEqualTo(truth * (1 - EXACT));
            assertThat(f.value(found.points().getFirst()))
                    .as(name)
                    .isLessThanOrEqualTo(truth + 1e-12 * f.mass());
            near += found.upper() <= truth * (1 + 2 * GAP) + 1e-10 * f.mass() ? 1 : 0;
        }
        return near;
    }

    /** Rank 3 to 4 and up to 30 rows: neither search proves what the other one refutes. */
    @Tag("long")
    @Test
    void agreesWithCones() {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            int n = 5 + random.nextInt(26);
            double[][] s =
                    ReluInstances.inputs(random, seed % ReluInstances.KINDS, n, 3 + seed % 2);
            double[][] z = ReluInstances.dual(random, seed / 10 % 5, n, 1 + random.nextInt(4));
            ReluFunction f = ReluInstances.function(s, z, SLOPES[seed % 4]);
            ReluRequest request = new ReluRequest(0, 1e-7, 100_000, 1, () -> {});
            List<PatternAscent.Peak> peaks = new PatternAscent(f, () -> {}).search(1);
            ReluMaximum cones = new ConeBranchAndBound(f, peaks, f.mass(), request).maximum();
            ReluMaximum signs = search(f, 1000).run(0, infinite(), budget(1e9), result -> {});
            double slack = 1e-12 * f.mass();
            double lower = f.value(cones.points().getFirst()) - slack;
            assertThat(signs.upper()).as("seed %d", seed).isGreaterThanOrEqualTo(lower);
            assertThat(f.value(signs.points().getFirst()) - slack)
                    .isLessThanOrEqualTo(cones.upper());
        }
    }

    /** Rows beyond the number that is relaxed are bounded apart. */
    @Test
    void rowsThatAreLeftOutCount() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            double[][] s = ReluInstances.inputs(random, seed % ReluInstances.KINDS, 6, 3);
            double[][] z = ReluInstances.dual(random, seed % 5, 6, 1 + seed % 3);
            double truth = ReluTruth.allPatterns(s, z, 0.1);
            ReluFunction f = ReluInstances.function(s, z, 0.1);
            for (int rows : new int[] {1, 3}) {
                ReluMaximum found = search(f, rows).run(0, infinite(), budget(1e8), result -> {});
                assertThat(found.upper())
                        .as("seed %d, %d rows", seed, rows)
                        .isGreaterThanOrEqualTo(truth * (1 - EXACT));
            }
        }
    }

    /**
     * Whatever T is, K(t) is, and which signs and sides of the output are fixed, no value in the
     * cell is above the bound.
     */
    @Test
    void anyMultiplierGivesABound() {
        int finite = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(6);
            int d = 1 + random.nextInt(4);
            double[][] s = ReluInstances.inputs(random, seed % ReluInstances.KINDS, n, d);
            double[][] z = ReluInstances.dual(random, seed % 5, n, 1 + seed % 3);
            ReluFunction f = ReluInstances.function(s, z, SLOPES[seed % 4]);
            BalancedRows rows = BalancedRows.of(CollinearRows.of(f), 1000, () -> {});
            double[] inside = random.doubles(d, -1, 1).toArray();
            SignCell cell = cell(rows, inside, random.nextInt(rows.rows().rows() + 1));
            for (int k = random.nextInt(3); k > 0; k--) {
                cell = cell.with(side(cell, inside, random));
            }
            double[] t = multiplier(cell, random, Math.pow(10, random.nextInt(9) - 6));
            double bound =
                    new SignProof(cell, () -> {}).upper(t, Math.pow(10, random.nextInt(5) - 2));
            finite += bound < Double.POSITIVE_INFINITY ? 1 : 0;
            for (int k = 0; k < 200; k++) {
                double[] w = k == 0 ? inside : random.doubles(d, -1, 1).toArray();
                if (contains(cell, w)) {
                    assertThat(f.value(ReluFunction.unit(w)))
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(rows.upper(bound) * (1 + 1e-14));
                }
            }
        }
        assertThat(finite).as("finite bounds").isGreaterThan(150);
    }

    private static SignCell cell(BalancedRows rows, double[] inside, int count) {
        int[] fixed = new int[count];
        for (int i = 0; i < count; i++) {
            fixed[i] = rows.rows().input(i, inside) >= 0 ? i + 1 : -i - 1;
        }
        return new SignCell(rows, List.of(), fixed);
    }

    /** A random side on which the output of a point is. */
    private static OutputSide side(SignCell cell, double[] inside, Random random) {
        int q = cell.map().rows();
        double[] normal = ReluFunction.unit(random.doubles(q, -1, 1).toArray());
        OutputSide side = new OutputSide(normal, 1);
        boolean isOnIt = output(cell.with(side), cell.sides().size(), inside) >= 0;
        return isOnIt ? side : side.opposite();
    }

    /** c·y(w) by the form of a side. */
    private static double output(SignCell cell, int side, double[] w) {
        double sum = 0;
        for (int i = 0; i < cell.order(); i++) {
            double y = i < cell.free() ? Math.abs(input(cell, i, w)) : w[i - cell.free()];
            sum += cell.forms().get(side, i) * y;
        }
        return sum;
    }

    private static double input(SignCell cell, int row, double[] w) {
        double t = 0;
        for (int j = 0; j < w.length; j++) {
            t += cell.rows().get(row, j) * w[j];
        }
        return t;
    }

    private static boolean contains(SignCell cell, double[] w) {
        for (int i = cell.free(); i < cell.rows().rows(); i++) {
            if (input(cell, i, w) < 0) {
                return false;
            }
        }
        for (int k = 0; k < cell.sides().size(); k++) {
            if (output(cell, k, w) < 0) {
                return false;
            }
        }
        return true;
    }

    private static double[] multiplier(SignCell cell, Random random, double scale) {
        int size = cell.parts();
        double[] t = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                boolean isFree = i < 2 * cell.free() && j == i - cell.free();
                double value = isFree ? random.nextGaussian() : Math.max(0, random.nextGaussian());
                t[i * size + j] = scale * value;
                t[j * size + i] = scale * value;
            }
        }
        return t;
    }

    /** A T that is not in the cone proves nothing. */
    @Test
    void multipliersThatAreNotAllowedProveNothing() {
        Random random = new Random(3);
        ReluFunction f =
                ReluInstances.function(
                        ReluInstances.gaussian(random, 4, 3, 1),
                        ReluInstances.gaussian(random, 4, 2, 1),
                        0);
        SignCell cell =
                new SignCell(BalancedRows.of(CollinearRows.of(f), 9, () -> {}), List.of(), 2);
        SignProof proof = new SignProof(cell, () -> {});
        double[] zero = new double[7 * 7];
        assertThat(proof.upper(zero, 100)).isFinite();
        for (double bad : new double[] {-1e-300, Double.NaN}) {
            double[] t = zero.clone();
            t[1] = bad;
            t[7] = bad;
            assertThat(proof.upper(t, 100)).isInfinite();
        }
        double[] oblique = zero.clone();
        oblique[1] = 1;
        assertThat(proof.upper(oblique, 100)).isInfinite();
        double[] allowed = zero.clone();
        allowed[3] = -0.01;
        allowed[21] = -0.01;
        assertThat(proof.upper(allowed, 100)).isFinite();
    }

    /** In a cell, y(w) is what H makes of (|S·w|, w). */
    @Test
    void cellsAreLinear() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            double[][] s = ReluInstances.gaussian(random, 6, 3, 1);
            double[][] z = ReluInstances.gaussian(random, 6, 2, 1);
            ReluFunction f = ReluInstances.function(s, z, SLOPES[seed % 4]);
            BalancedRows rows = BalancedRows.of(CollinearRows.of(f), 1000, () -> {});
            double[] w = ReluFunction.unit(random.doubles(3, -1, 1).toArray());
            SignCell cell = cell(rows, w, seed % 7);
            double[] y = new double[2];
            for (int j = 0; j < 2; j++) {
                for (int i = 0; i < cell.free(); i++) {
                    y[j] += cell.map().get(j, i) * Math.abs(input(cell, i, w));
                }
                for (int k = 0; k < 3; k++) {
                    y[j] += cell.map().get(j, cell.free() + k) * w[k];
                }
            }
            assertThat(Math.scalb(ReluTruth.norm(y), rows.exponent()))
                    .isCloseTo(f.value(w), within(1e-13 * f.mass()));
            OutputSide side = side(cell, w, random);
            double along = side.normal()[0] * y[0] + side.normal()[1] * y[1];
            SignCell half = cell.with(side);
            assertThat(output(half, 0, w)).isCloseTo(along, within(half.formError()));
            assertThat(along).isBetween(0.0, half.formNorm());
        }
    }

    /** Gaussian, 20 rows in 6 dimensions: within 1e-4 of a value that is attained. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void closesGaussianInstances(int q) {
        Random random = new Random(1);
        ReluFunction f =
                ReluInstances.function(
                        ReluInstances.gaussian(random, 20, 6, 1),
                        ReluInstances.gaussian(random, 20, q, 1),
                        0);
        ReluMaximum found = search(f, 1000).run(0, infinite(), budget(2e10), result -> {});
        double value = f.value(found.points().getFirst());
        assertThat(found.upper()).isBetween(value, value * (1 + 1.01 * GAP));
    }

    /**
     * At a point whose columns all have a polar of 1, the relaxations for the two signs of the
     * output leave less than a relaxation of all directions leaves.
     */
    @Test
    void signsOfTheOutputTightenTheRelaxation() {
        Random random = new Random(1);
        double[][] s = ReluInstances.gaussian(random, 16, 9, 1);
        double[][] z = residual(s, ReluInstances.gaussian(random, 16, 1, 1));
        ReluFunction f = ReluInstances.function(s, z, 0);
        ReluMaximum best = search(f, 1000).run(0, infinite(), budget(2e10), result -> {});
        double attained = f.value(best.points().getFirst());
        assertThat(best.upper()).isBetween(attained, attained * (1 + 1.01 * GAP));
        BalancedRows rows = BalancedRows.of(CollinearRows.of(f), 1000, () -> {});
        SignCell all = new SignCell(rows, List.of());
        double[] one = {1};
        OutputSide side = new OutputSide(one, SignRelaxation.scale(all, one));
        double whole = relaxed(all);
        double split = Math.max(relaxed(all.with(side)), relaxed(all.with(side.opposite())));
        assertThat(rows.upper(split)).isGreaterThanOrEqualTo(attained);
        assertThat(rows.upper(split) - attained).isLessThan(0.9 * (rows.upper(whole) - attained));
    }

    private static double relaxed(SignCell cell) {
        double[] zero = new double[cell.parts() * cell.parts()];
        SignStart start = new SignStart(cell, Double.POSITIVE_INFINITY, zero, List.of());
        SignNodeSearch search = new SignNodeSearch(start, 1e10, () -> {});
        search.run(0, 2000);
        return search.node().upper();
    }

    /** Z of a solved network with one output y. */
    private static double[][] residual(double[][] s, double[][] y) {
        TwoLayerNetwork network = TwoLayerNetwork.relu(matrix(s), matrix(y));
        Problem problem = new Problem(network, new SquaredLoss(), new SquaredNorms(), 1);
        SolverOptions options = SolverOptions.defaults().withEffort(Effort.LOW);
        double lambda = 0.15 * Nadir.lambdaMax(problem, options);
        Factors w = Nadir.solve(problem.withLambda(lambda), options).factors();
        double[][] z = new double[y.length][1];
        for (int i = 0; i < z.length; i++) {
            z[i][0] = y[i][0] / lambda;
            for (int k = 0; k < w.rank(); k++) {
                double t = 0;
                for (int j = 0; j < s[i].length; j++) {
                    t += s[i][j] * w.block(0).get(j, k);
                }
                z[i][0] -= Math.max(0, t) * w.block(1).get(0, k) / lambda;
            }
        }
        return z;
    }

    private static DenseMatrix matrix(double[][] rows) {
        double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return DenseMatrix.wrap(rows.length, rows[0].length, values);
    }

    /** Each bound holds and is no worse than the one before; the same bits each time. */
    @Test
    void goesOnWhereItStopped() {
        Random random = new Random(2);
        double[][] s = ReluInstances.gaussian(random, 14, 7, 1);
        double[][] z = ReluInstances.gaussian(random, 14, 5, 1);
        ReluFunction f = ReluInstances.function(s, z, 0);
        double value = f.value(new PatternAscent(f, () -> {}).search(1).getFirst().point());
        SignBranchAndBound search = search(f, 1000);
        double before = Double.POSITIVE_INFINITY;
        for (int part = 0; part < 4; part++) {
            ReluMaximum found = search.run(0, infinite(), budget(3e7), result -> {});
            assertThat(found.upper()).as("part %d", part).isBetween(value, before);
            before = found.upper();
        }
        assertThat(search.cells()).isGreaterThan(1);
        ReluMaximum whole = search(f, 1000).run(0, infinite(), budget(2e10), result -> {});
        value = f.value(whole.points().getFirst());
        assertThat(whole.upper()).isBetween(value, before);
        assertThat(whole.upper()).isLessThanOrEqualTo(value * (1 + 1.01 * GAP));
        ReluMaximum again = search(f, 1000).run(0, infinite(), budget(2e10), result -> {});
        assertThat(again.upper()).isEqualTo(whole.upper());
        assertThat(again.points().getFirst()).isEqualTo(whole.points().getFirst());
    }

    /** What was told before a cancellation holds. */
    @Test
    void canBeCancelled() {
        Random random = new Random(4);
        double[][] s = ReluInstances.gaussian(random, 30, 8, 1);
        double[][] z = ReluInstances.gaussian(random, 30, 4, 1);
        ReluFunction f = ReluInstances.function(s, z, 0);
        int[] calls = {0};
        List<ReluMaximum> told = new ArrayList<>();
        SignBranchAndBound search =
                new SignBranchAndBound(
                        f,
                        new PatternAscent(f, () -> {}).search(1),
                        1000,
                        GAP,
                        () -> {
                            if (!told.isEmpty() && ++calls[0] > 50) {
                                throw new WorkInterruptedException();
                            }
                        });
        assertThatThrownBy(() -> search.run(0, infinite(), budget(1e12), told::add))
                .isInstanceOf(WorkInterruptedException.class);
        assertThat(told).isNotEmpty();
        double value = f.value(told.getLast().points().getFirst());
        assertThat(told.getLast().upper()).isGreaterThanOrEqualTo(value);
    }

    /** Wherever a search is interrupted: going on, it gives a bound that holds. */
    @Test
    void anInterruptionLosesNoCell() {
        Random random = new Random(6);
        double[][] s = ReluInstances.gaussian(random, 12, 6, 1);
        double[][] z = ReluInstances.gaussian(random, 12, 6, 1);
        ReluFunction f = ReluInstances.function(s, z, 0);
        List<PatternAscent.Peak> peaks = new PatternAscent(f, () -> {}).search(1);
        double value =
                search(f, 1000).run(0, infinite(), budget(1e9), told -> {}).points().stream()
                        .mapToDouble(f::value)
                        .max()
                        .orElseThrow();
        int[] calls = {0};
        int interruptions = 0;
        for (int last = 1; last < 1500; last += 71) {
            int end = last;
            calls[0] = 0;
            SignBranchAndBound search =
                    new SignBranchAndBound(f, peaks, 1000, GAP, () -> throwAt(end, ++calls[0]));
            try {
                search.run(0, infinite(), budget(2e8), told -> {});
            } catch (WorkInterruptedException e) {
                interruptions++;
            }
            ReluMaximum found = search.run(0, infinite(), budget(0), told -> {});
            assertThat(found.upper()).as("interrupted at %d", last).isGreaterThanOrEqualTo(value);
        }
        assertThat(interruptions).isGreaterThan(10);
    }

    private static void throwAt(int end, int call) {
        if (call == end) {
            throw new WorkInterruptedException();
        }
    }

    /** A value above the limit ends the search soon. */
    @Test
    void endsWhenRefuted() {
        Random random = new Random(5);
        ReluFunction f =
                ReluInstances.function(
                        ReluInstances.gaussian(random, 25, 8, 1),
                        ReluInstances.gaussian(random, 25, 4, 1),
                        0);
        SignBranchAndBound search = search(f, 1000);
        search.run(0, 0, budget(1e12), result -> {});
        assertThat(search.cells()).isLessThan(10);
    }

    private static SignBranchAndBound search(ReluFunction f, int rows) {
        List<PatternAscent.Peak> peaks = new PatternAscent(f, () -> {}).search(1);
        return new SignBranchAndBound(f, peaks, rows, GAP, () -> {});
    }

    private static RelaxationBudget budget(double operations) {
        return new RelaxationBudget(operations, upper -> true);
    }

    private static double infinite() {
        return Double.POSITIVE_INFINITY;
    }
}
