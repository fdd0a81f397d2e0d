package io.nadir.jmh.als;

import io.nadir.jmh.Triplets;
import io.nadir.spark.DistributedRows;

import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.sql.SparkSession;
import org.ejml.data.DMatrixRMaj;

/**
 * What Spark's alternating least squares minimizes: ½ Σ c_ij·(p_ij − x_ij)² + λ/2·(Σ n_i‖u_i‖² + Σ
 * n_j‖v_j‖²), where n_i and n_j count the entries of a row or column. In √n_i·u_i and √n_j·v_j the
 * penalty is the plain one, if the weight of an entry is divided by n_i·n_j and its value is
 * multiplied by √(n_i·n_j); so it is the nuclear norm of that matrix, whatever the rank.
 */
abstract class AlsProblem {
    private final String name;
    private final Triplets data;
    private final double lambda;
    private final double[] inRows;
    private final double[] inColumns;

    AlsProblem(String name, Triplets data, double lambda) {
        this.name = name;
        this.data = data;
        this.lambda = lambda;
        this.inRows = data.inRows();
        this.inColumns = data.inColumns();
    }

    String name() {
        return name;
    }

    Triplets data() {
        return data;
    }

    double lambda() {
        return lambda;
    }

    double[] inRows() {
        return inRows;
    }

    double[] inColumns() {
        return inColumns;
    }

    /** √(n_i·n_j) of an entry. */
    double scale(int e) {
        return Math.sqrt(inRows[data.i()[e]] * inColumns[data.j()[e]]);
    }

    /** The method of Spark with the options of this problem. */
    abstract ALS als();

    /** Puts the entries into the memory of Spark; their way there is not measured. */
    abstract void prepare(SparkSession session);

    /** The same problem for Nadir on Spark. */
    abstract DistributedRows rows(SparkSession session, int partitions);

    /** The loss at factors of Spark's. */
    abstract double loss(DMatrixRMaj u, DMatrixRMaj v);

    /** The factors in the coordinates of the plain penalty. */
    Factorization plain(DMatrixRMaj u, DMatrixRMaj v) {
        return new Factorization(times(u, inRows), times(v, inColumns));
    }

    private static DMatrixRMaj times(DMatrixRMaj factor, double[] prices) {
        DMatrixRMaj out = factor.copy();
        for (int i = 0; i < out.getNumRows(); i++) {
            for (int k = 0; k < out.getNumCols(); k++) {
                out.set(i, k, Math.sqrt(prices[i]) * out.get(i, k));
            }
        }
        return out;
    }

    static double product(DMatrixRMaj u, int i, DMatrixRMaj v, int j) {
        double sum = 0;
        for (int k = 0; k < u.getNumCols(); k++) {
            sum += u.get(i, k) * v.get(j, k);
        }
        return sum;
    }
}
