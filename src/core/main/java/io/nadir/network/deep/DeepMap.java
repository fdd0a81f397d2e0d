package io.nadir.network.deep;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.Factors;
import io.nadir.network.deep.layer.Signal;
import io.nadir.network.map.NetworkMap;
import io.nadir.network.map.SampleBatches;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The map of a {@link DeepNetwork}. Block k has d_k×r elements; its column i has the weights of
 * layer k of subnetwork i.
 *
 * <p>Computes the value and the gradients of all blocks in one forward and backward pass over the
 * samples, one batch at a time and one subnetwork after the other. Keeps the outputs of all layers
 * of all subnetworks for one batch per thread. At a kink, the derivative of a layer is one of those
 * nearby. Results have the same bits for every number of threads; on one thread, warm passes
 * allocate nothing. Not thread-safe.
 */
@SuppressWarnings("exports") // Users see the inherited methods, not the type that has them.
public final class DeepMap extends NetworkMap<DeepNetwork> {
    private final DenseKernels kernels = Kernels.get();
    private final Subnetwork network;
    private final Signal[] inputs;
    private final Supplier<DeepWorkspace> workspaces;
    private final SubnetworkWeights weights;
    private final GradientPass gradientPass;
    private final double[] norms;

    /**
     * Binds samples and loss to threads.
     *
     * @param data the samples and the architecture
     * @param loss a loss that is a sum over entries or over samples
     * @param threads the number of threads, the calling thread included; at least 1
     * @param executor the executor of the other threads; null for daemon threads that {@link
     *     #close} ends
     * @throws IllegalArgumentException if the loss is not defined for the targets
     */
    public DeepMap(DeepNetwork data, ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(loss, "loss");

        super(
                data,
                loss,
                SampleBatches.ofWork(data.inputs(), data.y(), data.subnetwork().activations()),
                threads,
                executor);
        SampleBatches batches = batches();
        this.network = data.subnetwork();
        this.inputs = new Signal[batches.size()];
        Arrays.setAll(inputs, b -> Signal.of(network.input(), batches.inputs(b)));
        this.workspaces = () -> new DeepWorkspace(network, batches.batchRows());
        this.weights = new SubnetworkWeights(network);
        this.gradientPass = new GradientPass();
        this.norms = new double[network.blocks()];
    }

    @Override
    public List<Integer> dimensions() {
        return network.dimensions();
    }

    @Override
    public int degree() {
        return network.degree();
    }

    @Override
    public @Nullable List<Double> blockDegrees() {
        return network.blockDegrees();
    }

    @Override
    protected double computeGradient(Factors w, Factors gradient) {
        return gradientPass.sweep(w, gradient);
    }

    /**
     * Returns false: there is a Lipschitz constant between kinks, but not across them, nor for
     * powers.
     */
    @Override
    public boolean hasLipschitz() {
        return false;
    }

    /** Returns curvature·‖S‖_F² times the squared bounds of the subnetworks for a w^k of norm 1. */
    @Override
    public double lipschitz(Factors w, int k) {
        Objects.requireNonNull(w, "w");

        Checks.index("k", k, network.blocks());
        double sum = 0;
        for (int i = 0; i < w.rank(); i++) {
            sum += squaredBound(w, k, i);
        }
        return curvature() * data().inputs().rows() * sum;
    }

    /** Computes the shares of the subnetworks in {@link #lipschitz}. */
    @Override
    public void columnLipschitz(Factors w, int k, double[] constants) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(constants, "constants");

