package io.nadir.jmh.peers;

import java.util.List;

/** The peers by name. */
public final class Peers {
    /** Names that {@link #named} knows. */
    public static final List<String> NAMES = List.of("jblas", "netlib", "ejml", "ojalgo");

    private Peers() {}

    /** The peer of that name, loaded now. */
    public static Peer<?> named(String name) {
        return switch (name) {
            case "jblas" -> new JblasPeer();
            case "netlib" -> new NetlibPeer();
            case "ejml" -> new EjmlPeer();
            case "ojalgo" -> new OjAlgoPeer();
            default -> throw new IllegalArgumentException(name + " is none of " + NAMES);
        };
    }
}
