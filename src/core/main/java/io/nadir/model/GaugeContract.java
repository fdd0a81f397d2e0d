package io.nadir.model;

import io.nadir.kernel.Strided;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Checks the contract of a gauge at a few vectors. Bounds of the polar rely on the values, the dual
 * and the constant of a gauge, and descent relies on its proximal map, so a gauge that violates its
 * contract is refused with a message that names it.
 */
public final class GaugeContract {
    private static final int RANDOM_VECTORS = 4;

    /** Tolerance relative to the terms of a comparison. */
    private static final double ROUNDING = 1e-6;

    /**
     * The vectors are not contiguous, so that a gauge that ignores offset or stride is found out.
     */
    private static final int OFFSET = 1;

    private static final int STRIDE = 2;

    private final Gauge gauge;
    private final int length;

    /** Room for vectors that are tried, kept from one to the next. */
    private final double[] first;

    private final double[] second;

    private GaugeContract(Gauge gauge, int length) {
        this.gauge = gauge;
        this.length = length;
        this.first = new double[OFFSET + STRIDE * length];
        this.second = first.clone();
    }

    /**
     * Checks the gauges of a regularizer.
     *
     * @param theta the regularizer
     * @param dimensions the number of rows of each block
     * @throws IllegalArgumentException naming the gauge that violates its contract, where and how
     */
    public static void require(Regularizer theta, List<Integer> dimensions) {
        Objects.requireNonNull(theta, "theta");
        Objects.requireNonNull(dimensions, "dimensions");

        for (int k = 0; k < dimensions.size(); k++) {
            require(theta.gauge(k), dimensions.get(k));
        }
    }

    /**
     * Checks a gauge at unit vectors, constant vectors and random vectors. Costs O(length)
     * operations.
     *
     * @throws IllegalArgumentException naming the gauge, and where and how it violates its contract
     */
    public static void require(Gauge gauge, int length) {
        Objects.requireNonNull(gauge, "gauge");

        new GaugeContract(gauge, length).requireAll();
    }

    private void requireAll() {
        if (!(gauge.lowerConstant() > 0 && gauge.lowerConstant() < Double.POSITIVE_INFINITY)) {
            throw refuse("lowerConstant() = " + gauge.lowerConstant() + ", allowed is above 0");
        }
        List<int[]> groups = gauge.groups(length);
        if (groups != null) {
            requirePartition(groups);
        }
        AnalysisPenalty analysis = gauge.analysis(length);
        List<Probe> probes = probes().stream().map(this::probe).toList();
        for (Probe probe : probes) {
            double[] z = probe.vector;
            requireValue(probe);
            if (groups != null) {
                requireGroups(groups, z);
            }
            if (analysis != null) {
                requireAnalysis(analysis, z);
            }
            double dual = requireMaximizer(z);
            for (Probe other : probes) {
                requireBelow(probe, other, dual);
            }
            requireProx(probe, 0.5 * dual);
            requireProx(probe, 0.01 * dual);
        }
    }

    /**
     * A vector.
     *
     * @param square ‖z‖²
     * @param value g(z)
     */
    private record Probe(double[] vector, double square, double value) {}

    private Probe probe(double[] z) {
        return new Probe(z, inner(z, z), value(z));
    }

    private List<double[]> probes() {
        List<double[]> probes = new ArrayList<>();
        RandomGenerator random = new SplittableRandom(1);
        for (double sign : new double[] {1, -1}) {
            double[] first = new double[OFFSET + STRIDE * length];
            double[] last = first.clone();
            double[] constant = first.clone();
            first[OFFSET] = sign;
            last[OFFSET + STRIDE * (length - 1)] = sign;
            for (int i = 0; i < length; i++) {
                constant[OFFSET + STRIDE * i] = sign;
            }
            probes.addAll(List.of(first, last, constant));
        }
        for (int k = 0; k < RANDOM_VECTORS; k++) {
            double[] gaussian = new double[OFFSET + STRIDE * length];
            for (int i = 0; i < length; i++) {
                gaussian[OFFSET + STRIDE * i] = random.nextGaussian();
            }
            probes.add(gaussian);
        }
        return probes;
    }

    private void requireValue(Probe z) {
        double value = z.value;
        double least = gauge.lowerConstant() * Math.sqrt(z.square);
        if (!(value >= least * (1 - ROUNDING))) {
            throw refuse(
                    "value = %s, allowed is at least lowerConstant() times the Euclidean norm, %s"
                            .formatted(value, least));
        }
        double[] twice = copy(z.vector, first);
        Strided.scale(2, twice, OFFSET, STRIDE, length);
        if (!isClose(value(twice), 2 * value, value)) {
            throw refuse("value(2x) = " + value(twice) + ", must be 2·value(x), " + 2 * value);
        }
    }

    private void requirePartition(List<int[]> groups) {
        boolean[] seen = new boolean[length];
        int count = 0;
        for (int[] group : groups) {
            for (int element : group) {
                if (element < 0 || element >= length || seen[element]) {
                    throw refuse(
                            "groups has the element %s, allowed is each of 0 to %s once"
                                    .formatted(element, length - 1));
                }
                seen[element] = true;
                count++;
            }
            if (group.length == 0) {
                throw refuse("groups has an empty group, allowed are others");
            }
        }
        if (count < length) {
            throw refuse("groups has " + count + " elements, must be all " + length);
        }
    }

