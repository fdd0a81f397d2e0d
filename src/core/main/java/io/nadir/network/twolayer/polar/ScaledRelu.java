package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.polar.SingularCandidate;
import io.nadir.model.Evidence;
import io.nadir.model.PolarBounds;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The function of a {@link ReluProblem} without its zero rows, scaled by powers of two so that
 * nothing overflows, and the way back.
 *
 * @param function without zero rows; of no rows if there are no others
 * @param exponent e: the original is 2^e times the function
 */
record ScaledRelu(ReluFunction function, int exponent) {
    /** Witnesses returned, at most. */
    private static final int MOST_PAIRS = 8;

    /** Inner product of two directions beyond which they count as one. */
    private static final double ALIKE = 0.95;

    private static final DenseKernels KERNELS = Kernels.get();

    /** Copies the rows of S and Z that are not 0. */
    static ScaledRelu of(ReluProblem problem) {
        boolean[] wanted = nonZeroRows(problem);
        Panel inputs = selected(problem.inputs(), wanted);
        Panel dual = selected(problem.dual(), wanted);
        int exponent = inputs.rows() == 0 ? 0 : normalize(inputs) + normalize(dual);
        return new ScaledRelu(new ReluFunction(inputs, dual, problem.slope()), exponent);
    }

    /** The largest bound of the reduced function that gives an upper bound of {@code wanted}. */
    double reduced(double wanted, RowSpace space) {
        double enough = Math.scalb(wanted, -exponent) / space.stretch() - space.slack();
        return Math.max(0, Rounding.down(enough));
    }

    /** The result for the original function. */
    ReluPolar.Result result(ReluMaximum maximum, RowSpace space) {
        List<SingularCandidate> pairs = pairs(maximum.points(), space);
        double upper = Rounding.up(Math.scalb(space.upper(maximum.upper()), exponent));
        int rank = Math.min(space.reduced().dimension(), ReluPolar.MOST_RANK + 1);
        return new ReluPolar.Result(polarBounds(pairs, upper), pairs, rank, maximum.cones());
    }

    /** The bounds that an upper bound and the witnesses give, the best of which is the first. */
    static PolarBounds polarBounds(List<SingularCandidate> pairs, double upper) {
        if (pairs.isEmpty()) {
            return new PolarBounds(0, upper, Evidence.PROVED, 0, null);
        }
        SingularCandidate best = pairs.getFirst();
        List<double[]> witness = List.of(best.u(), best.v());
        double attained = Math.min(best.value(), upper);
        return new PolarBounds(attained, upper, Evidence.PROVED, 0, witness);
    }

    private List<SingularCandidate> pairs(List<double[]> points, RowSpace space) {
        List<SingularCandidate> candidates = new ArrayList<>();
        for (double[] point : points) {
            SingularCandidate pair = function.witness(space.lift(point));
            double value = Rounding.down(Math.scalb(pair.value(), exponent));
            if (value > 0) {
                candidates.add(
                        new SingularCandidate(
                                pair.u(), pair.v(), Math.min(value, Double.MAX_VALUE)));
            }
        }
        candidates.sort(Comparator.comparingDouble(SingularCandidate::value).reversed());
        List<SingularCandidate> pairs = new ArrayList<>();
        for (SingularCandidate pair : candidates) {
            if (pairs.size() < MOST_PAIRS && pairs.stream().noneMatch(p -> alike(p, pair))) {
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private static boolean alike(SingularCandidate a, SingularCandidate b) {
        return KERNELS.dot(a.u(), 0, b.u(), 0, a.u().length) > ALIKE;
    }

    private static boolean[] nonZeroRows(ReluProblem problem) {
        boolean[] wanted = new boolean[problem.inputs().rows()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = isNonZero(problem.inputs(), i) && isNonZero(problem.dual(), i);
        }
        return wanted;
    }

    private static boolean isNonZero(Panel a, int i) {
        return KERNELS.maxAbs(a.data(), i * a.stride(), a.columns()) > 0;
    }

    /** The rows that are wanted, copied. */
    private static Panel selected(Panel a, boolean[] wanted) {
        int count = 0;
        for (boolean w : wanted) {
            count += w ? 1 : 0;
        }
        int columns = a.columns();
        Panel out = Panel.wrap(new double[count * columns], count, columns, 0);
        int at = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i]) {
                System.arraycopy(a.data(), i * a.stride(), out.data(), at, columns);
                at += columns;
            }
        }
        return out;
    }

    /** A ← 2^−e·A with its largest magnitude in [½, 1); returns e. */
    private static int normalize(Panel a) {
        double largest = KERNELS.maxAbs(a.data(), 0, a.data().length);
        int exponent = Math.getExponent(largest) + 1;
        for (int i = 0; i < a.data().length; i++) {
            a.data()[i] = Math.scalb(a.data()[i], -exponent);
        }
        return exponent;
    }
}
