package io.nadir.jmh;

import io.nadir.jmh.peers.Peer;

import java.util.ArrayList;
import java.util.List;

/**
 * The composition of a library's products: all samples through one layer after the other, one
 * network after the other, every intermediate matrix in memory.
 *
 * @param <M> the peer's matrix
 */
final class ComposedNetwork<M> implements NetworkGradient {
    private final Peer<M> peer;
    private final NetworkInputs inputs;
    private final M samples;
    private final M targets;
    private final M difference;
    private final List<Network> networks = new ArrayList<>();

    ComposedNetwork(Peer<M> peer, NetworkInputs inputs) {
        int n = inputs.samples();
        int last = inputs.layers();
        this.peer = peer;
        this.inputs = inputs;
        this.samples = peer.copyOf(n, inputs.widths()[0], inputs.inputs());
        this.targets = peer.copyOf(n, inputs.widths()[last], inputs.targets());
        this.difference = peer.zeros(n, inputs.widths()[last]);
        for (int i = 0; i < inputs.rank(); i++) {
            networks.add(new Network(i));
        }
    }

    @Override
    public double evaluate() {
        double[] d = peer.elements(difference);
        double[] y = peer.elements(targets);
        for (int j = 0; j < d.length; j++) {
            d[j] = -y[j];
        }
        for (Network network : networks) {
            network.forward();
            double[] x = peer.elements(network.out.getLast());
            for (int j = 0; j < d.length; j++) {
                d[j] += x[j];
            }
        }
        double sum = 0;
        for (double x : d) {
            sum += 0.5 * x * x;
        }
        networks.forEach(Network::backward);
        return sum;
    }

    @Override
    public double[] gradient(int k, int i) {
        return peer.toRowMajor(networks.get(i).gradients.get(k));
    }

    private final class Network {
        private final List<M> weights = new ArrayList<>();
        private final List<M> gradients = new ArrayList<>();
        private final List<M> out = new ArrayList<>();
        private final List<M> back = new ArrayList<>();

        Network(int i) {
            for (int k = 0; k < inputs.layers(); k++) {
                int in = inputs.widths()[k];
                int width = inputs.widths()[k + 1];
                weights.add(peer.copyOf(in, width, inputs.weights()[k][i]));
                gradients.add(peer.zeros(in, width));
                out.add(peer.zeros(inputs.samples(), width));
                back.add(peer.zeros(inputs.samples(), width));
            }
        }

        void forward() {
            M in = samples;
            for (int k = 0; k < out.size(); k++) {
                peer.multiply(in, weights.get(k), out.get(k));
                in = out.get(k);
                if (k < out.size() - 1) {
                    double[] x = peer.elements(in);
                    for (int j = 0; j < x.length; j++) {
                        x[j] = Math.max(0, x[j]);
                    }
                }
            }
        }

        void backward() {
            M gradient = difference;
            for (int k = out.size() - 1; k > 0; k--) {
                M in = out.get(k - 1);
                peer.transposeMultiply(in, gradient, gradients.get(k));
                peer.multiplyTranspose(gradient, weights.get(k), back.get(k - 1));
                gradient = back.get(k - 1);
                double[] x = peer.elements(in);
                double[] g = peer.elements(gradient);
                for (int j = 0; j < g.length; j++) {
                    g[j] = x[j] > 0 ? g[j] : 0;
                }
            }
            peer.transposeMultiply(samples, gradient, gradients.getFirst());
        }
    }
}
