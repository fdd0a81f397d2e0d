package io.nadir.jmh.comparison;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.MulticlassHingeLoss;
import io.nadir.loss.SoftmaxLoss;
import io.nadir.model.TrainedModel;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.regularizer.UncertifiedRegularizer;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolverOptions;

import java.util.List;

/**
 * One kind of training: what is minimized from random weights by a given number of steps.
 *
 * @param loss of a sample
 * @param layers 2 or 3
 * @param regularization of the weights
 */
record Training(LossKind loss, int layers, Regularization regularization) {
    /** Losses for classes. */
    enum LossKind {
        /** Multiclass squared hinge. */
        HINGE("hinge"),
        /** Cross-entropy of a softmax. */
        CROSS_ENTROPY("cross-entropy");

        private final String label;

        LossKind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        ConvexLoss of(int classes) {
            return this == HINGE ? new MulticlassHingeLoss(classes) : new SoftmaxLoss();
        }
    }

    /** Regularizers, with weights for each sample to choose from. */
    enum Regularization {
        /** Nothing. */
        NONE,
        /** ½Σ‖w‖². */
        WEIGHT_DECAY,
        /**
         * Σ Π‖w‖ over the subnetworks, minimized as a mean of powers whose smallest value it is.
         */
        PRODUCT;

        List<Double> weights() {
            return this == NONE ? List.of(1.0) : List.of(3e-4, 1e-3, 3e-3, 1e-2);
        }

        /** Never certified: descent is all that is wanted. */
        private UncertifiedRegularizer of(int layers) {
            return switch (this) {
                case NONE -> UncertifiedRegularizer.unregularized();
                case WEIGHT_DECAY -> new UncertifiedRegularizer(new SquaredNorms());
                case PRODUCT -> new UncertifiedRegularizer(new NormPowers(layers, false));
            };
        }
    }

    /** A solve that ends after so many steps. */
    private record Steps(int most) implements SolveListener {
        @Override
        public boolean onIteration(Progress progress) {
            return progress.iteration() < most;
        }
    }

    /**
     * A network trained on some samples.
     *
     * @param weight of the regularizer, for each sample
     */
    TrainedModel train(LabelledSamples samples, int classes, double weight, Size size) {
        int inputs = samples.inputs().columns();
        Subnetwork network =
                layers == 2
                        ? Subnetwork.relu(inputs, size.width, classes)
                        : Subnetwork.relu(inputs, size.width, size.width, classes);
        DeepNetwork data = new DeepNetwork(samples.inputs(), samples.targets(classes), network);
        Problem problem =
                new Problem(
                        data, loss.of(classes), regularization.of(layers), weight * samples.size());
        Solution solution =
                Nadir.solve(
                        problem,
                        SolverOptions.defaults()
                                .withStart(network.randomWeights(size.networks, size.seed))
                                .withListener(new Steps(size.steps)));
        return data.trained(solution.factors());
    }

    /**
     * How large, and how long.
     *
     * @param networks that are parallel
     * @param width outputs of each of their hidden layers
     * @param steps of descent
     * @param seed of the weights to begin with
     */
    record Size(int networks, int width, int steps, long seed) {}
}
