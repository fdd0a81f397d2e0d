package io.nadir.cli.picture;

import io.nadir.array.Panel;
import io.nadir.model.Factors;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How strong each column of a pair of factors is: ‖u_k‖₂‖v_k‖₂, the norm of what it adds to X. */
final class Strengths {
    private final double[] values;

    private Strengths(double[] values) {
        this.values = values;
    }

    /** The strengths of the columns of two factors. */
    static Strengths of(Factors factors) {
        Panel u = factors.block(0);
        Panel v = factors.block(1);
        return new Strengths(
                IntStream.range(0, factors.rank())
                        .mapToDouble(k -> norm(u, k) * norm(v, k))
                        .toArray());
    }

    private static double norm(Panel panel, int k) {
        double sum = 0;
        for (int i = 0; i < panel.rows(); i++) {
            sum += panel.get(i, k) * panel.get(i, k);
        }
        return Math.sqrt(sum);
    }

    /** The strength of a column. */
    double of(int k) {
        return values[k];
    }

    /** The part of a column of the sum of all, from 0 to 1. */
    double share(int k) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum == 0 ? 0 : values[k] / sum;
    }

    /** The numbers of the columns, the strongest first. */
    List<Integer> order() {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -values[k]))
                .toList();
    }
}
