package io.nadir.io;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Files among the test resources. */
final class Fixtures {
    private Fixtures() {}

    /** A file that NumPy wrote; {@code npy/make.py} tells how. */
    static Path npy(String name) {
        URL url = Objects.requireNonNull(Fixtures.class.getResource("npy/" + name + ".npy"), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
