package embedder.symmetric;

import io.nadir.array.Panel;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointRounding;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Witnesses;

import java.util.List;

/**
 * The polar at a point: max { wᵀZw : ½‖w‖² ≤ 1 } = 2·λ_max(Z), at least 0, with Z = −∇ℓ/λ; attained
 * by √2 times an eigenvector.
 */
final class SymmetricPolar implements PolarOracle {
    private final SymmetricMap map;
    private final double[] z;
    private final int n;
    private final PointRounding rounding;
    private final PointValue point;
    private double enough = 1;
    private Eigen eigen;

    SymmetricPolar(Objective<SymmetricMap> objective, Factors w) {
        this.map = objective.map();
        this.n = w.block(0).rows();
        Factors gradient = w.copy();
        double value = map.evaluate(w, gradient);
        double sizes = 0; // Σ‖φ(w_i)‖ = Σ‖w_i‖²
        double[] pairings = new double[w.rank()]; // −⟨∇ℓ, φ(w_i)⟩ = −½⟨∇_W, w_i⟩
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < w.rank(); c++) {
                double element = w.block(0).get(i, c);
                sizes += element * element;
                pairings[c] -= 0.5 * gradient.block(0).get(i, c) * element;
            }
        }
        double forming = w.rank() + 4; // roundings on the way to an element of Z
        double depth = forming + n * (n + 4.0); // to a sum over all of them
        double lambda = objective.lambda();
        this.rounding = PointRounding.of(map, lambda, value, sizes, forming, depth);
        this.point = PointValue.of(map, objective.regularizer(), w, value, pairings, rounding);
        this.z = map.residual(w);
        for (int at = 0; at < z.length; at++) {
            z[at] /= -lambda;
        }
    }

    @Override
    public PointValue point() {
        return point;
    }

    /** Exact but for rounding, so that there is nothing to stop early for. */
    @Override
    public PolarBounds bounds(double wanted, double delta) {
        enough = wanted;
        estimate();
        return boundsSoFar(delta);
    }

    @Override
    public PolarBounds boundsSoFar(double delta) {
        double norm = 0;
        for (double element : z) {
            norm += element * element;
        }
        double largest = eigen == null ? Math.sqrt(norm) : Math.max(0, eigen.largest());
        double lower = eigen == null ? 0 : 2 * largest;
        List<double[]> witness = lower > 0 ? List.of(witness(0)) : null;
        return PolarBounds.probable(lower, error(), 2 * largest + error(), delta, witness);
    }

    /** What rounding can have done to 2·λ_max(Z): in forming Z, and in the eigenvalues. */
    private double error() {
        return 2 * (rounding.ofSums() * rounding.magnitude() + (eigen == null ? 0 : eigen.error()));
    }

    @Override
    public double estimate() {
        if (eigen == null) {
            eigen = Eigen.of(n, z, map::checkCancelled);
        }
        return 2 * Math.max(0, eigen.largest());
    }

    @Override
    public boolean isRefuted() {
        return eigen != null && 2 * eigen.largest() - error() > enough;
    }

    /** All eigenvectors with 2·λ_i(Z) above 1: θ is 1, and the φ are orthogonal of norm 2. */
    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        estimate();
        int count = 0;
        while (count < n && 2 * eigen.values()[count] > 1) {
            count++;
        }
        Panel columns = Panel.zeros(n, count);
        double[] values = new double[count];
        for (int c = 0; c < count; c++) {
            double[] column = witness(c);
            for (int i = 0; i < n; i++) {
                columns.set(i, c, column[i]);
            }
            values[c] = 2 * eigen.values()[c];
        }
        return new Witnesses(List.of(columns), values, 4);
    }

    private double[] witness(int c) {
        double[] column = new double[n];
        for (int i = 0; i < n; i++) {
            column[i] = Math.sqrt(2) * eigen.vectors()[i * n + c];
        }
        return column;
    }

    @Override
    public double dualError(double dualValue) {
        return rounding.ofDual(point.value(), dualValue);
    }

    /** One to evaluate the point, one for Z. */
    @Override
    public int passes() {
        return 2;
    }
}