    /** g is the sum over the groups of what it is on an axis of the group, times the norm. */
    private void requireGroups(List<int[]> groups, double[] z) {
        double sum = 0;
        for (int[] group : groups) {
            double square = 0;
            for (int element : group) {
                double x = z[OFFSET + STRIDE * element];
                square += x * x;
            }
            double[] axis = new double[OFFSET + STRIDE * length];
            axis[OFFSET + STRIDE * group[0]] = 1;
            sum += value(axis) * Math.sqrt(square);
        }
        if (!isClose(value(z), sum, sum)) {
            throw refuse(
                    String.format(
                            "value = %s, must be the sum over its groups of the gauge of"
                                    + " an axis times the Euclidean norm, %s",
                            value(z), sum));
        }
    }

    private void requireAnalysis(AnalysisPenalty analysis, double[] z) {
        if (analysis.length() != length) {
            throw refuse(
                    "analysis.length() = " + analysis.length() + ", must be the length " + length);
        }
        double[] x = new double[length];
        for (int i = 0; i < length; i++) {
            x[i] = z[OFFSET + STRIDE * i];
        }
        double stated = analysis.value(x);
        if (!isClose(value(z), stated, stated)) {
            throw refuse("value = " + value(z) + ", must be that of its analysis, " + stated);
        }
        double least = analysis.leastRatio() * Math.sqrt(inner(z, z));
        if (!(analysis.sumOfTerms(x) >= least * (1 - ROUNDING))) {
            throw refuse(
                    "analysis.leastRatio() = "
                            + analysis.leastRatio()
                            + ", must be at most the sum of the terms over the Euclidean norm, "
                            + analysis.sumOfTerms(x) / Math.sqrt(inner(z, z))
                            + " for one vector");
        }
    }

    /** Checks the maximizer and returns g°(z). */
    private double requireMaximizer(double[] z) {
        double[] x = copy(z, first);
        double dual = polarize(x);
        if (!(dual >= 0 && dual < Double.POSITIVE_INFINITY)) {
            throw refuse("polarize returns " + dual + ", allowed are finite numbers from 0");
        }
        if (dual > 0 && !(isClose(value(x), 1, 1) && isClose(inner(z, x), dual, dual))) {
            throw refuse(
                    String.format(
                            "polarize returns %s and an x with g(x) = %s, ⟨z, x⟩ = %s,"
                                    + " must be 1 and what it returns",
                            dual, value(x), inner(z, x)));
        }
        return dual;
    }

    private void requireBelow(Probe z, Probe x, double dual) {
        double bound = dual * x.value;
        double rounding = ROUNDING * Math.sqrt(z.square * x.square);
        double pairing = inner(z.vector, x.vector);
        if (dual > 0 && pairing > bound + rounding) {
            throw refuse(
                    "polarize returns %s, must be at least ⟨z, x⟩/g(x) for all x, %s among others"
                            .formatted(dual, pairing / x.value));
        }
    }

    /**
     * Checks the proximal map: x is the proximal point of z if and only if g°(z − x) ≤ weight and
     * ⟨z − x, x⟩ = weight·g(x).
     */
    private void requireProx(Probe z, double weight) {
        double[] x = copy(z.vector, first);
        gauge.prox(weight, x, OFFSET, STRIDE, length);
        double[] rest = copy(z.vector, second);
        for (int i = 0; i < length; i++) {
            rest[OFFSET + STRIDE * i] -= x[OFFSET + STRIDE * i];
        }
        double pairing = inner(rest, x);
        double dual = polarize(rest);
        double size = z.square;
        boolean optimal =
                dual <= weight + ROUNDING * Math.max(weight, Math.sqrt(size))
                        && isClose(pairing, weight * value(x), size);
        if (!optimal) {
            throw refuse(
                    String.format(
                            "prox of weight %s leaves g°(z − x) = %s and ⟨z − x, x⟩ ="
                                    + " %s, must be at most the weight, and the weight times g(x)"
                                    + " = %s",
                            weight, dual, pairing, value(x)));
        }
    }

    private static double[] copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, from.length);
        return to;
    }

    private double value(double[] x) {
        return gauge.value(x, OFFSET, STRIDE, length);
    }

    private double polarize(double[] z) {
        return gauge.polarize(z, OFFSET, STRIDE, length);
    }

    private double inner(double[] x, double[] y) {
        // Two sums that do not wait for each other.
        double sum = 0;
        double other = 0;
        int end = OFFSET + STRIDE * length;
        int i = OFFSET;
        for (; i + STRIDE < end; i += 2 * STRIDE) {
            sum += x[i] * y[i];
            other += x[i + STRIDE] * y[i + STRIDE];
        }
        return i < end ? sum + other + x[i] * y[i] : sum + other;
    }

    private static boolean isClose(double a, double b, double scale) {
        return a == b || Math.abs(a - b) <= ROUNDING * scale;
    }

    private IllegalArgumentException refuse(String how) {
        return new IllegalArgumentException(
                "gauge = " + gauge.name() + " breaks its contract: " + how);
    }
}
