/** An application that embeds Nadir, and requires nothing else. */
module embedder {
    requires io.nadir;
}
