package embedder.symmetric;

import io.nadir.array.Panel;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * For the squared loss: the best of all X = Q·B·Qᵀ, B positive semidefinite, with Q a basis of the
 * columns of W and of S·W. In that space it is exact: eigenvalues μ of QᵀSQ become (μ − λ/2)₊.
 */
final class EigenspaceDescent implements DescentMethod {
    private final SymmetricMap map;
    private final double[] s;
    private final int n;
    private final Objective<SymmetricMap> objective;

    EigenspaceDescent(Objective<SymmetricMap> objective) {
        this.objective = objective;
        this.map = objective.map();
        this.s = map.data().values();
        this.n = map.data().n();
    }

    /** As many columns as before, or fewer; stays where rounding is all that is left. */
    @Override
    public double step(Factors w) {
        Factors next = best(w);
        double before = objective.value(w);
        double after = objective.value(next);
        if (!(after <= before)) {
            return before;
        }
        w.set(next);
        return after;
    }

    private Factors best(Factors w) {
        List<double[]> basis = basis(w);
        int b = basis.size();
        double[] core = new double[b * b];
        for (int i = 0; i < b; i++) {
            double[] image = multiply(basis.get(i));
            for (int j = 0; j < b; j++) {
                core[i * b + j] = dot(basis.get(j), image);
            }
        }
        Eigen eigen = Eigen.of(b, symmetric(b, core), map::checkCancelled);
        int rank = 0;
        while (rank < Math.min(b, w.rank()) && eigen.values()[rank] > objective.lambda() / 2) {
            rank++;
        }
        Panel block = Panel.zeros(n, rank);
        for (int c = 0; c < rank; c++) {
            double size = Math.sqrt(eigen.values()[c] - objective.lambda() / 2);
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int k = 0; k < b; k++) {
                    sum += basis.get(k)[i] * eigen.vectors()[k * b + c];
                }
                block.set(i, c, size * sum);
            }
        }
        return Factors.wrap(rank, block);
    }

    /** Orthonormal, by Gram and Schmidt, twice for the sake of rounding. */
    private List<double[]> basis(Factors w) {
        List<double[]> basis = new ArrayList<>();
        for (int c = 0; c < w.rank(); c++) {
            double[] column = new double[n];
            for (int i = 0; i < n; i++) {
                column[i] = w.block(0).get(i, c);
            }
            add(basis, column);
            add(basis, multiply(column));
        }
        return basis;
    }

    private static void add(List<double[]> basis, double[] vector) {
        double size = Math.sqrt(dot(vector, vector));
        for (int pass = 0; pass < 2; pass++) {
            for (double[] q : basis) {
                double share = dot(q, vector);
                for (int i = 0; i < vector.length; i++) {
                    vector[i] -= share * q[i];
                }
            }
        }
        double left = Math.sqrt(dot(vector, vector));
        if (left > 1e-10 * size) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= left;
            }
            basis.add(vector);
        }
    }

    private double[] multiply(double[] x) {
        double[] image = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                image[i] += s[i * n + j] * x[j];
            }
        }
        return image;
    }

    private static double[] symmetric(int b, double[] core) {
        double[] mean = new double[b * b];
        for (int at = 0; at < mean.length; at++) {
            mean[at] = 0.5 * (core[at] + core[at % b * b + at / b]);
        }
        return mean;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** Remembers nothing from step to step. */
    @Override
    public void save(DataOutput out) {}

    @Override
    public void load(DataInput in) {}

    @Override
    public void restart() {}
}
