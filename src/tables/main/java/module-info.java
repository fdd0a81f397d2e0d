/** Parquet and Arrow for Nadir's readers and writers, found as services. */
module io.nadir.tables {
    requires dev.hardwood.core;
    requires com.github.luben.zstd_jni;
    requires flatbuffers.java;
    requires io.nadir;
    requires java.logging;
    requires org.apache.arrow.format;
    requires parquet.format.structures;
    requires static org.jspecify;

    provides io.nadir.io.TableFormat with
            io.nadir.tables.ArrowFormat,
            io.nadir.tables.ParquetFormat;
}
