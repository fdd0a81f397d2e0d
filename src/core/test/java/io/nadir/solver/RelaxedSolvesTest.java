package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Effort;
import io.nadir.model.Evidence;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.tensor.DenseTensor;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Solves that end in relaxations: the same bits for any number of threads, and, wherever a
 * relaxation is cancelled, interrupted or out of memory, a point with a valid certificate, from
 * which a resumed solve goes on to the bits of one that was never ended.
 */
class RelaxedSolvesTest {
    private static final double GAP = 1e-5;
    private static final double ROUNDING = 1e-12;

    /** Ends of a relaxation that are tried. */
    private static final int MOMENTS = 3;

    /** One for each form of relaxation; λ is a share of λ_max. */
    enum Family {
        TENSOR {
            @Override
            Problem problem(Random random) {
                int[] shape = {8, 8, 8};
                double[] values = random.doubles(512, -0.05, 0.05).toArray();
                values[1] += 1;
                values[8] += 1;
                values[64] += 1;
                return of(DenseTensor.wrap(shape, values), new NormPowers(3, false), 0.9);
            }
        },
        DICTIONARY {
            @Override
            Problem problem(Random random) {
                GaugeProduct theta =
                        new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.sparse(0.3));
                return of(gaussian(6, 5, random), theta, 0.8);
            }
        },
        NORM_SUMS {
            @Override
            Problem problem(Random random) {
                GaugeProduct theta =
                        new GaugeProduct(
                                EuclideanPlusL1.sparse(0.2),
                                new NonNegative(EuclideanPlusL1.sparse(0.3)));
                return of(gaussian(5, 5, random), theta, 0.8);
            }
        },
        TWO_LAYERS {
            @Override
            Problem problem(Random random) {
                DenseMatrix inputs = gaussian(10, 9, random);
                return of(
                        TwoLayerNetwork.relu(inputs, gaussian(10, 2, random)),
                        new SquaredNorms(),
                        0.5);
            }
        },
        THREE_LAYERS {
            @Override
            Problem problem(Random random) {
                double[] s = random.doubles(16, -2, 2).toArray();
                for (int n = 0; n < 8; n++) {
                    s[2 * n + 1] = 1;
                }
                return of(
                        new DeepNetwork(
                                DenseMatrix.wrap(8, 2, s),
                                gaussian(8, 1, random),
                                Subnetwork.relu(2, 3, 2, 1)),
                        new NormPowers(3, false),
                        0.5);
            }
        };

        abstract Problem problem(Random random);

        private static Problem of(ModelData data, Regularizer theta, double share) {
            Problem unit = new Problem(data, new SquaredLoss(), theta, 1);
            return unit.withLambda(share * Nadir.lambdaMax(unit, SolverOptions.defaults()));
        }

