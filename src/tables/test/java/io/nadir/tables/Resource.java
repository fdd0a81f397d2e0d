package io.nadir.tables;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Files that other programs have written: {@code write.mjs} and {@code write.sql} say how. */
final class Resource {
    private Resource() {}

    static Path of(String name) {
        URL url = Objects.requireNonNull(Resource.class.getResource(name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
