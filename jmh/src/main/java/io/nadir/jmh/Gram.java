package io.nadir.jmh;

import io.nadir.jmh.peers.Peer;
import io.nadir.jmh.peers.Peers;

/** One block power step on R = Y − U·Vᵀ, by one implementation, on operands that it holds. */
interface Gram {
    /** T = R·B and W = Rᵀ·T. */
    void multiply();

    /** T of the last call, row-major, a new array. */
    double[] image();

    /** W of the last call, row-major, a new array. */
    double[] result();

    /** The implementation of that name: {@code nadir} or one of {@link Peers#NAMES}. */
    static Gram of(String implementation, Inputs inputs) {
        return implementation.equals("nadir")
                ? new NadirGram(inputs)
                : composed(Peers.named(implementation), inputs);
    }

    private static <M> Gram composed(Peer<M> peer, Inputs inputs) {
        return new ComposedGram<>(peer, inputs);
    }
}
