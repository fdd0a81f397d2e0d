package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.matrix.DenseMatrix;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener.Progress;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Points that are refuted on the way, whose bounds a solve leaves out where they take work. */
class RefutedPointTest {
    private static final int ROWS = 60;
    private static final int COLUMNS = 45;
    private static final Problem PROBLEM =
            Problem.lowRank(DenseMatrix.copyOf(ROWS, COLUMNS, planted()), 4)
                    .withRegularizer(SquaredNorms.nonNegative());
    private static final SolverOptions OPTIONS = SolverOptions.defaults().withMaxRank(5);

    /** The way is the same, and no bound is beyond what the solve reaches in the end. */
    @Test
    void boundsThatAreLeftOutChangeNothingElse() {
        Seen without = new Seen(false, Integer.MAX_VALUE);
        Seen with = new Seen(true, Integer.MAX_VALUE);
        Solution fast = Nadir.solve(PROBLEM, OPTIONS.withListener(without));
        Solution thorough = Nadir.solve(PROBLEM, OPTIONS.withListener(with));
        assertThat(fast.u()).containsExactly(thorough.u());
        assertThat(fast.v()).containsExactly(thorough.v());
        assertThat(fast.stopReason()).isEqualTo(thorough.stopReason());
        assertThat(fast.certificate().verdict()).isEqualTo(thorough.certificate().verdict());
        assertThat(without.certificates).hasSameSizeAs(with.certificates);
        int leftOut = 0;
        for (int i = 0; i < with.certificates.size(); i++) {
            Certificate left = without.certificates.get(i);
            Certificate full = with.certificates.get(i);
            assertThat(left.verdict()).isEqualTo(full.verdict());
            assertThat(left.polar().lower()).isEqualTo(full.polar().lower());
            assertThat(left.polar().upper()).isFinite();
            assertThat(left.polar().upper()).isGreaterThanOrEqualTo(full.polar().upper());
            assertThat(full.lowerBound()).isLessThanOrEqualTo(fast.objective());
            assertThat(left.lowerBound()).isLessThanOrEqualTo(full.lowerBound());
            leftOut += left.polar().upper() > full.polar().upper() ? 1 : 0;
        }
        assertThat(leftOut).isPositive();
        // λ_max comes from the point 0.
        assertThat(without.certificates.getFirst())
                .usingRecursiveComparison()
                .ignoringFields("work")
                .isEqualTo(with.certificates.getFirst());
    }

    /**
     * What ends at the largest rank, or is cancelled at a refuted point, has the bounds of its
     * point.
     */
    @Test
    void theLastPointHasItsBounds() {
        double better = Nadir.solve(PROBLEM, OPTIONS).objective(); // No bound of f* is above it.
        Solution full = Nadir.solve(PROBLEM, OPTIONS.withMaxRank(3));
        assertThat(full.stopReason()).isEqualTo(StopReason.MAX_RANK);
        checkBounds(full, better);
        for (int most = 2; most <= 3; most++) {
            Seen listener = new Seen(false, most);
            Solution cancelled = Nadir.solve(PROBLEM, OPTIONS.withListener(listener));
            assertThat(cancelled.stopReason()).isEqualTo(StopReason.CANCELLED);
            double shown = listener.certificates.getLast().polar().upper();
            assertThat(cancelled.certificate().polar().upper()).isLessThan(shown);
            checkBounds(cancelled, better);
        }
    }

    /** As good as those of a certificate of its own, whose random starts are others. */
    private static void checkBounds(Solution solution, double better) {
        Certificate told = solution.certificate();
        assertThat(told.verdict()).isEqualTo(Verdict.NOT_GLOBAL);
        Certificate own = Nadir.certify(PROBLEM, solution.factors(), OPTIONS);
        assertThat(told.polar().upper())
                .isBetween(0.99 * own.polar().upper(), 1.01 * own.polar().upper());
        assertThat(told.polar().lower()).isGreaterThan(1);
        assertThat(told.gap()).isGreaterThanOrEqualTo(solution.objective() - better);
        assertThat(told.lowerBound()).isBetween(0.99 * own.lowerBound(), better);
    }

