package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.model.Factors;
import io.nadir.model.PolarOracle.Witnesses;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses, among the candidates that a search of the polar found, those worth appending together:
 * with values well above 1, unlike each other, and unlike the columns that the point already has.
 */
public final class WitnessSelection {
    /**
     * The largest number of candidates appended at once, unless they are orthogonal: this many, or
     * as many as the point has columns. So what takes hundreds of columns takes few appends.
     */
    public static final int MOST_WITNESSES = 8;

    /** Of two candidates with a larger cosine, the second would add too little. */
    private static final double ALIKE = 0.5;

    /** A candidate with a larger cosine to a column of the point is taken for that column. */
    private static final double SAME = 0.95;

    /** The excess over 1 of a chosen candidate is at least this share of the largest excess. */
    private static final double WORTH_APPENDING = 0.1;

    private final Factors w;

    public WitnessSelection(Factors w) {
        this.w = w;
    }

    /**
     * Chooses the witnesses. If every candidate is like a column of the point, the choice is made
     * among these: a column at a first-order point of the polar may be close to a better one that
     * descent does not reach.
     *
     * @param found the candidates; the first has the largest value
     */
    public Witnesses choose(List<WitnessCandidate> found) {
        List<WitnessCandidate> fresh = choose(found, false);
        return fresh.isEmpty() ? witnesses(choose(found, true), true) : witnesses(fresh, false);
    }

    private List<WitnessCandidate> choose(List<WitnessCandidate> found, boolean known) {
        List<WitnessCandidate> chosen = new ArrayList<>();
        for (WitnessCandidate component : found) {
            if (isWorthwhile(component, found.getFirst())
                    && isNew(component, chosen)
                    && (known || !isKnown(component))) {
                chosen.add(component);
            }
        }
        return chosen;
    }

    private Witnesses witnesses(List<WitnessCandidate> chosen, boolean known) {
        List<Panel> blocks = new ArrayList<>();
        for (int k = 0; k < w.order(); k++) {
            blocks.add(block(chosen, k));
        }
        double[] values = chosen.stream().mapToDouble(WitnessCandidate::value).toArray();
        return new Witnesses(blocks, values, spread(chosen), known);
    }

    private Panel block(List<WitnessCandidate> chosen, int k) {
        Panel block = Panel.zeros(w.block(k).rows(), chosen.size());
        for (int j = 0; j < chosen.size(); j++) {
            double[] column = chosen.get(j).vectors().get(k);
            for (int i = 0; i < column.length; i++) {
                block.set(i, j, column[i]);
            }
        }
        return block;
    }

    private static boolean isWorthwhile(WitnessCandidate component, WitnessCandidate best) {
        double excess = component.value() - 1;
        return excess > 0 && excess >= WORTH_APPENDING * (best.value() - 1);
    }

    /**
     * Returns whether the point has a column that is nearly the same, so that descent should
     * continue rather than the rank increase.
     */
    private boolean isKnown(WitnessCandidate component) {
        double size = WitnessCandidate.inner(component, component);
        for (int i = 0; i < w.rank(); i++) {
            double inner = 1;
            double known = 1;
            for (int k = 0; k < w.order(); k++) {
                inner *= columnDot(component.vectors().get(k), k, i);
                known *= Panels.columnDot(w.block(k), i, w.block(k), i);
            }
            if (inner > 0 && inner * inner > SAME * SAME * size * known) {
                return true;
            }
        }
        return false;
    }

    private double columnDot(double[] x, int k, int column) {
        Panel block = w.block(k);
        double sum = 0;
        for (int i = 0, at = column; i < x.length; i++, at += block.stride()) {
            sum += x[i] * block.data()[at];
        }
        return sum;
    }

    private boolean isNew(WitnessCandidate component, List<WitnessCandidate> chosen) {
        boolean orthogonal = true;
        for (WitnessCandidate other : chosen) {
            double inner = WitnessCandidate.inner(component, other);
            double sizes =
                    WitnessCandidate.inner(component, component)
                            * WitnessCandidate.inner(other, other);
            if (inner * inner > ALIKE * ALIKE * sizes) {
                return false;
            }
            orthogonal &= inner == 0;
        }
        return orthogonal || chosen.size() < Math.max(MOST_WITNESSES, w.rank());
    }

    /** Returns the largest eigenvalue of the Gram matrix of the φ(w_i). */
    private static double spread(List<WitnessCandidate> chosen) {
        double largest = 0;
        boolean diagonal = true;
        Panel gram = Panel.zeros(chosen.size(), chosen.size());
        for (int i = 0; i < chosen.size(); i++) {
            for (int j = 0; j <= i; j++) {
                double inner = WitnessCandidate.inner(chosen.get(i), chosen.get(j));
                gram.set(i, j, inner);
                diagonal &= i == j || inner == 0;
                largest = i == j ? Math.max(largest, inner) : largest;
            }
        }
        if (!diagonal) {
            largest = SmallDense.symmetricEigen(gram).values()[0];
        }
        return largest > 0 ? (1 + 1e-9) * largest : 1;
    }
}
