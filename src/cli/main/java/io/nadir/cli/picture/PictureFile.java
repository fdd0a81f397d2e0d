package io.nadir.cli.picture;

import io.nadir.cli.progress.Terminal;
import io.nadir.io.output.OutputDirectory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Pictures among the results. */
public final class PictureFile {
    private PictureFile() {}

    /**
     * Writes a picture. A picture that cannot be drawn, because fonts or memory are missing, is
     * skipped, so that no results are lost.
     */
    public static void write(
            Terminal terminal, OutputDirectory output, String name, OutputDirectory.Content picture)
            throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            picture.writeTo(png);
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            terminal.err()
                    .println(
                            String.format(
                                    "nadir: %s could not be drawn and is left out, all else is"
                                            + " written (%s)",
                                    name, e));
            return;
        }
        output.write(name, png::writeTo);
    }
}
