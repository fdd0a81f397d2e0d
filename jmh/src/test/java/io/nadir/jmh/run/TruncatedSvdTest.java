package io.nadir.jmh.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.jmh.report.MarkdownTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What a Python answers becomes peers of the record. */
class TruncatedSvdTest {
    @TempDir private Path directory;

    @Test
    void linesBecomeRows() throws IOException, InterruptedException {
        Path python = directory.resolve("python");
        Files.writeString(
                python,
                """
                #!/bin/sh
                [ "$1" = -c ] && exit
                [ -s "$1" ] && [ -s "$2" ] || exit 1
                printf '{"implementation": "some-svd", "version": "some %s %s", "seconds": [%d, 7, 9]}\\n' \
                    "$3" "$4" "$OPENBLAS_NUM_THREADS"
                """);
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
        Session session =
                new Session(new JsonMapper().createObjectNode(), directory.resolve("record.json"));
        TruncatedSvd peers = new TruncatedSvd(python.toString());
        assertThat(peers.isThere()).isTrue();
        peers.addTo(session);
        assertThat(MarkdownTable.of(session.record()))
                .contains("- some-svd: some 21 9", "### TruncatedSvd.triplets")
                .contains("| some-svd | 4000x2000:20 | 1 | 7.00 s | 29 % | 5.67 s |")
                .contains("| some-svd | 4000x2000:20 | 2 | 7.00 s | 25 % | 6.00 s |");
    }

    @Test
    void absenceIsNoFailure() throws InterruptedException {
        assertThat(new TruncatedSvd(directory.resolve("none").toString()).isThere()).isFalse();
    }
}
