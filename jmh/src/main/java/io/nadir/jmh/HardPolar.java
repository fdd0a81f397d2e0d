package io.nadir.jmh;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Effort;
import io.nadir.model.Gauge;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.regularizer.TotalVariation;
import io.nadir.solver.SolverOptions;
import io.nadir.tensor.DenseTensor;

import java.util.SplittableRandom;

/** Polars that are hard, each of random data with λ = 0.8·λ_max, as far as λ_max is known. */
public enum HardPolar {
    /** 60×40, u, v ≥ 0. */
    NONNEGATIVE {
        @Override
        Problem withUnitLambda() {
            return Problem.of(matrix(60, 40), 1).withRegularizer(SquaredNorms.nonNegative());
        }
    },
    /** 48×200, ‖u‖₂(‖v‖₂ + ‖v‖₁/10). */
    DICTIONARY {
        @Override
        Problem withUnitLambda() {
            return matrix(48, 200, EuclideanPlusL1.sparse(0.1));
        }
    },
    /** 48×64, ‖u‖₂(‖v‖₂ + ‖v‖₁/10 + TV(v)/10), v on a grid of 8×8. */
    TOTAL_VARIATION {
        @Override
        Problem withUnitLambda() {
            return matrix(48, 64, TotalVariation.grid(8, 8, 1, 0.1, 0.1));
        }
    },
    /** 12×10×8. */
    TENSOR {
        @Override
        Problem withUnitLambda() {
            return Problem.of(tensor(), 1);
        }
    },
    /** 12×10×8, all vectors ≥ 0. */
    NONNEGATIVE_TENSOR {
        @Override
        Problem withUnitLambda() {
            return Problem.of(tensor(), 1).withRegularizer(new NormPowers(3, true));
        }
    },
    /** Two-layer ReLU network, 200 samples in a plane, one output: branch and bound over cones. */
    RELU_PLANE {
        @Override
        Problem withUnitLambda() {
            return Problem.of(TwoLayerNetwork.relu(matrix(200, 2), matrix(200, 1)), 1);
        }
    },
    /** The same with 32 samples in 12 dimensions and one output: branching on signs. */
    RELU {
        @Override
        Problem withUnitLambda() {
            return Problem.of(TwoLayerNetwork.relu(matrix(32, 12), matrix(32, 1)), 1);
        }
    },
    /** Networks 12-4-4-1 on 32 samples. */
    DEEP {
        @Override
        Problem withUnitLambda() {
            Subnetwork subnetwork = Subnetwork.relu(12, 4, 4, 1);
            return Problem.of(new DeepNetwork(matrix(32, 12), matrix(32, 1), subnetwork), 1);
        }
    };

    abstract Problem withUnitLambda();

    /** The problem: the same numbers each time. */
    Problem problem() {
        Problem unscaled = withUnitLambda();
        SolverOptions cheap = SolverOptions.defaults().withEffort(Effort.LOW);
        return unscaled.withLambda(0.8 * Nadir.lambdaMax(unscaled, cheap));
    }

    private static Problem matrix(int m, int n, Gauge v) {
        return Problem.of(matrix(m, n), 1)
                .withRegularizer(new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, v));
    }

    private static DenseMatrix matrix(int m, int n) {
        return DenseMatrix.wrap(m, n, uniform(m * n));
    }

    private static DenseTensor tensor() {
        return DenseTensor.wrap(new int[] {12, 10, 8}, uniform(12 * 10 * 8));
    }

    private static double[] uniform(int length) {
        return new SplittableRandom(length).doubles(length, -1, 1).toArray();
    }
}