        Checks.index("k", k, network.blocks());
        Checks.equal("constants.length", constants.length, "w.rank()", w.rank());
        for (int i = 0; i < constants.length; i++) {
            constants[i] = curvature() * data().inputs().rows() * squaredBound(w, k, i);
        }
    }

    /** The square of a subnetwork's bound for a sample of average size and a w^k of norm 1. */
    private double squaredBound(Factors w, int k, int column) {
        double size = data().inputs().frobenius() / Math.sqrt(data().inputs().rows());
        for (int l = 0; l < norms.length; l++) {
            norms[l] = l == k ? 1 : Panels.columnNorm(w.block(l), column);
        }
        double bound = network.bound(size, norms);
        return bound * bound;
    }

    /** Returns null. */
    @Override
    public @Nullable Panel blockGram(Factors w, int k) {
        Objects.requireNonNull(w, "w");

        return null;
    }

    /** Returns the N·q outputs of each subnetwork, one sample after the other. */
    @Override
    public Panel units(Factors w) {
        Objects.requireNonNull(w, "w");

        Panel out = unitOutputs(w.rank());
        new UnitPass(out).sweep(w);
        return out;
    }

    @Override
    protected double forward(Factors w, ElementwiseLoss of, @Nullable Panel gradients) {
        return new OutputPass(of, gradients).sweep(w);
    }

    /**
     * Computes ⟨Z, φ(w_i)⟩ of each column, and its derivatives, in one pass.
     *
     * @param dual Z, N×q without padding
     * @param w the point; not modified
     * @param gradient receives the derivatives, and the rank of {@code w}; must be another object
     * @throws IllegalArgumentException if {@code dual} has another shape or has padding
     */
    public double[] pairings(Panel dual, Factors w, Factors gradient) {
        Objects.requireNonNull(dual, "dual");
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");

        requireOutputs("dual", dual);
        gradient.setRank(w.rank());
        return new PairingPass(dual, w.rank()).evaluate(w, gradient);
    }

    /** A pass over all batches, with the weights of all subnetworks. */
    private abstract class NetworkPass extends Pass {
        final double sweep(Factors w) {
            weights.load(w);
            return sweep();
        }

        @Override
        protected final double batch(int chunk, int b, Scratch scratch) {
            DeepWorkspace work = scratch.workspace(DeepWorkspace.class, workspaces);
            return batch(chunk, b, work, scratch);
        }

        abstract double batch(int chunk, int b, DeepWorkspace work, Scratch scratch);

        /** Replaces the outputs of a batch by ∇ℓ and returns the loss. */
        final double gradient(
                ElementwiseLoss of, int b, DeepWorkspace work, boolean keep, Scratch scratch) {
            double[] sum = work.outputs().data();
            int length = length(b);
            Arrays.fill(sum, 0, length, 0);
            for (int i = 0; i < weights.rank(); i++) {
                Signal out = work.forward(inputs[b], weights, keep ? i : 0, i, scratch);
                kernels.axpy(1, out.data(), 0, sum, 0, length);
            }
            return of.gradientInPlace(batches().targets(b).data(), 0, sum, 0, length);
        }
    }

    /** A pass that sums gradients with respect to the weights, once for each chunk. */
    private abstract class WeightPass extends NetworkPass {
        final SubnetworkWeights[] sums = new SubnetworkWeights[batches().chunks()];

        WeightPass() {
            Arrays.setAll(sums, c -> new SubnetworkWeights(network));
        }

        final double sweep(Factors w, Factors gradient) {
            for (SubnetworkWeights sum : sums) {
                sum.setRank(w.rank());
            }
            double value = sweep(w);
            for (int c = 1; c < sums.length; c++) {
                sums[0].add(sums[c]);
            }
            sums[0].store(gradient);
            return value;
        }

        @Override
        protected void begin(int chunk) {
            sums[chunk].clear();
        }
    }

    /** The pass of {@link #evaluate}. */
    private final class GradientPass extends WeightPass {
        @Override
        double batch(int chunk, int b, DeepWorkspace work, Scratch scratch) {
            double value = gradient(outputLoss(), b, work, true, scratch);
            for (int i = 0; i < weights.rank(); i++) {
                work.backward(inputs[b], weights, i, i, work.outputs(), sums[chunk], scratch);
            }
            return value;
        }
    }

    /** The pass of {@link #pairings}; made for one use. */
    private final class PairingPass extends WeightPass {
        private final Panel dual;
        private final double[][] inner;

        PairingPass(Panel dual, int rank) {
            this.dual = dual;
            this.inner = new double[batches().chunks()][rank];
        }

        double[] evaluate(Factors w, Factors gradient) {
            sweep(w, gradient);
            for (int c = 1; c < inner.length; c++) {
                kernels.axpy(1, inner[c], 0, inner[0], 0, inner[c].length);
            }
            return inner[0];
        }

        @Override
        double batch(int chunk, int b, DeepWorkspace work, Scratch scratch) {
            double[] z = work.outputs().data();
            System.arraycopy(dual.data(), first(b), z, 0, length(b));
            for (int i = 0; i < weights.rank(); i++) {
                Signal out = work.forward(inputs[b], weights, 0, i, scratch);
                inner[chunk][i] += kernels.dot(out.data(), 0, z, 0, length(b));
                work.backward(inputs[b], weights, 0, i, work.outputs(), sums[chunk], scratch);
            }
            return 0;
        }
    }

    /** A pass that needs no gradient with respect to the weights; used once. */
    private final class OutputPass extends NetworkPass {
        private final ElementwiseLoss of;
        private final @Nullable Panel gradients;

        OutputPass(ElementwiseLoss of, @Nullable Panel gradients) {
            this.of = of;
            this.gradients = gradients;
        }

        @Override
        double batch(int chunk, int b, DeepWorkspace work, Scratch scratch) {
            double value = gradient(of, b, work, false, scratch);
            if (gradients != null) {
                System.arraycopy(work.outputs().data(), 0, gradients.data(), first(b), length(b));
            }
            return value;
        }
    }

    /** The pass of {@link #units}; made for one use. */
    private final class UnitPass extends NetworkPass {
        private final Panel units;

        UnitPass(Panel units) {
            this.units = units;
        }

        @Override
        double batch(int chunk, int b, DeepWorkspace work, Scratch scratch) {
            for (int i = 0; i < weights.rank(); i++) {
                Signal out = work.forward(inputs[b], weights, 0, i, scratch);
                int at = i * units.columns() + first(b);
                System.arraycopy(out.data(), 0, units.data(), at, length(b));
            }
            return 0;
        }
    }
}
