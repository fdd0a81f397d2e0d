package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.model.Factors;
import io.nadir.model.PolarOracle.Witnesses;
import io.nadir.network.deep.DeepMap;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Columns with θ = 1 and the polar's value of each: what a search from below has found. */
final class DeepColumns {
    /** Columns appended at once, at most. */
    private static final int MOST_WITNESSES = 8;

    /** Columns whose outputs are compared for that. */
    private static final int MOST_CANDIDATES = 16;

    /** Witnesses exceed 1 by at least this share of the largest excess. */
    private static final double WORTH_APPENDING = 0.1;

    /** Cosine of two outputs beyond which the second adds too little. */
    private static final double ALIKE = 0.9;

    private final DeepMap map;
    private final Factors columns;

    /** ⟨Z, φ⟩ of each. */
    private final double[] values;

    DeepColumns(DeepMap map, Factors columns, double[] values) {
        this.map = map;
        this.columns = columns;
        this.values = values;
    }

    /** The largest value, at least 0. */
    double lower() {
        int best = best();
        return best < 0 ? 0 : values[best];
    }

    /** The column that has it; null if no value is above 0. */
    @Nullable List<double[]> witness() {
        int best = best();
        return best < 0 ? null : column(best);
    }

    /** The columns worth appending, at most a few, and the best one. */
    Factors leading() {
        Factors leading = Factors.empty(map.dimensions());
        ranked().stream()
                .limit(MOST_WITNESSES)
                .forEach(r -> leading.append(columns.blocks(), r.column(), 1));
        int best = best();
        if (best >= 0) {
            leading.append(columns.blocks(), best, 1);
        }
        return leading;
    }

    /** Columns with values above 1 whose outputs differ, the largest value first. */
    Witnesses witnesses() {
        List<Ranked> ranked = ranked();
        Factors candidates = Factors.empty(map.dimensions());
        ranked.forEach(r -> candidates.append(columns.blocks(), r.column(), 1));
        Panel units = map.units(candidates);
        Panel gram = Panels.multiplyTransposed(units, units);
        List<Integer> chosen = new ArrayList<>();
        for (int j = 0; j < candidates.rank() && chosen.size() < MOST_WITNESSES; j++) {
            if (isNew(gram, j, chosen)) {
                chosen.add(j);
            }
        }
        Factors added = Factors.empty(map.dimensions());
        Panel inner = Panel.zeros(chosen.size(), chosen.size());
        double[] polar = new double[chosen.size()];
        for (int a = 0; a < polar.length; a++) {
            added.append(candidates.blocks(), chosen.get(a), 1);
            polar[a] = ranked.get(chosen.get(a)).value();
            for (int b = 0; b < polar.length; b++) {
                inner.set(a, b, gram.get(chosen.get(a), chosen.get(b)));
            }
        }
        double spread = polar.length == 0 ? 1 : SmallDense.symmetricEigen(inner).values()[0];
        return new Witnesses(added.blocks(), polar, spread > 0 ? spread * (1 + 1e-9) : 1);
    }

    /** A column with its value. */
    private record Ranked(int column, double value) {}

    /** Those worth appending, the largest value first. */
    private List<Ranked> ranked() {
        double least = 1 + WORTH_APPENDING * (lower() - 1);
        return IntStream.range(0, values.length)
                .mapToObj(j -> new Ranked(j, values[j]))
                .filter(r -> r.value() > 1 && r.value() >= least)
                .sorted(Comparator.comparingDouble(Ranked::value).reversed())
                .limit(MOST_CANDIDATES)
                .toList();
    }

    private static boolean isNew(Panel gram, int j, List<Integer> chosen) {
        for (int other : chosen) {
            double sizes = gram.get(j, j) * gram.get(other, other);
            double inner = gram.get(j, other);
            if (inner * inner > ALIKE * ALIKE * sizes) {
                return false;
            }
        }
        return gram.get(j, j) > 0;
    }

    /** The column with the largest value, −1 if none is above 0. */
    private int best() {
        int best = -1;
        for (int j = 0; j < values.length; j++) {
            if (values[j] > (best < 0 ? 0 : values[best])) {
                best = j;
            }
        }
        return best;
    }

    private List<double[]> column(int j) {
        List<double[]> vectors = new ArrayList<>();
        for (Panel block : columns.blocks()) {
            double[] vector = new double[block.rows()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = block.get(i, j);
            }
            vectors.add(vector);
        }
        return List.copyOf(vectors);
    }
}
