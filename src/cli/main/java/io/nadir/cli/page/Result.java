package io.nadir.cli.page;

import java.util.List;

/** What a directory holds, in the parts that a page shows. */
interface Result {
    /** The name of the data or of the directory. */
    String name();

    /** What was found out, in one line. */
    String headline();

    /** Whether everything is certified as asked for. */
    boolean isCertified();

    /** The command that made it, empty if it is not known. */
    String command();

    /** When, and by which program, in one line; empty if it is not known. */
    String origin();

    /** The parts, in order. */
    List<Section> sections();
}
