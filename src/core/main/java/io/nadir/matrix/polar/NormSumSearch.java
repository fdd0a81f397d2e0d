package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The searches of {@link NormSumOracle} for pairs of large value, all by {@link AlternatingAscent}.
 */
final class NormSumSearch {
    /** Starts of each kind. */
    private static final int STARTS = 12;

    /** Entries of Z beyond which an ascent takes time. */
    private static final long LARGE = 1 << 16;

    /**
     * A value this many times as large as what is wanted leaves no doubt that columns are missing.
     */
    private static final double CLEAR = 2;

    private final MatrixMap map;
    private final Factors w;
    private final ResidualOperator entries;
    private final RandomGenerator random;
    private final AlternatingAscent ascent;
    private final OpenSearch open;

    /** Pairs that are made to converge. */
    private static final int CONVERGED = 8;

    /** Whether the last search has ended before its values converged. */
    private boolean rough;

    /**
     * Prepares searches at a point.
     *
     * @param entries Z
     * @param seed of the search where bounds leave open whether there is a better pair
     * @param random of all others
     */
    NormSumSearch(
            Objective<MatrixMap> objective,
            Factors w,
            ResidualOperator entries,
            long seed,
            RandomGenerator random) {
        this.map = objective.map();
        this.w = w;
        this.entries = entries;
        this.random = random;
        this.ascent =
                new AlternatingAscent(
                        entries,
                        objective.regularizer().gauge(0),
                        objective.regularizer().gauge(1));
        this.open = new OpenSearch(ascent, seed);
    }

    /**
     * Searches from rows of Z with a large positive part, from columns of the point, and from
     * random starts.
     *
     * @param wanted if Z is large, values far above that need not converge; may be infinite
     */
    List<SingularCandidate> pairs(double wanted) {
        Panel z = entries.entries();
        boolean large = (long) z.rows() * z.columns() > LARGE;
        double clear = large ? CLEAR * wanted : Double.POSITIVE_INFINITY;
        List<SingularCandidate> found = ascent.run(starts(), clear, map::checkCancelled);
        rough = found.stream().anyMatch(pair -> pair.value() > clear);
        return found;
    }

    private Panel starts() {
        return StartVectors.of(
                entries.entries(),
                w.block(1),
                row -> ascent.right().polarize(row, 0, 1, row.length),
                STARTS,
                random);
    }

    /** Whether the pairs found may not have converged, see {@link #converged}. */
    boolean isRough() {
        return rough;
    }

    /** Goes on from the first few of some pairs that have not converged. */
    List<SingularCandidate> converged(List<SingularCandidate> all) {
        rough = false;
        List<SingularCandidate> pairs = all.subList(0, Math.min(all.size(), CONVERGED));
        Panel v = Panel.zeros(map.columns(), pairs.size());
        for (int j = 0; j < pairs.size(); j++) {
            double[] column = pairs.get(j).v();
            for (int i = 0; i < column.length; i++) {
                v.set(i, j, column[i]);
            }
        }
        return from(v);
    }

    /** Operations of {@link #converged}, at most. */
    double cost() {
        return 4.0 * map.rows() * map.columns() * CONVERGED * AlternatingAscent.MOST_ROUNDS;
    }

    /** Pairs from so many random starts, near maxima. */
    List<SingularCandidate> more(int starts) {
        Panel v = Panel.zeros(map.columns(), starts);
        AlternatingAscent.fillGaussian(v, 0, random);
        return ascent.run(v, GaugeOracle.FEW_ROUNDS, map::checkCancelled);
    }

    /** Pairs above a value that other searches have not reached; none if Z is large. */
    List<SingularCandidate> above(double value) {
        return open.above(value, map.rows(), map.columns(), map::checkCancelled);
    }

    /** Pairs from columns v. */
    List<SingularCandidate> from(Panel v) {
        return ascent.run(v, map::checkCancelled);
    }
}
