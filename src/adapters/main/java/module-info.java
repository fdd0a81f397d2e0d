/** Data and results of Nadir as matrices of other libraries, each of which is optional. */
@SuppressWarnings("requires-transitive-automatic") // Users name types of these modules.
module io.nadir.adapters {
    requires transitive io.nadir;
    requires static transitive ejml.core;
    requires static transitive ojalgo;
    requires static transitive org.jspecify;

    exports io.nadir.adapters;
}
