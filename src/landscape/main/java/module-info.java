/**
 * Landscapes of training problems: critical points of linear networks, paths between wide networks,
 * and the effect of degrees of homogeneity.
 */
module io.nadir.landscape {
    requires transitive io.nadir;
    requires static transitive org.jspecify;

    exports io.nadir.landscape;
}
