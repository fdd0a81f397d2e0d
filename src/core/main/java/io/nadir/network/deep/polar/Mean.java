package io.nadir.network.deep.polar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A convex combination of members of K, see {@link ChainBound}.
 *
 * @param sum the combination itself
 * @param terms the members with their shares, which add up to 1
 */
record Mean(double[] sum, List<Term> terms) {
    /** A member with its share. */
    record Term(double share, CutModel.Cut cut) {}

    /** (1 − share) times this plus share times another member. */
    Mean towards(CutModel.Cut cut, double share) {
        double[] next = new double[sum.length];
        for (int n = 0; n < next.length; n++) {
            next[n] = (1 - share) * sum[n] + share * cut.member()[n];
        }
        List<Term> all = new ArrayList<>();
        for (Term term : terms) {
            all.add(new Term((1 - share) * term.share(), term.cut()));
        }
        all.add(new Term(share, cut));
        return new Mean(next, all);
    }

    /** The terms with the largest shares. */
    List<Term> largest(int count) {
        return terms.stream()
                .sorted(Comparator.comparingDouble(Term::share).reversed())
                .limit(count)
                .toList();
    }
}
