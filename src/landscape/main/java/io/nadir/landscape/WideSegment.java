package io.nadir.landscape;

import java.util.Objects;

/**
 * A straight piece of a path, Θ(t) = (1 − s)·start + s·end with s = (t − from)/(to − from).
 *
 * @param step what it does
 * @param layer k of the layer of units that it is about, 1 to l; 0 if it is about all
 * @param origin whose units it moves
 * @param from first t
 * @param to last t
 * @param start parameters at {@code from}
 * @param end parameters at {@code to}
 * @param drift bound on how far a {@link WideStep#REDUCE} moves any output of the network, which in
 *     exact arithmetic it does not; 0 for all others
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
    /** Refuses null. */
    public WideSegment {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
    }

    /** The networks that a path connects. */
    public enum Origin {
        /** The network at its start. */
        FIRST,
        /** The network at its end. */
        LAST,
        /** Both. */
        BOTH
    }

    /** A segment that has no place yet. */
    static WideSegment of(
            WideStep step,
            int layer,
            Origin origin,
            WideParameters start,
            WideParameters end,
            double drift) {
        return new WideSegment(step, layer, origin, 0, 0, start, end, drift);
    }

    /** The parameters at t, from ≤ t ≤ to. */
    public WideParameters at(double t) {
        return start.mix(end, Math.clamp((t - from) / (to - from), 0.0, 1.0));
    }

    WideSegment placed(double newFrom, double newTo) {
        return new WideSegment(step, layer, origin, newFrom, newTo, start, end, drift);
    }

    /** The same points the other way. */
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
