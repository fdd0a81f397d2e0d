package io.nadir.jmh;

import io.nadir.jmh.peers.Peer;
import io.nadir.jmh.peers.Peers;

/** The products of one gradient, by one implementation, on operands that it holds. */
interface Gradient {
    /**
     * With X = U·Vᵀ and G = X − Y: left and right become G·V and Gᵀ·U.
     *
     * @return ½‖G‖²
     */
    double residualGradient();

    /**
     * The same gradients from Y alone, X never formed: left and right become U·(VᵀV) − Y·V and
     * V·(UᵀU) − Yᵀ·U. The value loses digits where it is small against ½‖Y‖².
     *
     * @return ½‖Y‖² − ⟨U, Y·V⟩ + ½⟨UᵀU, VᵀV⟩
     */
    double gramGradient();

    /** The left product of the last call, row-major, a new array. */
    double[] left();

    /** The right product of the last call, row-major, a new array. */
    double[] right();

    /** The implementation of that name: {@code nadir} or one of {@link Peers#NAMES}. */
    static Gradient of(String implementation, Inputs inputs) {
        return implementation.equals("nadir")
                ? new NadirGradient(inputs)
                : composed(Peers.named(implementation), inputs);
    }

    private static <M> Gradient composed(Peer<M> peer, Inputs inputs) {
        return new ComposedGradient<>(peer, inputs);
    }
}
