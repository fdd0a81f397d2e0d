/** An application that embeds Nadir, and requires nothing else. */
module embedder {
    requires io.nadir;

    provides io.nadir.model.ModelFamily with
            embedder.symmetric.SymmetricFamily;
}
