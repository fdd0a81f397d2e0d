package io.nadir.landscape;

import java.util.Objects;

/**
 * A straight segment of a path, Θ(t) = (1 − s)·start + s·end with s = (t − from)/(to − from). An
 * immutable value.
 *
 * @param step what the segment does
 * @param layer the number k of the layer of units that it concerns, from 1 to l; 0 for all layers
 * @param origin the network whose units it moves
 * @param from the first t
 * @param to the last t
 * @param start the parameters at {@code from}
 * @param end the parameters at {@code to}
 * @param drift a bound of how far a {@link WideStep#REDUCE} moves any output of the network, which
 *     in exact arithmetic it does not; 0 for all other steps
 */
public record WideSegment(
        WideStep step,
        int layer,
        Origin origin,
        double from,
        double to,
        WideParameters start,
        WideParameters end,
        double drift) {
    /** Rejects null. */
    public WideSegment {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
    }

    /** The networks that a path connects. */
    public enum Origin {
        /** The network at the start. */
        FIRST,
        /** The network at the end. */
        LAST,
        /** Both networks. */
        BOTH
    }

    /** Creates a segment that has no place in [0, 1] yet. */
    static WideSegment of(
            WideStep step,
            int layer,
            Origin origin,
            WideParameters start,
            WideParameters end,
            double drift) {
        return new WideSegment(step, layer, origin, 0, 0, start, end, drift);
    }

    /** Returns the parameters at t, from ≤ t ≤ to. */
    public WideParameters at(double t) {
        return start.mix(end, Math.clamp((t - from) / (to - from), 0.0, 1.0));
    }

    WideSegment placed(double newFrom, double newTo) {
        return new WideSegment(step, layer, origin, newFrom, newTo, start, end, drift);
    }

    /** Returns the same points in reverse order. */
    WideSegment reversed() {
        Origin other =
                switch (origin) {
                    case FIRST -> Origin.LAST;
                    case LAST -> Origin.FIRST;
                    case BOTH -> Origin.BOTH;
                };
        return new WideSegment(step, layer, other, from, to, end, start, drift);
    }
}
