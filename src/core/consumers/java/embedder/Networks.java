package embedder;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.io.DataFormatException;
import io.nadir.io.ModelDirectory;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.TrainedModel;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.regularizer.NormPowers;
import io.nadir.solver.Solution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Networks, with layers of the library and of one's own. */
final class Networks {
    private static final int SAMPLES = 12;

    private final DenseMatrix inputs =
            DenseMatrix.copyOf(SAMPLES, 2, Data.gaussian(SAMPLES * 2, new Random(4)));

    /** |s₁| − |s₂| of each sample. */
    private final DenseMatrix targets = targets();

    void useAll(Path directory) throws IOException {
        useTwoLayers(directory);
        useOwnLayer(directory.resolve("own-layer"));
    }

    private DenseMatrix targets() {
        double[] targets = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            targets[i] = Math.abs(inputs.get(i, 0)) - Math.abs(inputs.get(i, 1));
        }
        return DenseMatrix.copyOf(SAMPLES, 1, targets);
    }

    private void useTwoLayers(Path directory) throws IOException {
        Problem problem = problem(Subnetwork.relu(2, 3, 1));
        Solution solution = Nadir.solve(problem);
        ModelDirectory.save(directory, problem.y().trained(solution.factors()));
        requireBetterThanZero(ModelDirectory.load(directory).outputs(inputs.toArray()));
    }

    private void useOwnLayer(Path directory) throws IOException {
        Subnetwork network =
                new Subnetwork(
                        LayerShape.vector(2),
                        List.of(new FullyConnected(2), new Magnitude(), new FullyConnected(1)));
        Problem problem = problem(network);
        Solution solution = Nadir.solve(problem);
        double[] outputs = solution.model().outputs(inputs.toArray());
        requireBetterThanZero(outputs);
        ModelDirectory.save(directory, problem.y().trained(solution.factors()));
        requireNoReader(directory);
        TrainedModel loaded =
                ModelDirectory.load(
                        directory, name -> name.equals(Magnitude.NAME) ? new Magnitude() : null);
        double[] again = loaded.outputs(inputs.toArray());
        for (int i = 0; i < SAMPLES; i++) {
            Check.near(again[i], outputs[i], 0, "output " + i + " of what was saved");
        }
    }

    /** The library cannot make a layer that it does not know. */
    private static void requireNoReader(Path directory) throws IOException {
        try {
            throw new IllegalStateException(
                    "expected none, found " + ModelDirectory.load(directory));
        } catch (DataFormatException e) {
            Check.that(e.getMessage().contains(Magnitude.NAME), "the layer's name", e.getMessage());
        }
    }

    private Problem problem(Subnetwork network) {
        return new Problem(
                new DeepNetwork(inputs, targets, network),
                new SquaredLoss(),
                new NormPowers(network.blocks(), false),
                0.01);
    }

    private void requireBetterThanZero(double[] outputs) {
        double error = 0;
        for (int i = 0; i < SAMPLES; i++) {
            error += Math.pow(outputs[i] - targets.get(i, 0), 2);
        }
        double most = 0.1 * Math.pow(targets.frobenius(), 2);
        Check.that(error < most, "an error below " + most, error);
    }
}
