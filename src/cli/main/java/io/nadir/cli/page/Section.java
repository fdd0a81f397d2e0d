package io.nadir.cli.page;

import java.io.IOException;
import java.util.Locale;

/**
 * A part of a page.
 *
 * @param title of it
 * @param content below the title
 */
record Section(String title, Content content) {
    /** Writes what is below the title. */
    interface Content {
        /** Writes it. */
        void write(Html html) throws IOException;
    }

    /** What links to it. */
    String id() {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
