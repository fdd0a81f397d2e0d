package io.nadir.solver;

import java.util.stream.Stream;

/** Methods of descent, for tests that try all of them. */
final class Descents {
    private Descents() {}

    /** Those for matrices under the squared loss. */
    static Stream<Descent> ofMatrices() {
        return Descent.builtIn().stream()
                .filter(descent -> !descent.equals(Descent.UNITS))
                .filter(descent -> !descent.equals(Descent.COORDINATES));
    }
}
