package io.nadir.cli.report;

import java.io.IOException;
import java.nio.file.Path;

/** Tells that the model of counts has a background rate beside what its factors say. */
public final class BackgroundRate {
    private static final String POISSON = "poisson:";

    private BackgroundRate() {}

    /** For a model, by the report beside it; empty if there is none to tell of. */
    public static String of(Path report) throws IOException {
        try {
            SavedSettings saved = SavedSettings.read(report);
            return words(saved.get("loss", "--loss"));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** For a loss by its name; empty if it has none. */
    public static String words(String loss) {
        return loss.startsWith(POISSON)
                ? "x of the factors; the expected counts are x + "
                        + loss.substring(POISSON.length())
                : "";
    }
}