        private static DenseMatrix gaussian(int m, int n, Random random) {
            double[] values = new double[m * n];
            for (int at = 0; at < values.length; at++) {
                values[at] = random.nextGaussian();
            }
            return DenseMatrix.wrap(m, n, values);
        }
    }

    private int relaxed;

    @ParameterizedTest
    @EnumSource(names = {"DICTIONARY", "NORM_SUMS"})
    void anEndLosesNothing(Family family) {
        attack(family, 1, options(Evidence.PROBABLE, Effort.NORMAL), 1);
        assertThat(relaxed).as("relaxations that were ended").isPositive();
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void noneOfManyEndsLosesAnything(Family family) {
        for (int seed = 1; seed < 3; seed++) {
            for (Effort effort : new Effort[] {Effort.NORMAL, Effort.HIGH}) {
                attack(family, seed, options(Evidence.PROBABLE, effort), MOMENTS);
                if (family != Family.THREE_LAYERS) {
                    attack(family, seed, options(Evidence.PROVED, effort), MOMENTS);
                }
            }
        }
        assertThat(relaxed).as("relaxations that were ended").isGreaterThan(MOMENTS);
    }

    /** A path relaxes at each λ, with the same bits for any number of threads. */
    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = {"DICTIONARY", "TWO_LAYERS"})
    void pathsRelaxAtEachLambda(Family family) {
        Problem problem = family.problem(new Random(1));
        PathOptions lambdas = PathOptions.of(List.of(problem.lambda(), 0.9 * problem.lambda()));
        SolverOptions normal =
                SolverOptions.defaults().withRelativeGap(GAP).withEvidence(Evidence.PROVED);
        List<PathPoint> path = Nadir.solvePath(problem, lambdas, normal);
        List<PathPoint> other = Nadir.solvePath(problem, lambdas, normal.withThreads(2));
        List<PathPoint> low = Nadir.solvePath(problem, lambdas, normal.withEffort(Effort.LOW));
        for (int k = 0; k < path.size(); k++) {
            Solution solution = path.get(k).solution();
            assertSame(solution, other.get(k).solution(), "number " + k);
            Certificate certificate = solution.certificate();
            Solution cheap = low.get(k).solution();
            assertThat(certificate.gap()).isLessThan(cheap.certificate().gap());
            assertThat(certificate.lowerBound()).isLessThanOrEqualTo(cheap.objective());
        }
    }

    private static SolverOptions options(Evidence evidence, Effort effort) {
        return SolverOptions.defaults()
                .withRelativeGap(GAP)
                .withEvidence(evidence)
                .withEffort(effort)
                .withCheckpoints((state, last) -> {});
    }

    private void attack(Family family, int seed, SolverOptions options, int moments) {
        Problem problem = family.problem(new Random(seed));
        AtBound counter = new AtBound(0, () -> true);
        Solution whole = Nadir.solve(problem, options.withListener(counter));
        String what = "%s, seed %d, %s".formatted(family, seed, options.evidence());
        if (whole.certificate().isGlobal()) {
            assertThat(whole.certificate().polar().evidence()).isEqualTo(options.evidence());
        }
        assertSame(whole, Nadir.solve(problem, options.withThreads(2)), what + ", two threads");
        relaxed += counter.bounds;
        int step = Math.max(1, counter.bounds / moments);
        for (int bound = 1; bound <= counter.bounds; bound += step) {
            for (Solution.StopReason reason :
                    List.of(
                            Solution.StopReason.CANCELLED,
                            Solution.StopReason.INTERRUPTED,
                            Solution.StopReason.OUT_OF_MEMORY)) {
                String end = "%s, %s at bound %d".formatted(what, reason, bound);
                end(problem, options, whole, new AtBound(bound, () -> answer(reason)), reason, end);
            }
        }
    }

    private static boolean answer(Solution.StopReason reason) {
        switch (reason) {
            case INTERRUPTED -> Thread.currentThread().interrupt();
            case OUT_OF_MEMORY -> throw new OutOfMemoryError("as if");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void end(
            Problem problem,
            SolverOptions options,
            Solution whole,
            AtBound listener,
            Solution.StopReason reason,
            String what) {
        byte[][] states = {{}, {}};
        Solution part =
                Nadir.solve(
                        problem,
                        options.withListener(listener)
                                .withCheckpoints(
                                        (state, last) -> states[last ? 1 : 0] = bytes(state)));
        assertThat(Thread.interrupted())
                .as(what)
                .isEqualTo(reason == Solution.StopReason.INTERRUPTED);
        if (part.stopReason() == Solution.StopReason.CERTIFIED) {
            // The bound at which it was ended was the last one, and is sufficient.
            assertSame(whole, part, what);
            return;
        }
        assertThat(part.stopReason()).as(what).isEqualTo(reason);
        double optimum = whole.objective();
        Certificate certificate = part.certificate();
        assertThat(certificate.gap())
                .as(what)
                .isGreaterThanOrEqualTo(part.objective() - optimum * (1 + ROUNDING));
        assertThat(certificate.lowerBound()).as(what).isBetween(0.0, optimum * (1 + ROUNDING));
        assertThat(certificate.polar().upper())
                .as(what)
                .isGreaterThanOrEqualTo(whole.certificate().polar().lower() * (1 - GAP));
        SolverOptions resuming = options.withResume(state(states[1]));
        assertSame(whole, Nadir.solve(problem, resuming), what + ", resumed");
        if (reason == Solution.StopReason.CANCELLED && states[0].length > 0) {
            // A killed process leaves the state before the certificate.
            SolverOptions killed = options.withResume(state(states[0]));
            assertSame(whole, Nadir.solve(problem, killed), what + ", killed");
        }
    }

    private static void assertSame(Solution expected, Solution actual, String what) {
        for (int k = 0; k < expected.factors().order(); k++) {
            assertThat(actual.factors().toArray(k))
                    .as(what)
                    .containsExactly(expected.factors().toArray(k));
        }
        Certificate certificate = expected.certificate();
        assertThat(actual.objective()).as(what).isEqualTo(expected.objective());
        assertThat(actual.certificate().polar().upper())
                .as(what)
                .isEqualTo(certificate.polar().upper());
        assertThat(actual.certificate().polar().lower())
                .as(what)
                .isEqualTo(certificate.polar().lower());
        assertThat(actual.certificate().gap()).as(what).isEqualTo(certificate.gap());
        assertThat(actual.certificate().verdict()).as(what).isEqualTo(certificate.verdict());
        assertThat(actual.stopReason()).as(what).isEqualTo(expected.stopReason());
        assertThat(actual.iterations()).as(what).isEqualTo(expected.iterations());
    }

    private static byte[] bytes(SolveState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeTo(out);
        return out.toByteArray();
    }

    private static SolveState state(byte[] bytes) {
        try {
            return Nadir.readState(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers one bound of a relaxation, the others with true. */
    private static final class AtBound implements SolveListener {
        private final int number;
        private final BooleanSupplier answer;
        private int bounds;

        AtBound(int number, BooleanSupplier answer) {
            this.number = number;
            this.answer = answer;
        }

        @Override
        public boolean onPolarBound(double upper, double sufficient, Progress progress) {
            return ++bounds != number || answer.getAsBoolean();
        }
    }
}
