/** Critical points of linear networks, paths of wide ones, and degrees of homogeneity. */
module io.nadir.landscape {
    requires transitive io.nadir;
    requires static transitive org.jspecify;

    exports io.nadir.landscape;
}
