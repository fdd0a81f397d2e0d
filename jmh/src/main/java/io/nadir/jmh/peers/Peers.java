package io.nadir.jmh.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

import java.util.List;

/** The peers by name. */
public final class Peers {
    /** Names that {@link #named} knows. */
    public static final List<String> NAMES =
            List.of("jblas", "netlib", "netlib-java", "ejml", "ojalgo");

    private Peers() {}

    /** The peer of that name, loaded now. */
    public static Peer<?> named(String name) {
        return switch (name) {
            case "jblas" -> new JblasPeer();
            case "netlib" -> new NetlibPeer(BLAS.getInstance());
            case "netlib-java" -> new NetlibPeer(JavaBLAS.getInstance());
            case "ejml" -> new EjmlPeer();
            case "ojalgo" -> new OjAlgoPeer();
            default -> throw new IllegalArgumentException(name + " is none of " + NAMES);
        };
    }
}