    /** A polar that brute force knows: the best of the pairs of all supports. */
    @Test
    void boundsLeftOutAreValidAllTheSame() {
        for (int seed = 0; seed < 20; seed++) {
            double[] y = new Random(seed).doubles(25, -1, 2).toArray();
            Problem problem =
                    Problem.lowRank(DenseMatrix.copyOf(5, 5, y), 0.05)
                            .withRegularizer(SquaredNorms.nonNegative());
            Seen seen = new Seen(false, Integer.MAX_VALUE);
            Solution solution = Nadir.solve(problem, OPTIONS.withListener(seen).withMaxRank(2));
            double[] residual = y.clone();
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 5; j++) {
                    for (int k = 0; k < solution.rank(); k++) {
                        residual[5 * i + j] -=
                                solution.u()[i * solution.rank() + k]
                                        * solution.v()[j * solution.rank() + k];
                    }
                }
            }
            double truth = polar(residual) / 0.05;
            assertThat(solution.certificate().polar().lower()).isLessThanOrEqualTo(truth + 1e-9);
            assertThat(solution.certificate().polar().upper()).isGreaterThanOrEqualTo(truth - 1e-9);
        }
    }

    /**
     * max uᵀRv over unit vectors u, v ≥ 0 of 5 elements, from many starts on every support of v.
     */
    private static double polar(double[] r) {
        double best = 0;
        Random random = new Random(1);
        for (int support = 1; support < 32; support++) {
            for (int trial = 0; trial < 5; trial++) {
                double[] v = new double[5];
                for (int j = 0; j < 5; j++) {
                    v[j] = (support >> j & 1) == 0 ? 0 : random.nextDouble();
                }
                best = Math.max(best, ascend(r, v));
            }
        }
        return best;
    }

    private static double ascend(double[] r, double[] v) {
        double value = 0;
        for (int round = 0; round < 200; round++) {
            double[] u = new double[5];
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 5; j++) {
                    u[i] += r[5 * i + j] * v[j];
                }
            }
            normalize(u);
            Arrays.fill(v, 0);
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 5; j++) {
                    v[j] += r[5 * i + j] * u[i];
                }
            }
            value = normalize(v);
        }
        return value;
    }

    /** x ← x₊/‖x₊‖; returns the norm. */
    private static double normalize(double[] x) {
        double square = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(0, x[i]);
            square += x[i] * x[i];
        }
        double norm = Math.sqrt(square);
        for (int i = 0; i < x.length; i++) {
            x[i] = norm > 0 ? x[i] / norm : 0;
        }
        return norm;
    }

    private static double[] planted() {
        Random random = new Random(5);
        double[] y = new double[ROWS * COLUMNS];
        for (int k = 0; k < 6; k++) {
            double[] u = part(ROWS, random);
            double[] v = part(COLUMNS, random);
            for (int i = 0; i < y.length; i++) {
                y[i] += u[i / COLUMNS] * v[i % COLUMNS];
            }
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(0, y[i] + 0.1 * random.nextGaussian());
        }
        return y;
    }

    private static double[] part(int length, Random random) {
        double[] part = new double[length];
        for (int i = 0; i < length; i++) {
            double element = Math.abs(random.nextGaussian());
            part[i] = random.nextInt(3) == 0 ? element : 0;
        }
        return part;
    }

    /** Keeps certificates, and cancels at the last one wanted. */
    private static final class Seen implements SolveListener {
        final List<Certificate> certificates = new ArrayList<>();
        private final boolean bounds;
        private final int most;

        Seen(boolean bounds, int most) {
            this.bounds = bounds;
            this.most = most;
        }

        @Override
        public boolean boundsRefutedPoints() {
            return bounds;
        }

        @Override
        public boolean onCertificate(Certificate certificate, Progress progress) {
            certificates.add(certificate);
            return certificates.size() < most;
        }
    }
}
